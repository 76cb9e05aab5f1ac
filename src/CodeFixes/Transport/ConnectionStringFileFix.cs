using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;
using SocketSecurity.Analyzers.CodeFixes.Editing;
using SocketSecurity.Analyzers.Transport;

namespace SocketSecurity.Analyzers.CodeFixes.Transport;

/// <summary>SOCK5006 in configuration files: the finding is at the weak value, which is replaced; the rest of the file stays.</summary>
[ExportCodeFixProvider(
    LanguageNames.CSharp,
    DocumentKinds = [nameof(TextDocumentKind.AdditionalDocument)],
    DocumentExtensions = [".json", ".config"],
    Name = nameof(ConnectionStringFileFix))]
public sealed class ConnectionStringFileFix : SettingsFileFix
{
    public const string SafeValueInFileKey = "SOCK5006.SafeValueInFile";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.InsecureConnectionString.Id];

    private protected override (string Key, string Title, IReadOnlyList<TextChange> Changes)? OfferFor(SourceText text, Diagnostic diagnostic) =>
        Property(diagnostic, ConnectionStringAnalyzer.SafeValue) is { } safe
        && text.ToString(diagnostic.Location.SourceSpan) == Property(diagnostic, ConnectionStringAnalyzer.WeakValue)
            ? (SafeValueInFileKey, $"Use {safe}", [new TextChange(diagnostic.Location.SourceSpan, safe)])
            : null;
}
