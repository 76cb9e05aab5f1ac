using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketSecurity.Analyzers.CodeFixes.Editing;

namespace SocketSecurity.Analyzers.CodeFixes.MessageProtection;

/// <summary>SOCK4009: 3072 bits for RSA, P-256 for curves. A DSA key has no counterpart that its callers would understand.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AsymmetricKeyFix))]
public sealed class AsymmetricKeyFix : OfferingFix
{
    public const string StrengthenKey = "SOCK4009.Strengthen";

    private const string SoundCurve = "nistP256";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.WeakAsymmetricKey.Id];

    private protected override async Task<List<(string Key, string Title, TrackedEdit Edit)>> OffersFor(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model)
        {
            return [];
        }

        var reported = root.ExpressionAt(diagnostic.Location);
        return reported switch
        {
            MemberAccessExpressionSyntax { Name: var name } when model.GetSymbolInfo(name, cancellationToken).Symbol is IPropertySymbol { ContainingType.Name: "NamedCurves" } =>
                Offer("Use the curve P-256", name, SyntaxFactory.IdentifierName(SoundCurve)),
            LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression } literal =>
                Offer("Use the curve P-256", literal, SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(SoundCurve))),
            not null when model.GetConstantValue(reported, cancellationToken).Value is int bits => bits < 500
                ? Offer("Use a curve of 256 bits", reported, Number(256))
                : Offer("Use an RSA key of 3072 bits", reported, Number(3072)),
            _ => [],
        };
    }

    private static LiteralExpressionSyntax Number(int value) =>
        SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(value));

    private static List<(string Key, string Title, TrackedEdit Edit)> Offer(string title, SyntaxNode old, SyntaxNode replacement) =>
        [(StrengthenKey, title, new TrackedEdit(old, (current, place) => current.ReplaceNode(place, replacement.WithTriviaFrom(place))))];
}
