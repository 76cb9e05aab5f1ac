using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace SocketSecurity.Analyzers.CodeFixes.Editing;

/// <summary>A fix inside a text literal, which stays as it is written: quotes, escapes and holes are not touched.</summary>
public abstract class TextFix : CodeFixProvider
{
    public sealed override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var text = await context.Document.GetTextAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            if (OfferFor(text, diagnostic) is var (key, title, changes))
            {
                context.RegisterCodeFix(CodeAction.Create(title, _ => Task.FromResult(context.Document.WithText(text.WithChanges(changes))), key), diagnostic);
            }
        }
    }

    /// <summary>What to change; null where the source does not show the text as it is, such as in an escape sequence.</summary>
    private protected abstract (string Key, string Title, IReadOnlyList<TextChange> Changes)? OfferFor(SourceText text, Diagnostic diagnostic);

    private protected static string? Property(Diagnostic diagnostic, string name) => diagnostic.Properties.TryGetValue(name, out var value) ? value : null;
}
