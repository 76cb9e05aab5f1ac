using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.Flow.Origins;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.TlsProtocol;

/// <summary>SOCK2005: weak suites in the list that a <c>CipherSuitesPolicy</c> is made from. A suite that is merely named enables nothing.</summary>
public sealed class CipherSuiteAnalyzer : RuleAnalyzer
{
    public const string SuiteType = "System.Net.Security.TlsCipherSuite";

    /// <summary>A list of suites that is mentioned more often than this is no policy.</summary>
    private const int MaximumMentions = 100;

    private const string PolicyType = "System.Net.Security.CipherSuitesPolicy";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.WeakCipherSuite];

    public override IEnumerable<string> NamesOfInterest(ApiCatalogue catalogue) => ["TlsCipherSuite"];

    public override void AnalyzeCompilation(RuleContext context)
    {
        if (context.Compilation.GetTypeByMetadataName(PolicyType) is not { } policy
            || context.Compilation.GetTypeByMetadataName(SuiteType) is not { } suites)
        {
            return;
        }

        var names = CipherSuites.NamesOf(suites);
        var models = ValueOrigins.For(context.Compilation).Models;
        context.RegisterOperationAction(
            operation =>
            {
                var suite = operation.Operation;
                if (SymbolEqualityComparer.Default.Equals(suite.Type, suites)
                    && suite is not IConversionOperation { IsImplicit: true }
                    && suite.ConstantValue is { HasValue: true, Value: { } number }
                    && names.TryGetValue(number, out var name)
                    && CipherSuites.Weakness(name) is { } weakness
                    && ListAround(suite) is { } list
                    && MakesPolicy(list, policy, models, operation.CancellationToken))
                {
                    operation.ReportDiagnostic(Diagnostic.Create(Rules.WeakCipherSuite, suite.Syntax.GetLocation(), name, weakness));
                }
            },
            OperationKind.FieldReference,
            OperationKind.LocalReference,
            OperationKind.Conversion);
    }

    /// <summary>The array, list or collection expression that the suite is an element of.</summary>
    private static IOperation? ListAround(IOperation suite)
    {
        var element = suite;
        while (element.Parent is IConversionOperation { IsImplicit: true })
        {
            element = element.Parent;
        }

        return element.Parent switch
        {
            IArrayInitializerOperation { Parent: IArrayCreationOperation array } => array,
            ICollectionExpressionOperation collection => collection,
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "Add", Parent: IObjectOrCollectionInitializerOperation { Parent: IObjectCreationOperation list } } } => list,
            _ => null,
        };
    }

    /// <summary>Whether a policy is made from the list: where it stands, or from the variable or field that it is the value of.</summary>
    private static bool MakesPolicy(IOperation list, INamedTypeSymbol policy, SourceModels models, CancellationToken cancellationToken)
    {
        var value = list.WithConversions();
        return value.Parent switch
        {
            IArgumentOperation argument => IsPolicy(argument),
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => IsPolicyMadeFrom(declarator),
            IFieldInitializerOperation { InitializedFields: [{ IsReadOnly: true } field] } =>
                models.MentionsOf(field, value, MaximumMentions, cancellationToken)?.Exists(mention => IsPolicy(mention.WithConversions().Parent)) == true,
            _ => false,
        };

        bool IsPolicy(IOperation? argument) =>
            argument is IArgumentOperation { Parent: IObjectCreationOperation creation } && SymbolEqualityComparer.Default.Equals(creation.Type, policy);

        bool IsPolicyMadeFrom(IVariableDeclaratorOperation declarator)
        {
            foreach (var operation in declarator.Body().DescendantsAndSelf())
            {
                if (operation is ILocalReferenceOperation use && SymbolEqualityComparer.Default.Equals(use.Local, declarator.Symbol) && IsPolicy(use.WithConversions().Parent))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
