using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketSecurity.Analyzers.CodeFixes.Editing;

namespace SocketSecurity.Analyzers.CodeFixes.PeerAuthentication;

/// <summary>
/// SOCK1012: the process-wide callback goes, and every connection is validated by the framework again. The handler that
/// needs other trust gets a callback of its own, which only its author can place.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ProcessWideCallbackFix))]
public sealed class ProcessWideCallbackFix : CodeFixProvider
{
    public const string RemoveKey = "SOCK1012.Remove";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.ProcessWideValidationCallback.Id];

    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is { } root
            && root.FindNode(context.Span, getInnermostNodeForTie: true).FirstAncestorOrSelf<AssignmentExpressionSyntax>() is { } assignment
            && Removal.CanRemove(assignment))
        {
            context.RegisterCodeFix(
                CodeAction.Create(
                    "Remove the process-wide callback",
                    _ => Task.FromResult(context.Document.WithSyntaxRoot(Removal.Remove(root, assignment))),
                    RemoveKey),
                context.Diagnostics);
        }
    }
}
