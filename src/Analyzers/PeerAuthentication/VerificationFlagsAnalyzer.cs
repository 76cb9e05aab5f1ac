using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.PeerAuthentication;

/// <summary>
/// SOCK1006: <c>X509VerificationFlags</c> that switch a check of the chain off. Decided by where the flag goes: into a variable,
/// property, argument or result it is in force; in a comparison, a mask or a table it is not.
/// </summary>
public sealed class VerificationFlagsAnalyzer : RuleAnalyzer
{
    /// <summary>All bits that the rule reports; the fix removes what has one of them.</summary>
    public const long WeakBits = WeakFlags.All;

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.ChainPolicyWeakened];

    public override IEnumerable<string> NamesOfInterest(ApiCatalogue catalogue) => ["X509VerificationFlags"];

    public override void AnalyzeCompilation(RuleContext context)
    {
        var flags = context.Compilation.GetTypeByMetadataName(CertificateTypes.VerificationFlags);
        if (flags is null)
        {
            return;
        }

        context.RegisterOperationAction(operation => AnalyzeMember(operation, flags), OperationKind.FieldReference);
        context.RegisterOperationAction(operation => AnalyzeCast(operation, flags), OperationKind.Conversion);
    }

    private static void AnalyzeMember(OperationAnalysisContext context, INamedTypeSymbol flags)
    {
        var reference = (IFieldReferenceOperation)context.Operation;
        if (SymbolEqualityComparer.Default.Equals(reference.Field.ContainingType, flags))
        {
            Analyze(context, reference);
        }
    }

    /// <summary>A number cast to the enum; the conversions the compiler itself puts around members are not written by anybody.</summary>
    private static void AnalyzeCast(OperationAnalysisContext context, INamedTypeSymbol flags)
    {
        var conversion = (IConversionOperation)context.Operation;
        if (!conversion.IsImplicit
            && SymbolEqualityComparer.Default.Equals(conversion.Type, flags)
            && conversion.Operand.Type?.TypeKind != TypeKind.Enum)
        {
            Analyze(context, conversion);
        }
    }

    private static void Analyze(OperationAnalysisContext context, IOperation flag)
    {
        if (WeakFlags.In(flag) == 0 || FlagPosition.InForceAround(flag) is not { } expression)
        {
            return;
        }

        var weak = FlagExpression.WeakBits(expression);
        if (weak == 0 || FlagExpression.FirstWeak(expression) != flag || IsReplaced(expression))
        {
            return;
        }

        if (CustomRootCheck.IsMadeIn(context.Operation))
        {
            weak &= ~WeakFlags.UnknownRoot;
            if (weak == 0)
            {
                return;
            }
        }

        var place = FlagExpression.OnlyWeak(expression) ?? expression;
        context.ReportDiagnostic(GuardedFinding.Create(
            Rules.ChainPolicyWeakened, context, place, additionalLocations: null, place.Syntax.ToString(), WeakFlags.Describe(weak)));
    }

    private static bool IsReplaced(IOperation expression) =>
        expression.Parent is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation } assignment
        && ObjectSettings.InBodyOf(assignment).IsAlwaysOverwritten(assignment);
}
