using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using SocketSecurity.Analyzers.Transport;

namespace SocketSecurity.Analyzers.CodeFixes.Transport;

/// <summary>The scheme over TLS in the place of the one in clear, and its port in the place of the usual one, in code and in settings.</summary>
internal static class SecureUri
{
    /// <summary>What to change, with a title for it; null for schemes without TLS.</summary>
    public static (string Title, IReadOnlyList<TextChange> Changes)? Offer(SourceText text, Diagnostic diagnostic) =>
        Property(diagnostic, CleartextUriAnalyzer.SecureScheme) is { } secure && Changes(text, diagnostic, secure) is { } changes
            ? (Title(diagnostic, secure), changes)
            : null;

    private static string? Property(Diagnostic diagnostic, string name) => diagnostic.Properties.TryGetValue(name, out var value) ? value : null;

    private static string Title(Diagnostic diagnostic, string secure) =>
        Property(diagnostic, CleartextUriAnalyzer.WrittenPort) is not { Length: > 0 } written ? $"Use {secure}"
        : written == Property(diagnostic, CleartextUriAnalyzer.Port) ? $"Use {secure} on port {Property(diagnostic, CleartextUriAnalyzer.SecurePort)}"
        : $"Use {secure} on the same port {written}";

    private static List<TextChange>? Changes(SourceText text, Diagnostic diagnostic, string secure)
    {
        var span = diagnostic.Location.SourceSpan;
        var source = text.ToString(span);
        var scheme = Property(diagnostic, CleartextUriAnalyzer.Scheme) ?? "";
        var start = source.IndexOf(scheme + "://", StringComparison.OrdinalIgnoreCase);
        if (start < 0)
        {
            return null;
        }

        var changes = new List<TextChange> { new(new TextSpan(span.Start + start, scheme.Length), secure) };
        if (PlaceOfPort(source, start + scheme.Length + 3, Property(diagnostic, CleartextUriAnalyzer.Port) ?? "") is { } port)
        {
            changes.Add(new(new TextSpan(span.Start + port.Start, port.Length), Property(diagnostic, CleartextUriAnalyzer.SecurePort) ?? ""));
        }

        return changes;
    }

    /// <summary>Where the port in clear stands in the authority that begins here; null when another one does, or none.</summary>
    private static TextSpan? PlaceOfPort(string source, int start, string port)
    {
        var end = source.IndexOfAny(['/', '?', '#', '"', '{'], start);
        var authority = source.Substring(start, (end < 0 ? source.Length : end) - start);
        var colon = authority.LastIndexOf(':');
        return port.Length > 0 && colon >= 0 && authority.Substring(colon + 1) == port ? new TextSpan(start + colon + 1, port.Length) : null;
    }
}
