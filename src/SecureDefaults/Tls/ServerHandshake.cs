using System.Net.Security;
using SocketSecurity.Trust;

namespace SocketSecurity.Tls;

/// <summary>A server's side of a <see cref="Handshake"/>.</summary>
internal sealed class ServerHandshake(Stream inner, ServerCertificateSource certificate, TlsServerOptions options)
    : Handshake(inner, PeerRole.Client, options.Profile, options.HandshakeTimeout, PeerVerification.OfClients(options.ClientAuthentication))
{
    protected override Task AuthenticateAsync(SslStream ssl, CancellationToken cancellationToken) => certificate.DependsOnName
        ? ssl.AuthenticateAsServerAsync(
            static (_, hello, state, _) => ValueTask.FromResult(((ServerHandshake)state!).Settings(hello.ServerName)),
            this,
            cancellationToken)
        : ssl.AuthenticateAsServerAsync(Settings(null), cancellationToken);

    protected override void Authenticate(SslStream ssl)
    {
        if (certificate.DependsOnName)
        {
            // The framework reads the client's wish for a host only in the asynchronous handshake.
            AuthenticateAsync(ssl, CancellationToken.None).GetAwaiter().GetResult();
        }
        else
        {
            ssl.AuthenticateAsServer(Settings(null));
        }
    }

    private SslServerAuthenticationOptions Settings(string? serverName) =>
        Verification is null
            ? options.SettingsForAnybody(certificate.Select(serverName))
            : AuthenticationSettings.ForServer(certificate.Select(serverName), options, Verification);
}
