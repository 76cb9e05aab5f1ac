namespace SocketSecurity.Analyzers.Transport;

/// <summary>
/// Reads connection strings: <c>key=value</c> pairs between semicolons with the synonyms and quoting that the database
/// providers share, Redis's comma-separated options, and the queries of MongoDB and PostgreSQL URIs.
/// </summary>
internal static class ConnectionText
{
    private static readonly string[] UriSchemes = ["mongodb://", "mongodb+srv://", "postgres://", "postgresql://", "mysql://"];

    /// <summary>One setting that weakens the connection, as it is written, and the value of the same provider that does not.</summary>
    /// <param name="Start">Where the value begins in the text.</param>
    /// <param name="Value">The value without blanks and quotes.</param>
    /// <param name="Key">The key as it is written.</param>
    /// <param name="Safe">The value to use.</param>
    public readonly record struct Weakness(int Start, string Value, string Key, string Safe);

    /// <summary>The weak settings of a text that surely is a connection string to another machine; empty for all other texts.</summary>
    public static List<Weakness> WeaknessesOf(string text)
    {
        var found = new List<Weakness>();
        if (text.IndexOf('=') < 0)
        {
            return found;
        }

        if (Array.Exists(UriSchemes, scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)))
        {
            var query = text.IndexOf('?');
            if (query > 0 && !Loopback.IsHost(HostOf(text.Substring(0, query))))
            {
                Read(text, query + 1, '&', found, out _);
            }
        }
        else if (text.IndexOf(';') > 0)
        {
            Read(text, 0, ';', found, out var host);
            if (host is null || Loopback.IsHost(host))
            {
                found.Clear();
            }
        }
        else if (text.IndexOf(',') is > 0 and var comma && text.IndexOf('=') > comma && IsEndPoint(text.Substring(0, comma)))
        {
            Read(text, comma + 1, ',', found, out _);
        }

        return found;
    }

    private static void Read(string text, int start, char separator, List<Weakness> found, out string? host)
    {
        host = null;
        foreach (var setting in ConnectionSetting.In(text, start, separator))
        {
            if (setting.IsHost)
            {
                host = setting.Value;
            }
            else if (SafeValue(setting.Name, setting.Value.ToLowerInvariant()) is { } safe)
            {
                found.Add(new Weakness(setting.Start, setting.Value, setting.Key, safe));
            }
        }
    }

    private static string? SafeValue(string key, string value) => key switch
    {
        "trustservercertificate" or "tlsinsecure" or "tlsallowinvalidcertificates" or "tlsallowinvalidhostnames" or "sslallowinvalidcertificates" => value switch
        {
            "true" => "false",
            "yes" => "no",
            _ => null,
        },
        "encrypt" or "ssl" or "tls" or "usessl" or "sslverifycertificate" => value switch
        {
            "false" or "optional" => "true",
            "no" => "yes",
            _ => null,
        },
        "sslmode" => value switch
        {
            "none" or "disable" or "disabled" or "allow" or "prefer" or "preferred" => "VerifyFull",
            _ => null,
        },
        _ => null,
    };

    private static string HostOf(string uri)
    {
        var start = uri.IndexOf("://", StringComparison.Ordinal) + 3;
        var at = uri.LastIndexOf('@');
        return uri.Substring(at > start ? at + 1 : start);
    }

    private static bool IsEndPoint(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon > 0 && int.TryParse(text.Substring(colon + 1), out _) && !Loopback.IsHost(text) && text.IndexOf(' ') < 0;
    }
}
