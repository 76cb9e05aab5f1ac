using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketSecurity.Analyzers.CodeFixes.Editing;
using SocketSecurity.Analyzers.Configuration;
using SocketSecurity.Analyzers.TlsProtocol;

namespace SocketSecurity.Analyzers.CodeFixes.TlsProtocol;

/// <summary>
/// SOCK2001: takes the old versions out; where nothing is left, the versions that are sound take their place.
/// SOCK2002: adds TLS 1.3.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TlsVersionFix))]
public sealed class TlsVersionFix : OfferingFix
{
    public const string RemoveKey = "SOCK2001.Remove";
    public const string AddKey = "SOCK2002.Add";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.DeprecatedTlsVersion.Id, Rules.TlsVersionHardCoded.Id];

    private protected override async Task<List<(string Key, string Title, TrackedEdit Edit)>> OffersFor(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model)
        {
            return [];
        }

        var expression = root.ExpressionAt(diagnostic.Location);
        if (expression is null || VersionEnum(model, expression, cancellationToken) is not { } type)
        {
            return [];
        }

        if (diagnostic.Id == Rules.TlsVersionHardCoded.Id)
        {
            var both = SoundTlsVersions.Or(expression.WithoutTrivia(), SoundTlsVersions.Member(type, "Tls13", document));
            return [(AddKey, "Allow TLS 1.3 as well", new TrackedEdit(expression, (current, place) => current.ReplaceNode(place, both.WithTriviaFrom(place))))];
        }

        return WithoutOld(document, model, expression, type, cancellationToken) is { } edit ? [(RemoveKey, "Remove the deprecated TLS versions", edit)] : [];
    }

    private static TrackedEdit? WithoutOld(Document document, SemanticModel model, ExpressionSyntax expression, INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        var requiresTls13 = Options.MinimumTlsVersion.Read(document.Project.AnalyzerOptions, expression.SyntaxTree) == TlsVersion.Tls13;
        var deprecated = TlsVersions.Deprecated(requiresTls13);
        if (Without(model, expression, deprecated, cancellationToken) is { } rest)
        {
            // TLS 1.2 does not stay behind alone, except where it is added to other versions.
            if ((TlsVersions.BitsOf(model.GetConstantValue(expression, cancellationToken)) & ~deprecated) == TlsVersions.Tls12
                && !TlsVersions.Without13(type)
                && expression.Parent is not AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.OrAssignmentExpression })
            {
                rest = SoundTlsVersions.Or(rest.WithoutTrivia(), SoundTlsVersions.Member(type, "Tls13", document));
            }

            return new TrackedEdit(expression, (current, place) => current.ReplaceNode(place, rest.WithTriviaFrom(place)));
        }

        // `protocols |= old` adds nothing that is left.
        if (expression.Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.OrAssignmentExpression } addition && Removal.CanRemove(addition))
        {
            return new TrackedEdit(addition, (current, place) => Removal.Remove(current, (AssignmentExpressionSyntax)place));
        }

        var sound = SoundTlsVersions.Of(type, document, requiresTls13);
        return sound is null ? null : new TrackedEdit(expression, (current, place) => current.ReplaceNode(place, sound.WithTriviaFrom(place)));
    }

    private static INamedTypeSymbol? VersionEnum(SemanticModel model, ExpressionSyntax expression, CancellationToken cancellationToken) =>
        model.GetTypeInfo(expression, cancellationToken).Type as INamedTypeSymbol is { TypeKind: TypeKind.Enum, Name: "SslProtocols" or "SecurityProtocolType" } type
            ? type
            : null;

    /// <summary>The expression without its deprecated parts; null when nothing sound is left.</summary>
    private static ExpressionSyntax? Without(SemanticModel model, ExpressionSyntax expression, long deprecated, CancellationToken cancellationToken)
    {
        switch (expression)
        {
            case ParenthesizedExpressionSyntax parenthesized:
                var inner = Without(model, parenthesized.Expression, deprecated, cancellationToken);
                return inner == parenthesized.Expression ? parenthesized : inner;

            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.BitwiseOrExpression } both:
                var left = Without(model, both.Left, deprecated, cancellationToken);
                var right = Without(model, both.Right, deprecated, cancellationToken);
                return (left, right) switch
                {
                    (null, null) => null,
                    (null, not null) => right,
                    (not null, null) => left.WithoutTrailingTrivia(),
                    _ => both.WithLeft(left).WithRight(right),
                };

            case ConditionalExpressionSyntax:
                return null;

            default:
                return (TlsVersions.BitsOf(model.GetConstantValue(expression, cancellationToken)) & deprecated) != 0 ? null : expression;
        }
    }
}
