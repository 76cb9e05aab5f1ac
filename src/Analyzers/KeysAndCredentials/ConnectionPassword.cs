using SocketSecurity.Analyzers.Transport;

namespace SocketSecurity.Analyzers.KeysAndCredentials;

/// <summary>The password that a connection string carries: beside a host in <c>key=value</c> pairs, or before the host of a URI.</summary>
/// <param name="Value">The password.</param>
/// <param name="IsLocal">Whether it is for a server on the same machine, as in development.</param>
internal sealed record ConnectionPassword(string Value, bool IsLocal)
{
    /// <summary>What stands for the hole of an interpolated text, whose value is read at run time.</summary>
    public const string Hole = "{}";

    private static readonly string[] Schemes =
        ["mongodb://", "mongodb+srv://", "postgres://", "postgresql://", "mysql://", "amqp://", "amqps://", "redis://", "rediss://", "nats://", "ftp://", "ftps://", "sftp://"];

    /// <summary>Null where the text is no connection string, or the password is empty or not part of the text.</summary>
    public static ConnectionPassword? In(string text) => text.IndexOf("://", StringComparison.Ordinal) is > 0 and var end
        && Array.Exists(Schemes, scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            ? InUri(text, end + "://".Length)
            : text.IndexOf(';') > 0 ? InPairs(text, 0, ';', host: null)
            : text.IndexOf(',') is > 0 and var comma && text.IndexOf('=') > comma && text.LastIndexOf(':', comma) > 0
                ? InPairs(text, comma + 1, ',', host: text.Substring(0, comma))
                : null;

    private static ConnectionPassword? InUri(string text, int start)
    {
        var end = text.IndexOfAny(['/', '?', '#'], start);
        var authority = end < 0 ? text.Substring(start) : text.Substring(start, end - start);
        var at = authority.LastIndexOf('@');
        var colon = authority.IndexOf(':');
        return at > 0 && colon >= 0 && colon < at ? Of(authority.Substring(colon + 1, at - colon - 1), authority.Substring(at + 1)) : null;
    }

    private static ConnectionPassword? InPairs(string text, int start, char separator, string? host)
    {
        string? password = null;
        foreach (var setting in ConnectionSetting.In(text, start, separator))
        {
            if (setting.IsHost || setting.Name is "endpoint" or "accountname")
            {
                host ??= setting.Value;
            }
            else if (setting.IsPassword)
            {
                password = setting.Value;
            }
        }

        return password is not null && host is not null ? Of(password, host) : null;
    }

    private static ConnectionPassword? Of(string password, string host) =>
        password.Length == 0 || password.Contains(Hole) ? null : new ConnectionPassword(password, Loopback.IsHost(host));
}
