using System.Net.Security;

namespace SocketSecurity.Tls;

/// <summary>How a server accepts. Immutable and thread-safe: create once and share.</summary>
public sealed class TlsServerOptions
{
    private SslServerAuthenticationOptions? _forAnybody;

    /// <summary>TLS versions and cipher suites; <see cref="TlsProfile.Default"/> unless set.</summary>
    public TlsProfile Profile { get; init; }

    /// <summary>Whether clients must present a certificate, and whose; not asked for unless set.</summary>
    public ClientAuthentication ClientAuthentication { get; init; } = ClientAuthentication.None;

    /// <summary>The longest that the handshake may take, whatever the peer sends meanwhile; 10 seconds unless set, at most 10 minutes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not within these bounds.</exception>
    public TimeSpan HandshakeTimeout
    {
        get;
        init => field = TlsDefaults.CheckTimeout(value, nameof(HandshakeTimeout));
    } = TlsDefaults.HandshakeTimeout;

    /// <summary>ALPN names that the server speaks, in order of preference; none unless set.</summary>
    public IReadOnlyList<string> ApplicationProtocols { get; init; } = [];

    /// <summary>
    /// The platform's settings for clients that are not asked for a certificate. Nothing in them belongs to one connection, so
    /// those with the same certificate share them; the platform copies what it needs.
    /// </summary>
    internal SslServerAuthenticationOptions SettingsForAnybody(SslStreamCertificateContext certificate)
    {
        var settings = _forAnybody;
        if (settings?.ServerCertificateContext != certificate)
        {
            _forAnybody = settings = AuthenticationSettings.ForServer(certificate, this, verification: null);
        }

        return settings;
    }
}
