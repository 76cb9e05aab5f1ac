using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace SocketSecurity.Analyzers.CodeFixes.Editing;

/// <summary>A fix with several ways to mend one finding, each of which also mends all findings of a file at once.</summary>
public abstract class OfferingFix : CodeFixProvider
{
    public sealed override FixAllProvider GetFixAllProvider() => FixAllProvider.Create(async (context, document, diagnostics) =>
    {
        var edits = new List<TrackedEdit>();
        foreach (var diagnostic in diagnostics)
        {
            var offers = await OffersFor(document, diagnostic, context.CancellationToken).ConfigureAwait(false);
            edits.AddRange(offers.Where(offer => offer.Key == context.CodeActionEquivalenceKey).Select(offer => offer.Edit));
        }

        var root = await document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        return root is null ? document : document.WithSyntaxRoot(TrackedEdit.ApplyAll(root, edits));
    });

    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var (key, title, edit) in await OffersFor(context.Document, context.Diagnostics[0], context.CancellationToken).ConfigureAwait(false))
        {
            context.RegisterCodeFix(
                CodeAction.Create(title, _ => Task.FromResult(context.Document.WithSyntaxRoot(TrackedEdit.ApplyAll(root!, [edit]))), key),
                context.Diagnostics);
        }
    }

    /// <summary>Every way to fix one finding, the preferred first; empty where no rewrite is sound.</summary>
    private protected abstract Task<List<(string Key, string Title, TrackedEdit Edit)>> OffersFor(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken);
}
