using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;
using SocketSecurity.Analyzers.CodeFixes.Editing;
using SocketSecurity.Analyzers.Transport;

namespace SocketSecurity.Analyzers.CodeFixes.Transport;

/// <summary>
/// SOCK5002: the scheme of the same protocol over TLS, and its port where the one in clear is written. Another port stays as it
/// is: only the developer knows on which one the server speaks TLS.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CleartextUriFix))]
public sealed class CleartextUriFix : TextFix
{
    public const string SecureSchemeKey = "SOCK5002.SecureScheme";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.CleartextUri.Id];

    private protected override (string Key, string Title, IReadOnlyList<TextChange> Changes)? OfferFor(SourceText text, Diagnostic diagnostic) =>
        SecureUri.Offer(text, diagnostic) is var (title, changes) ? (SecureSchemeKey, title, changes) : null;
}
