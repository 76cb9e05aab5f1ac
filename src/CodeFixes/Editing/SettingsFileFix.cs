using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace SocketSecurity.Analyzers.CodeFixes.Editing;

/// <summary>A fix inside a text of a settings file, which is no source: the text around stays as it is.</summary>
public abstract class SettingsFileFix : CodeFixProvider
{
    public sealed override FixAllProvider GetFixAllProvider() => new AllOfFiles(this);

    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (context.TextDocument is not AdditionalDocument document)
        {
            return;
        }

        var text = await document.GetTextAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            if (diagnostic.Location.SourceSpan.End <= text.Length && OfferFor(text, diagnostic) is var (key, title, changes))
            {
                context.RegisterCodeFix(
                    CodeAction.Create(
                        title, _ => Task.FromResult(document.Project.Solution.WithAdditionalDocumentText(document.Id, text.WithChanges(changes))), key),
                    diagnostic);
            }
        }
    }

    /// <summary>What to change; null where the text does not hold what was found any longer.</summary>
    private protected abstract (string Key, string Title, IReadOnlyList<TextChange> Changes)? OfferFor(SourceText text, Diagnostic diagnostic);

    private protected static string? Property(Diagnostic diagnostic, string name) => diagnostic.Properties.TryGetValue(name, out var value) ? value : null;

    /// <summary>All findings of a project's or a solution's settings files; the changes of one file are made in one pass.</summary>
    private sealed class AllOfFiles(SettingsFileFix fix) : FixAllProvider
    {
        public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() => [FixAllScope.Project, FixAllScope.Solution];

        public override async Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext)
        {
            var solution = fixAllContext.Solution;
            foreach (var project in fixAllContext.Scope == FixAllScope.Solution ? fixAllContext.Solution.Projects : [fixAllContext.Project])
            {
                var diagnostics = await fixAllContext.GetAllDiagnosticsAsync(project).ConfigureAwait(false);
                foreach (var document in project.AdditionalDocuments)
                {
                    var text = await document.GetTextAsync(fixAllContext.CancellationToken).ConfigureAwait(false);
                    var changed = text.WithChanges(Changes(diagnostics.Where(diagnostic => IsIn(diagnostic, document)), text, fixAllContext.CodeActionEquivalenceKey));
                    if (changed != text)
                    {
                        solution = solution.WithAdditionalDocumentText(document.Id, changed);
                    }
                }
            }

            return solution == fixAllContext.Solution
                ? null
                : CodeAction.Create("Use the safe values in all settings files", _ => Task.FromResult(solution), fixAllContext.CodeActionEquivalenceKey);
        }

        private static bool IsIn(Diagnostic diagnostic, TextDocument document) =>
            diagnostic.Location.Kind == LocationKind.ExternalFile && diagnostic.Location.GetLineSpan().Path == (document.FilePath ?? document.Name);

        /// <summary>In the order of their places, and none over another: targets of a project report the same finding once each.</summary>
        private List<TextChange> Changes(IEnumerable<Diagnostic> diagnostics, SourceText text, string? equivalenceKey)
        {
            var changes = new List<TextChange>();
            var end = 0;
            foreach (var change in diagnostics
                .Where(diagnostic => diagnostic.Location.SourceSpan.End <= text.Length)
                .Select(diagnostic => fix.OfferFor(text, diagnostic))
                .Where(offer => offer?.Key == equivalenceKey)
                .SelectMany(offer => offer!.Value.Changes)
                .OrderBy(change => change.Span.Start))
            {
                if (change.Span.Start >= end)
                {
                    changes.Add(change);
                    end = change.Span.End;
                }
            }

            return changes;
        }
    }
}
