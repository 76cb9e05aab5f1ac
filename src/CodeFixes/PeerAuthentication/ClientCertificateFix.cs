using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketSecurity.Analyzers.CodeFixes.Editing;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.CodeFixes.PeerAuthentication;

/// <summary>SOCK1008: the validator refuses a missing certificate, or the certificate becomes required.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ClientCertificateFix))]
public sealed class ClientCertificateFix : OfferingFix
{
    public const string StrictValidatorKey = "SOCK1008.StrictValidator";
    public const string PrivateRootsKey = "SOCK1008.TrustPolicy.PrivateRoots";
    public const string RequireKey = "SOCK1008.Require";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.ClientCertificateNotRequired.Id];

    private protected override async Task<List<(string Key, string Title, TrackedEdit Edit)>> OffersFor(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var offers = new List<(string Key, string Title, TrackedEdit Edit)>();
        if (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model)
        {
            return offers;
        }

        if (root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is MemberAccessExpressionSyntax { Name.Identifier.Text: "AllowCertificate" } mode)
        {
            offers.Add((RequireKey, "Require a client certificate", new TrackedEdit(mode.Name, (current, place) =>
                current.ReplaceNode(place, SyntaxFactory.IdentifierName("RequireCertificate").WithTriviaFrom(place)))));
        }
        else if (diagnostic.AdditionalLocations is [{ SourceTree: var tree } location]
            && tree == root.SyntaxTree
            && ValidatorSite.Find(root.FindNode(location.SourceSpan, getInnermostNodeForTie: true), model, cancellationToken) is { } site)
        {
            AddForValidator(offers, site, document, model.Compilation);
        }
        else if (diagnostic.AdditionalLocations is [{ SourceTree: var same } handshake]
            && same == root.SyntaxTree
            && NotRequired(root.FindNode(handshake.SourceSpan, getInnermostNodeForTie: true)) is { } argument)
        {
            offers.Add((RequireKey, "Require a client certificate", new TrackedEdit(argument, (current, place) =>
                current.ReplaceNode(place, SyntaxFactory.LiteralExpression(SyntaxKind.TrueLiteralExpression).WithTriviaFrom(place)))));
        }

        return offers;
    }

    private static void AddForValidator(
        List<(string Key, string Title, TrackedEdit Edit)> offers, ValidatorSite site, Document document, Compilation compilation)
    {
        var rewriter = new ValidatorRewriter(site, document);
        if (compilation.GetTypeByMetadataName(SecureDefaultsNames.TrustPolicy) is not null)
        {
            var (_, title, create) = TrustPolicySyntax.All.First(policy => policy.Key == CertificateValidatorFix.PrivateRootsKey);
            offers.Add((PrivateRootsKey, title, Replace(rewriter.Delegate(create(document, compilation)))));
        }
        else
        {
            offers.Add((StrictValidatorKey, "Accept only certificates without errors", Replace(rewriter.RequireNoErrors())));
        }

        TrackedEdit Replace(SyntaxNode rewritten) =>
            new(site.Declaration, (current, declaration) => current.ReplaceNode(declaration, rewritten));
    }

    /// <summary>The <c>false</c> that says no client certificate is required.</summary>
    private static ExpressionSyntax? NotRequired(SyntaxNode handshake) =>
        handshake is InvocationExpressionSyntax { ArgumentList.Arguments: [_, { Expression: LiteralExpressionSyntax { RawKind: (int)SyntaxKind.FalseLiteralExpression } required }, ..] }
            ? required
            : null;
}
