using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;

namespace SocketSecurity.Analyzers.TlsProtocol;

/// <summary>SOCK2004: an <c>EncryptionPolicy</c> that allows or demands suites without encryption takes effect.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnencryptedTlsAnalyzer : SocketSecurityAnalyzer
{
    /// <summary><c>AllowNoEncryption</c> is 1, <c>NoEncryption</c> is 2, and 0 is the good one.</summary>
    private const int RequireEncryption = 0;

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.UnencryptedTlsAllowed];

    protected override void AnalyzeCompilation(CompilationStartAnalysisContext context)
    {
        if (context.Compilation.GetTypeByMetadataName("System.Net.Security.EncryptionPolicy") is not { } policy)
        {
            return;
        }

        context.RegisterOperationAction(
            operation =>
            {
                if (SymbolEqualityComparer.Default.Equals(((IFieldReferenceOperation)operation.Operation).Field.Type, policy))
                {
                    Analyze(operation);
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
                    Analyze(operation);
                }
            },
            OperationKind.Conversion);
    }

    private static void Analyze(OperationAnalysisContext context)
    {
        var value = context.Operation;
        if (value.ConstantValue is { HasValue: true, Value: int number }
            && number != RequireEncryption
            && FlagPosition.InForceAround(value) is { } expression
            && !VersionMapping.Contains(value)
            && !IsConstantDeclaration(expression))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.UnencryptedTlsAllowed, value.Syntax.GetLocation(), value.Syntax.ToString()));
        }
    }

    /// <summary>A constant is judged where it is used.</summary>
    private static bool IsConstantDeclaration(IOperation expression) =>
        expression.Parent is IFieldInitializerOperation { InitializedFields: [{ IsConst: true }] };
}
