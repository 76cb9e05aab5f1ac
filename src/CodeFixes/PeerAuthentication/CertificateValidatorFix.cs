using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.CodeFixes.PeerAuthentication;

/// <summary>
/// Rewrites a validator that accepts too much: to a trust policy of SecureDefaults where the project has the library,
/// otherwise to the framework's own verdict.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CertificateValidatorFix))]
public sealed class CertificateValidatorFix : CodeFixProvider
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

    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root
            || await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model
            || ValidatorSite.Find(root.FindNode(context.Span, getInnermostNodeForTie: true), model, context.CancellationToken) is not { } site)
        {
            return;
        }

        var isPinnedByName = context.Diagnostics[0].Id == Rules.CertificateIdentifiedByName.Id;
        var hasLibrary = model.Compilation.GetTypeByMetadataName(SecureDefaultsNames.TrustPolicy) is not null;
        var generator = SyntaxGenerator.GetGenerator(context.Document);

        if (hasLibrary)
        {
            // Whoever recognises a peer by name has one that the system's authorities do not vouch for.
            if (!isPinnedByName)
            {
                Offer("Trust the system's authorities (TrustPolicy.System)", SystemTrustKey, TrustPolicySyntax.System);
            }

            Offer("Trust only authorities of my own (TrustPolicy.PrivateRootsFromPem)", PrivateRootsKey, TrustPolicySyntax.PrivateRoots);
            Offer("Trust one pinned key (TrustPolicy.PinnedSelfSigned)", PinnedKey, TrustPolicySyntax.Pinned);
            return;
        }

        // The framework alone has nothing to put in the place of a pin.
        if (isPinnedByName)
        {
            return;
        }

        if (CallbackRemoval.TryFind(site.Declaration, model, out var removal))
        {
            Register("Remove the callback: the framework's own validation applies", RemoveCallbackKey, () => removal.Apply(root));
        }

        Register(
            "Accept only certificates without errors",
            RequireNoErrorsKey,
            () => root.ReplaceNode(site.Declaration, new ValidatorRewriter(site, generator).RequireNoErrors()));

        void Offer(string title, string key, Func<SyntaxGenerator, Compilation, ExpressionSyntax> policy) => Register(
            title,
            key,
            () => root.ReplaceNode(
                site.Declaration, new ValidatorRewriter(site, generator).Delegate(policy(generator, model.Compilation))));

        void Register(string title, string key, Func<SyntaxNode> rewrite) => context.RegisterCodeFix(
            CodeAction.Create(title, _ => Task.FromResult(context.Document.WithSyntaxRoot(rewrite())), key), context.Diagnostics);
    }
}
