using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.TlsProtocol;

/// <summary>SOCK2008: authentication is bound to <c>ChannelBindingKind.Unique</c>.</summary>
public sealed class ChannelBindingAnalyzer : RuleAnalyzer
{
    /// <summary>The kind that binds to the server's certificate.</summary>
    public const string SafeMember = "Endpoint";

    private const string KindType = "System.Security.Authentication.ExtendedProtection.ChannelBindingKind";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.UniqueChannelBinding];

    public override IEnumerable<string> NamesOfInterest(ApiCatalogue catalogue) => ["ChannelBindingKind"];

    public override void AnalyzeCompilation(RuleContext context)
    {
        if (context.Compilation.GetTypeByMetadataName(KindType) is not { TypeKind: TypeKind.Enum } kind)
        {
            return;
        }

        context.RegisterOperationAction(
            operation =>
            {
                var reference = (IFieldReferenceOperation)operation.Operation;
                if (reference.Field.Name == "Unique"
                    && SymbolEqualityComparer.Default.Equals(reference.Field.ContainingType, kind)
                    && FlagPosition.InForceAround(reference) is { } expression
                    && !VersionMapping.Contains(reference, choice => !BindingUse.IsAt(reference) || BindingUse.IsChosenBy(choice, kind))
                    && !ValueEffect.IsNone(expression))
                {
                    operation.ReportDiagnostic(Diagnostic.Create(Rules.UniqueChannelBinding, reference.Syntax.GetLocation(), $"{kind.Name}.{reference.Field.Name}"));
                }
            },
            OperationKind.FieldReference);
    }
}
