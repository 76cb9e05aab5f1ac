using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using SocketSecurity.Trust;

namespace SocketSecurity.Tls;

/// <summary>
/// TLS over a stream that is connected already, set up so that it cannot be set up wrong: the peer is authenticated, the
/// version and cipher suite are verified after the handshake, and the handshake ends within its deadline.
/// </summary>
/// <remarks>
/// The results are ordinary <see cref="SslStream"/>s, so that existing code keeps its types. Call
/// <see cref="SslStream.ShutdownAsync"/> before disposing one: disposing alone does not tell the peer that the data is
/// complete. Thread-safe; the streams themselves allow one reader and one writer at a time.
/// </remarks>
public static class SecureTls
{
    private static readonly TlsClientOptions DefaultClient = new();
    private static readonly TlsServerOptions DefaultServer = new();

    /// <summary>Performs a client's handshake.</summary>
    /// <param name="stream">The connected stream. It belongs to the result, and is closed when the handshake fails.</param>
    /// <param name="host">The host name or IP address that was meant; the certificate must be for it.</param>
    /// <param name="options">How to connect; null means the defaults.</param>
    /// <param name="cancellationToken">Ends the handshake and closes the stream.</param>
    /// <exception cref="PeerCertificateException">The server's certificate is not accepted.</exception>
    /// <exception cref="TlsNegotiationException">No version and suite of the profile was negotiated.</exception>
    /// <exception cref="HandshakeTimeoutException">The handshake took longer than allowed.</exception>
    /// <exception cref="HandshakeRefusedException">The server ended the handshake.</exception>
    public static Task<SslStream> AuthenticateAsClientAsync(
        Stream stream, string host, TlsClientOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return new ClientHandshake(stream, host, options ?? DefaultClient).RunAsync(cancellationToken);
    }

    /// <summary>Performs a client's handshake on the calling thread. Prefer <see cref="AuthenticateAsClientAsync"/> in new code.</summary>
    /// <param name="stream">The connected stream. It belongs to the result, and is closed when the handshake fails.</param>
    /// <param name="host">The host name or IP address that was meant; the certificate must be for it.</param>
    /// <param name="options">How to connect; null means the defaults.</param>
    /// <exception cref="TlsException">The handshake failed; the derived types are those of <see cref="AuthenticateAsClientAsync"/>.</exception>
    public static SslStream AuthenticateAsClient(Stream stream, string host, TlsClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return new ClientHandshake(stream, host, options ?? DefaultClient).Run();
    }

    /// <summary>Performs a server's handshake.</summary>
    /// <param name="stream">The accepted stream. It belongs to the result, and is closed when the handshake fails.</param>
    /// <param name="certificate">The server's certificate.</param>
    /// <param name="options">How to accept; null means the defaults.</param>
    /// <param name="cancellationToken">Ends the handshake and closes the stream.</param>
    /// <exception cref="PeerCertificateException">A client certificate is required and missing or not accepted.</exception>
    /// <exception cref="TlsNegotiationException">No version and suite of the profile was negotiated.</exception>
    /// <exception cref="HandshakeTimeoutException">The handshake took longer than allowed.</exception>
    /// <exception cref="HandshakeRefusedException">The client ended the handshake.</exception>
    public static Task<SslStream> AuthenticateAsServerAsync(
        Stream stream, ServerCertificateSource certificate, TlsServerOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(certificate);
        return new ServerHandshake(stream, certificate, options ?? DefaultServer).RunAsync(cancellationToken);
    }

    /// <summary>Performs a server's handshake on the calling thread. Prefer <see cref="AuthenticateAsServerAsync"/> in new code.</summary>
    /// <param name="stream">The accepted stream. It belongs to the result, and is closed when the handshake fails.</param>
    /// <param name="certificate">The server's certificate.</param>
    /// <param name="options">How to accept; null means the defaults.</param>
    /// <exception cref="TlsException">The handshake failed; the derived types are those of <see cref="AuthenticateAsServerAsync"/>.</exception>
    public static SslStream AuthenticateAsServer(Stream stream, ServerCertificateSource certificate, TlsServerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(certificate);
        return new ServerHandshake(stream, certificate, options ?? DefaultServer).Run();
    }

    /// <summary>
    /// Options for APIs that perform the handshake themselves, such as <c>SocketsHttpHandler.SslOptions</c> or QUIC. Their
    /// validation callback, which must stay, verifies version and cipher suite together with the certificate.
    /// </summary>
    /// <param name="host">The host name or IP address that is meant.</param>
    /// <param name="options">How to connect; null means the defaults. Timeouts are the API's own affair.</param>
    public static SslClientAuthenticationOptions CreateClientOptions(string host, TlsClientOptions? options = null)
    {
        options ??= DefaultClient;
        var settings = AuthenticationSettings.ForHost(options, new PeerVerification(options.Trust, PeerRole.Server, host));
        settings.CertificateChainPolicy = settings.CertificateChainPolicy?.Clone();
        settings.RemoteCertificateValidationCallback = NegotiationCheck.Before(settings.RemoteCertificateValidationCallback!, options.Profile);
        return settings;
    }

    /// <summary>Options for servers that perform the handshake themselves, such as Kestrel or QUIC.</summary>
    /// <param name="certificate">The server's certificate.</param>
    /// <param name="options">How to accept; null means the defaults. Timeouts are the server's own affair.</param>
    /// <param name="serverName">The host that the client asked for (SNI), which a source by host name needs; null when it named none.</param>
    /// <remarks>
    /// Call it for each connection: the certificate is the one in use at that moment. The validation callback must stay, even
    /// where clients have no certificate: it verifies version and cipher suite.
    /// </remarks>
    /// <exception cref="TlsNegotiationException">There is no certificate for the host.</exception>
    public static SslServerAuthenticationOptions CreateServerOptions(
        ServerCertificateSource certificate, TlsServerOptions? options = null, string? serverName = null)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        options ??= DefaultServer;
        var settings = AuthenticationSettings.ForServer(certificate.Select(serverName), options, PeerVerification.OfClients(options.ClientAuthentication));
        settings.CertificateChainPolicy = settings.CertificateChainPolicy?.Clone();
        settings.RemoteCertificateValidationCallback =
            NegotiationCheck.Before(settings.RemoteCertificateValidationCallback ?? NegotiationCheck.NobodyIsAsked, options.Profile);
        return settings;
    }

    /// <summary>Who the peer of an authenticated stream is: null for a client that was not asked for a certificate.</summary>
    /// <param name="stream">A stream whose handshake this library has performed or set up.</param>
    /// <exception cref="InvalidOperationException">The handshake is not done.</exception>
    public static PeerIdentity? GetPeer(SslStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return !stream.IsAuthenticated
            ? throw new InvalidOperationException("The handshake is not done: nobody is authenticated.")
            : stream.RemoteCertificate is X509Certificate2 certificate ? new PeerIdentity(certificate) : null;
    }

    /// <summary>
    /// Verifies what was negotiated: a version of the profile, and a suite with authenticated encryption and ephemeral keys.
    /// The handshakes of this class have done it already.
    /// </summary>
    /// <param name="stream">A stream whose handshake is done.</param>
    /// <param name="profile">What is allowed.</param>
    /// <exception cref="TlsNegotiationException">Something weaker was negotiated. Close the stream.</exception>
    public static void VerifyNegotiated(SslStream stream, TlsProfile profile = TlsProfile.Default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.IsAuthenticated || !stream.IsEncrypted)
        {
            throw new TlsNegotiationException("The stream is not encrypted: its handshake is not done.");
        }

        NegotiationCheck.Verify(stream, profile);
    }
}
