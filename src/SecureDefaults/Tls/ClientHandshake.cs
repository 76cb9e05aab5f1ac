using System.Net.Security;
using SocketSecurity.Trust;

namespace SocketSecurity.Tls;

/// <summary>A client's side of a <see cref="Handshake"/>.</summary>
internal sealed class ClientHandshake : Handshake
{
    private readonly SslClientAuthenticationOptions _settings;

    public ClientHandshake(Stream inner, string host, TlsClientOptions options)
        : this(inner, options, new PeerVerification(options.Trust, PeerRole.Server, host))
    {
    }

    private ClientHandshake(Stream inner, TlsClientOptions options, PeerVerification verification)
        : base(inner, PeerRole.Server, options.Profile, options.HandshakeTimeout, verification) =>
        _settings = AuthenticationSettings.ForHost(options, verification);

    protected override Task AuthenticateAsync(SslStream ssl, CancellationToken cancellationToken) =>
        ssl.AuthenticateAsClientAsync(_settings, cancellationToken);

    protected override void Authenticate(SslStream ssl) => ssl.AuthenticateAsClient(_settings);
}
