using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;
using SocketSecurity.Analyzers.CodeFixes.Editing;

namespace SocketSecurity.Analyzers.CodeFixes.Transport;

/// <summary>SOCK5002 in settings files, as <see cref="CleartextUriFix"/> in code.</summary>
[ExportCodeFixProvider(
    LanguageNames.CSharp,
    DocumentKinds = [nameof(TextDocumentKind.AdditionalDocument)],
    DocumentExtensions = [".json", ".config"],
    Name = nameof(CleartextSettingFix))]
public sealed class CleartextSettingFix : SettingsFileFix
{
    public const string SecureSchemeInFileKey = "SOCK5002.SecureSchemeInFile";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.CleartextUri.Id];

    private protected override (string Key, string Title, IReadOnlyList<TextChange> Changes)? OfferFor(SourceText text, Diagnostic diagnostic) =>
        SecureUri.Offer(text, diagnostic) is var (title, changes) ? (SecureSchemeInFileKey, title, changes) : null;
}
