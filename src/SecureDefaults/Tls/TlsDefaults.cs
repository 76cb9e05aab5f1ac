using System.Net.Security;
using System.Runtime.Versioning;
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
    /// RFC 9325 §4.2. Always checked after the handshake, because a policy set before it cannot be had on Windows and switches
    /// session resumption off on Linux. In the order in which a server prefers them.
    /// </summary>
    private static readonly TlsCipherSuite[] Suites =
    [
        TlsCipherSuite.TLS_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
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

    /// <summary>
    /// What a server restricts before the handshake, where it does not resume sessions anyway and the platform can: a client
    /// that offers nothing better hears so in the handshake, and scanners see what is meant.
    /// </summary>
    public static void RestrictSuites(SslServerAuthenticationOptions settings, TlsProfile profile)
    {
        if (profile == TlsProfile.Default && !OperatingSystem.IsWindows() && !OperatingSystem.IsAndroid())
        {
            settings.CipherSuitesPolicy = SuitePolicy.Shared;
        }
    }

    public static bool IsAllowed(TlsCipherSuite suite) => Array.IndexOf(Suites, suite) >= 0;

    public static TimeSpan CheckTimeout(TimeSpan timeout, string name) =>
        timeout > TimeSpan.Zero && timeout <= LongestTimeout
            ? timeout
            : throw new ArgumentOutOfRangeException(name, timeout, $"A timeout is more than zero and at most {LongestTimeout.TotalMinutes:0} minutes.");

    /// <summary>One object for all connections, because making one is not cheap.</summary>
    [UnsupportedOSPlatform("windows")]
    [UnsupportedOSPlatform("android")]
    private static class SuitePolicy
    {
        public static readonly CipherSuitesPolicy Shared = new(Suites);
    }
}
