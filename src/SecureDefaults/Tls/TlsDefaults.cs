using System.Net.Security;
using System.Security.Authentication;

namespace SocketSecurity.Tls;

/// <summary>Every number and list that decides how TLS is used, each with its reason.</summary>
internal static class TlsDefaults
{
    /// <summary>10 seconds, as Kestrel: long enough for a slow mobile network, short enough that silent peers do not pile up.</summary>
    public static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(10);

    /// <summary>10 seconds for name resolution and the TCP connection together.</summary>
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    /// <summary>An upper bound that keeps a mistyped unit from switching the deadline off.</summary>
    public static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(10);

    /// <summary>
    /// RFC 9325 §4.2. Checked after the handshake and not set before it: a cipher suite policy cannot be set on Windows and
    /// switches session resumption off on Linux, and a weak system configuration can add suites under it.
    /// </summary>
    private static readonly HashSet<TlsCipherSuite> Suites =
    [
        TlsCipherSuite.TLS_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
    ];

    /// <summary>
    /// Set explicitly: <see cref="SslProtocols.None"/> would follow the system's configuration, down to TLS 1.0.
    /// </summary>
    public static SslProtocols Protocols(TlsProfile profile) => profile switch
    {
        TlsProfile.Default => SslProtocols.Tls12 | SslProtocols.Tls13,
        TlsProfile.Tls13Only => SslProtocols.Tls13,
        _ => throw new ArgumentOutOfRangeException(nameof(profile)),
    };

    public static bool IsAllowed(TlsCipherSuite suite) => Suites.Contains(suite);

    public static TimeSpan CheckTimeout(TimeSpan timeout, string name) =>
        timeout > TimeSpan.Zero && timeout <= LongestTimeout
            ? timeout
            : throw new ArgumentOutOfRangeException(name, timeout, $"A timeout is more than zero and at most {LongestTimeout.TotalMinutes:0} minutes.");
}
