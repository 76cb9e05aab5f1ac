using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketSecurity.Analyzers.CodeFixes.Editing;
using SocketSecurity.Analyzers.Transport;

namespace SocketSecurity.Analyzers.CodeFixes.Transport;

/// <summary>SOCK5003 and SOCK5008: the switch gets the value that uses TLS always.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TlsModeFix))]
public sealed class TlsModeFix : OfferingFix
{
    public const string UseTlsKey = "SOCK5003.UseTls";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.TlsTurnedOff.Id, Rules.OpportunisticTls.Id];

    private protected override async Task<List<(string Key, string Title, TrackedEdit Edit)>> OffersFor(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (!diagnostic.Properties.TryGetValue(TlsModeAnalyzer.SafeValue, out var safe) || safe is null
            || await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model
            || root.ExpressionAt(diagnostic.Location.SourceSpan) is not { } place)
        {
            return [];
        }

        var replacement = safe is "true" or "false"
            ? SyntaxFactory.LiteralExpression(safe == "true" ? SyntaxKind.TrueLiteralExpression : SyntaxKind.FalseLiteralExpression)
            : Member(place, safe, model);
        return replacement is null
            ? []
            : [(UseTlsKey, $"Use {safe}", new TrackedEdit(place, (current, anchor) => current.ReplaceNode(anchor, replacement.WithTriviaFrom(anchor))))];
    }

    /// <summary>Another member of the same type, named as the first one was.</summary>
    private static ExpressionSyntax? Member(ExpressionSyntax place, string safe, SemanticModel model)
    {
        if (model.GetSymbolInfo(place).Symbol?.ContainingType?.GetMembers(safe).IsEmpty != false)
        {
            return null;
        }

        var name = SyntaxFactory.IdentifierName(safe);
        return place switch
        {
            MemberAccessExpressionSyntax access => access.WithName(name),
            IdentifierNameSyntax => name,
            _ => null,
        };
    }
}
