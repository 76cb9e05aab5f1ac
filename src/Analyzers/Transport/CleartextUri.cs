namespace SocketSecurity.Analyzers.Transport;

/// <summary>A URI in clear, read as far as its parts are known.</summary>
/// <param name="Scheme">The scheme.</param>
/// <param name="Host">The host in lower case, without brackets; null where it is not known.</param>
/// <param name="Port">The port's digits; empty where there is none or it is not known.</param>
/// <param name="Query">What follows the question mark; empty where there is none.</param>
internal sealed record CleartextUri(CleartextScheme Scheme, string? Host, string Port, string Query)
{
    /// <summary>Stands for a part of the text that is not known.</summary>
    public const char Unknown = '\uFFFF';

    /// <summary>The URI that the text is; null when it has no host part, or a scheme that is not in clear.</summary>
    public static CleartextUri? Read(string text)
    {
        if (CleartextScheme.Of(text) is not { } scheme)
        {
            return null;
        }

        var start = scheme.Name.Length + 3;

        // NATS takes several addresses in one text; the first one stands for all of them.
        var end = text.IndexOfAny(['/', '?', '#', ','], start);
        var authority = text.Substring(start, (end < 0 ? text.Length : end) - start);
        authority = authority.Substring(authority.LastIndexOf('@') + 1);
        var (host, port) = Split(authority);
        var query = text.IndexOf('?', start);
        return new CleartextUri(
            scheme,
            host.Length == 0 || host.IndexOf(Unknown) >= 0 ? null : host.ToLowerInvariant(),
            port.All(char.IsDigit) ? port : "",
            query < 0 ? "" : text.Substring(query + 1));
    }

    private static (string Host, string Port) Split(string authority)
    {
        if (authority.StartsWith("[", StringComparison.Ordinal) && authority.IndexOf(']') is var close and > 0)
        {
            return (authority.Substring(1, close - 1), authority.Substring(close + 1).TrimStart(':'));
        }

        var colon = authority.IndexOf(':');
        return colon < 0 ? (authority, "") : (authority.Substring(0, colon), authority.Substring(colon + 1));
    }
}
