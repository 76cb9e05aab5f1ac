namespace SocketSecurity.Analyzers.Transport;

/// <summary>A URI scheme whose traffic is in clear, and the scheme of the same protocol over TLS.</summary>
/// <param name="Name">The scheme in lower case.</param>
/// <param name="Port">Its default port.</param>
/// <param name="Secure">The scheme over TLS; null where clients know none.</param>
/// <param name="SecurePort">The default port over TLS.</param>
internal sealed record CleartextScheme(string Name, string Port, string? Secure = null, string SecurePort = "")
{
    private const string Separator = "://";

    /// <summary>Ports are those of IANA's registry. FTP's clients in .NET turn TLS on by a switch and refuse the scheme ftps.</summary>
    private static readonly CleartextScheme[] All =
    [
        new("http", "80", "https", "443"),
        new("ws", "80", "wss", "443"),
        new("amqp", "5672", "amqps", "5671"),
        new("mqtt", "1883", "mqtts", "8883"),
        new("nats", "4222", "tls", "4222"),
        new("redis", "6379", "rediss", "6379"),
        new("ldap", "389", "ldaps", "636"),
        new("smtp", "25", "smtps", "465"),
        new("imap", "143", "imaps", "993"),
        new("pop", "110", "pops", "995"),
        new("pop3", "110", "pop3s", "995"),
        new("ftp", "21"),
        new("telnet", "23"),
        new("tcp", ""),
    ];

    /// <summary>The scheme that the text begins with; null when it begins with none in clear.</summary>
    public static CleartextScheme? Of(string text)
    {
        var end = EndOfScheme(text);
        if (end > 0)
        {
            foreach (var scheme in All)
            {
                if (scheme.Name.Length == end && string.Compare(text, 0, scheme.Name, 0, end, StringComparison.OrdinalIgnoreCase) == 0)
                {
                    return scheme;
                }
            }
        }

        return null;
    }

    /// <summary>Whether the text begins with the scheme of a protocol over TLS.</summary>
    public static bool IsSecure(string text)
    {
        var end = EndOfScheme(text);
        return end > 0 && Array.Exists(
            All, scheme => scheme.Secure is { } secure && secure.Length == end && string.Compare(text, 0, secure, 0, end, StringComparison.OrdinalIgnoreCase) == 0);
    }

    /// <summary>Most texts have no scheme, so only their first characters are looked at.</summary>
    private static int EndOfScheme(string text)
    {
        const int LongestScheme = 6;
        return text.Length <= Separator.Length ? -1 : text.IndexOf(Separator, 0, Math.Min(text.Length, LongestScheme + Separator.Length), StringComparison.Ordinal);
    }
}
