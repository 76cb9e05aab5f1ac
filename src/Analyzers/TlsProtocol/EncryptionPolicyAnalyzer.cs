using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.TlsProtocol;

/// <summary>SOCK2004: an <c>EncryptionPolicy</c> other than <c>RequireEncryption</c> takes effect, by name or as a number.</summary>
public sealed class EncryptionPolicyAnalyzer : RuleAnalyzer
{
    public const string PolicyType = "System.Net.Security.EncryptionPolicy";

    /// <summary>The one value that is safe; it is also zero, the default.</summary>
    public const string SafeMember = "RequireEncryption";

    private const int AllowNoEncryption = 1;
    private const int NoEncryption = 2;

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.UnencryptedTlsAllowed];

    public override IEnumerable<string> NamesOfInterest(ApiCatalogue catalogue) => ["EncryptionPolicy"];

    public override void AnalyzeCompilation(RuleContext context)
    {
        if (context.Compilation.GetTypeByMetadataName(PolicyType) is not { TypeKind: TypeKind.Enum } policy)
        {
            return;
        }

        context.RegisterOperationAction(
            operation =>
            {
                if (SymbolEqualityComparer.Default.Equals(((IFieldReferenceOperation)operation.Operation).Field.ContainingType, policy))
                {
                    Analyze(operation, policy);
                }
            },
            OperationKind.FieldReference);

        context.RegisterOperationAction(
            operation =>
            {
                var conversion = (IConversionOperation)operation.Operation;
                if (!conversion.IsImplicit
                    && SymbolEqualityComparer.Default.Equals(conversion.Type, policy)
                    && conversion.Operand.Type?.TypeKind != TypeKind.Enum)
                {
                    Analyze(operation, policy);
                }
            },
            OperationKind.Conversion);
    }

    private static void Analyze(OperationAnalysisContext context, INamedTypeSymbol policy)
    {
        var value = context.Operation;
        if (value.ConstantValue is { HasValue: true, Value: int and (AllowNoEncryption or NoEncryption) and var number }
            && FlagPosition.InForceAround(value) is { } expression
            && !ValueEffect.IsNone(expression))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Rules.UnencryptedTlsAllowed,
                value.Syntax.GetLocation(),
                $"{policy.Name}.{((int)number == NoEncryption ? nameof(NoEncryption) : nameof(AllowNoEncryption))}"));
        }
    }
}
