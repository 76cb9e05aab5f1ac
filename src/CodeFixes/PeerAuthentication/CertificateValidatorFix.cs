using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketSecurity.Analyzers.CodeFixes.Editing;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.CodeFixes.PeerAuthentication;

/// <summary>
/// Rewrites a validator that accepts too much: to a trust policy of SecureDefaults where the project has the library,
/// otherwise to the framework's own verdict.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CertificateValidatorFix))]
public sealed class CertificateValidatorFix : OfferingFix
{
    public const string RemoveCallbackKey = "SOCK1001.RemoveCallback";
    public const string RequireNoErrorsKey = "SOCK1001.RequireNoErrors";
    public const string SystemTrustKey = "SOCK1001.TrustPolicy.System";
    public const string PrivateRootsKey = "SOCK1001.TrustPolicy.PrivateRoots";
    public const string PinnedKey = "SOCK1001.TrustPolicy.Pinned";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
    [
        Rules.CertificateValidationDisabled.Id,
        Rules.CertificateErrorsIgnored.Id,
        Rules.CertificateIdentifiedByName.Id,
    ];

    /// <summary>Every way to fix one finding, the library's first; with the library the framework's are not needed.</summary>
    private protected override async Task<List<(string Key, string Title, TrackedEdit Edit)>> OffersFor(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var offers = new List<(string Key, string Title, TrackedEdit Edit)>();
        if (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model
            || ValidatorSite.Find(root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true), model, cancellationToken) is not { } site)
        {
            return offers;
        }

        // Whoever recognises a peer by name has one that the system's authorities do not vouch for, and the framework alone
        // has nothing to put in the place of a pin.
        var isRecognisedByName = diagnostic.Id == Rules.CertificateIdentifiedByName.Id;
        var rewriter = new ValidatorRewriter(site, document);

        if (model.Compilation.GetTypeByMetadataName(SecureDefaultsNames.TrustPolicy) is not null)
        {
            offers.AddRange(TrustPolicySyntax.All
                .Where(policy => !isRecognisedByName || policy.Key != SystemTrustKey)
                .Select(policy => (policy.Key, policy.Title, Replace(rewriter.Delegate(policy.Create(document, model.Compilation))))));
        }
        else if (!isRecognisedByName)
        {
            if (CallbackRemoval.Of(site.Declaration, model) is { } removal)
            {
                offers.Add((RemoveCallbackKey, "Remove the callback: the framework's own validation applies", removal));
            }

            offers.Add((RequireNoErrorsKey, "Accept only certificates without errors", Replace(rewriter.RequireNoErrors())));
        }

        return offers;

        TrackedEdit Replace(SyntaxNode rewritten) =>
            new(site.Declaration, (current, declaration) => current.ReplaceNode(declaration, rewritten));
    }
}
