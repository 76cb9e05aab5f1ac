using SocketSecurity.Trust;

namespace SocketSecurity.Tls;

/// <summary>How a client connects. Immutable and thread-safe: create once and share.</summary>
public sealed class TlsClientOptions
{
    /// <summary>TLS versions and cipher suites; <see cref="TlsProfile.Default"/> unless set.</summary>
    public TlsProfile Profile { get; init; }

    /// <summary>Whom to trust; the system's authorities unless set.</summary>
    public TrustPolicy Trust { get; init; } = TrustPolicy.System;

    /// <summary>The client's own certificate for servers that ask for one; none unless set.</summary>
    public ClientCertificateSource? Identity { get; init; }

    /// <summary>The longest that name resolution and the TCP connection may take; 10 seconds unless set, at most 10 minutes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not within these bounds.</exception>
    public TimeSpan ConnectTimeout
    {
        get;
        init => field = TlsDefaults.CheckTimeout(value, nameof(ConnectTimeout));
    } = TlsDefaults.ConnectTimeout;

    /// <summary>The longest that the handshake may take, whatever the peer sends meanwhile; 10 seconds unless set, at most 10 minutes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not within these bounds.</exception>
    public TimeSpan HandshakeTimeout
    {
        get;
        init => field = TlsDefaults.CheckTimeout(value, nameof(HandshakeTimeout));
    } = TlsDefaults.HandshakeTimeout;

    /// <summary>
    /// ALPN names in order of preference, such as <c>acme-orders/1</c>; none unless set. A protocol of your own should have
    /// one, so that its messages cannot be delivered to a server of another protocol (RFC 9325 §3.8).
    /// </summary>
    public IReadOnlyList<string> ApplicationProtocols { get; init; } = [];
}
