using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using SocketSecurity.Analyzers.Transport;

namespace SocketSecurity.Analyzers.CodeFixes.Transport;

/// <summary>SOCK5006 in configuration files: the finding is at the weak value, which is replaced; the rest of the file stays.</summary>
[ExportCodeFixProvider(
    LanguageNames.CSharp,
    DocumentKinds = [nameof(TextDocumentKind.AdditionalDocument)],
    DocumentExtensions = [".json", ".config"],
    Name = nameof(ConnectionStringFileFix))]
public sealed class ConnectionStringFileFix : CodeFixProvider
{
    public const string SafeValueInFileKey = "SOCK5006.SafeValueInFile";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.InsecureConnectionString.Id];

    /// <summary>None: the compiler's own providers know no files that are not source.</summary>
    public override FixAllProvider? GetFixAllProvider() => null;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (context.TextDocument is not AdditionalDocument document)
        {
            return;
        }

        var text = await document.GetTextAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            var span = diagnostic.Location.SourceSpan;
            if (diagnostic.Properties.TryGetValue(ConnectionStringAnalyzer.SafeValue, out var safe) && safe is not null
                && diagnostic.Properties.TryGetValue(ConnectionStringAnalyzer.WeakValue, out var weak)
                && span.End <= text.Length && text.ToString(span) == weak)
            {
                context.RegisterCodeFix(
                    CodeAction.Create(
                        $"Use {safe}",
                        _ => Task.FromResult(document.Project.Solution.WithAdditionalDocumentText(document.Id, text.Replace(span, safe))),
                        SafeValueInFileKey),
                    diagnostic);
            }
        }
    }
}
