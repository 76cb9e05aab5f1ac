using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Configuration;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.TlsProtocol;

/// <summary>
/// SOCK2001: a TLS version that is too old takes effect somewhere. SOCK2002: TLS 1.2 takes effect alone, which shuts TLS 1.3 out.
/// What counts is where the value goes, not that it is named: comparing, removing, logging and translating versions is what
/// careful code does.
/// </summary>
public sealed class TlsVersionAnalyzer : RuleAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.DeprecatedTlsVersion, Rules.TlsVersionHardCoded];

    public override IEnumerable<string> NamesOfInterest(ApiCatalogue catalogue) => ["SslProtocols", "SecurityProtocolType", .. catalogue.NamesOf(ApiRole.TlsVersionEnum)];

    public override void AnalyzeCompilation(RuleContext context)
    {
        var streams = context.Compilation.GetTypeByMetadataName("System.Security.Authentication.SslProtocols");
        var process = context.Compilation.GetTypeByMetadataName("System.Net.SecurityProtocolType");
        var catalogue = ApiCatalogue.For(context.Options, context.CancellationToken);

        context.RegisterOperationAction(
            operation =>
            {
                var field = ((IFieldReferenceOperation)operation.Operation).Field;
                if (IsVersion(field.Type))
                {
                    Analyze(operation);
                }
                else if (catalogue.TryGet(field, ApiRole.TlsVersionEnum, out var entry) && IsGiven(operation.Operation))
                {
                    Report(operation, operation.Operation, entry.Arguments[0].Replace('_', ' '));
                }
            },
            OperationKind.FieldReference);

        if (streams is not null || process is not null)
        {
            context.RegisterOperationAction(
                operation =>
                {
                    var conversion = (IConversionOperation)operation.Operation;
                    if (!conversion.IsImplicit && IsVersion(conversion.Type) && !IsVersion(conversion.Operand.Type))
                    {
                        Analyze(operation);
                    }
                },
                OperationKind.Conversion);
        }

        bool IsVersion(ITypeSymbol? type) =>
            type is { TypeKind: TypeKind.Enum }
            && (SymbolEqualityComparer.Default.Equals(type, streams) || SymbolEqualityComparer.Default.Equals(type, process));
    }

    private static void Analyze(OperationAnalysisContext context)
    {
        var flag = context.Operation;
        var bits = TlsVersions.BitsOf(flag.ConstantValue);
        var deprecated = TlsVersions.Deprecated(
            Options.MinimumTlsVersion.Read(context.Options, flag.Syntax.SyntaxTree) == TlsVersion.Tls13);
        if ((bits & (deprecated | TlsVersions.Tls12)) == 0 || FlagPosition.InForceAround(flag) is not { } expression)
        {
            return;
        }

        if ((bits & deprecated) != 0)
        {
            if (FirstDeprecated(expression, deprecated) == flag && IsPolicy(flag, expression))
            {
                Report(context, expression, TlsVersions.Describe(AllBits(expression) & deprecated));
            }
        }
        else if (bits == TlsVersions.Tls12
            && TlsVersions.BitsOf(expression.ConstantValue) == TlsVersions.Tls12
            && !TlsVersions.Without13(flag.Type)
            && !IsAddition(expression)
            && IsPolicy(flag, expression))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.TlsVersionHardCoded, expression.Syntax.GetLocation(), $"'{InOneLine(expression.Syntax)}'"));
        }
    }

    private static bool IsPolicy(IOperation flag, IOperation expression) =>
        !VersionMapping.Contains(flag) && !IsConstantDeclaration(expression) && !ValueEffect.IsNone(expression);

    /// <summary><c>|=</c> allows one version more.</summary>
    private static bool IsAddition(IOperation expression) => expression.Parent is ICompoundAssignmentOperation;

    private static void Report(OperationAnalysisContext context, IOperation expression, string versions) =>
        context.ReportDiagnostic(Diagnostic.Create(
            Rules.DeprecatedTlsVersion, expression.Syntax.GetLocation(), $"'{InOneLine(expression.Syntax)}'", versions));

    /// <summary>The expression without line breaks, comments and directives, which a message cannot hold.</summary>
    private static string InOneLine(SyntaxNode expression)
    {
        var text = new StringBuilder();
        foreach (var token in expression.DescendantTokens())
        {
            if (text.Length > 0 && (token.HasLeadingTrivia || token.GetPreviousToken().HasTrailingTrivia))
            {
                text.Append(' ');
            }

            text.Append(token.Text);
        }

        return text.ToString();
    }

    /// <summary>So that an expression with several old versions is reported once.</summary>
    private static IOperation? FirstDeprecated(IOperation expression, long deprecated)
    {
        foreach (var part in expression.DescendantsAndSelf())
        {
            if (part is IFieldReferenceOperation or IConversionOperation { IsImplicit: false, Operand: not IFieldReferenceOperation }
                && (TlsVersions.BitsOf(part.ConstantValue) & deprecated) != 0
                && part.Parent is not IUnaryOperation { OperatorKind: UnaryOperatorKind.BitwiseNegation })
            {
                return part;
            }
        }

        return null;
    }

    private static long AllBits(IOperation expression)
    {
        if (expression.ConstantValue.HasValue)
        {
            return TlsVersions.BitsOf(expression.ConstantValue);
        }

        var bits = 0L;
        foreach (var part in expression.DescendantsAndSelf())
        {
            if (part is IFieldReferenceOperation or IConversionOperation && part.Parent is not IUnaryOperation)
            {
                bits |= TlsVersions.BitsOf(part.ConstantValue);
            }
        }

        return bits;
    }

    /// <summary>A constant is judged where it is used.</summary>
    private static bool IsConstantDeclaration(IOperation expression) => expression.Parent is
        IFieldInitializerOperation { InitializedFields: [{ IsConst: true }] }
        or IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol.IsConst: true } };

    /// <summary>A library's own version object: handed over, assigned or returned, not compared.</summary>
    private static bool IsGiven(IOperation reference)
    {
        var place = reference.WithConversions();
        return place.Parent switch
        {
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod.ReturnType.SpecialType: SpecialType.System_Boolean } } => false,
            IArgumentOperation or IReturnOperation => !VersionMapping.Contains(place),
            ISimpleAssignmentOperation assignment => assignment.Value == place,
            _ => false,
        };
    }
}
