using System.Net;
using System.Net.Quic;
using System.Net.Security;
using System.Runtime.Versioning;
using System.Security.Authentication;
using SocketSecurity.Tls;
using SocketSecurity.Trust;

namespace SocketSecurity.SecureDefaults.Tests.Tls;

/// <summary>
/// QUIC connections by the library's options. They need a library of the system that not every system has: what the options
/// say is looked at everywhere, and where there is QUIC, it is spoken.
/// </summary>
[SupportedOSPlatform("linux")]
[SupportedOSPlatform("windows")]
[SupportedOSPlatform("macos")]
public sealed class QuicTests : IDisposable
{
    private const string Protocol = "acme/1";

    private readonly DevAuthority _authority = DevCertificates.CreateAuthority();

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task Connections_are_made_by_the_same_decisions()
    {
        using var certificate = _authority.IssueServer();
        using var identity = _authority.IssueClient("worker-1");
        var trust = _authority.CreateTrustPolicy();
        var serverOptions = new QuicServerConnectionOptions
        {
            DefaultCloseErrorCode = 1,
            DefaultStreamErrorCode = 2,
            ServerAuthenticationOptions = SecureTls.CreateServerOptions(
                ServerCertificateSource.FromCertificate(certificate),
                new TlsServerOptions { ApplicationProtocols = [Protocol], ClientAuthentication = ClientAuthentication.Required(trust) }),
        };
        var clientOptions = new QuicClientConnectionOptions
        {
            DefaultCloseErrorCode = 1,
            DefaultStreamErrorCode = 2,
            RemoteEndPoint = new IPEndPoint(IPAddress.Loopback, 0),
            ClientAuthenticationOptions = SecureTls.CreateClientOptions(
                "localhost",
                new TlsClientOptions { ApplicationProtocols = [Protocol], Trust = trust, Identity = ClientCertificateSource.FromCertificate(identity) }),
        };

        AssertDecided(serverOptions.ServerAuthenticationOptions);
        AssertDecided(clientOptions.ClientAuthenticationOptions);
        if (QuicListener.IsSupported && QuicConnection.IsSupported)
        {
            await TalkAsync(serverOptions, clientOptions);
        }
    }

    private static void AssertDecided(SslServerAuthenticationOptions server)
    {
        Assert.Equal([new SslApplicationProtocol(Protocol)], server.ApplicationProtocols);
        Assert.Equal(SslProtocols.Tls12 | SslProtocols.Tls13, server.EnabledSslProtocols);
        Assert.NotNull(server.ServerCertificateContext);
        Assert.True(server.ClientCertificateRequired);
        Assert.NotNull(server.RemoteCertificateValidationCallback);
        Assert.True(server.CertificateChainPolicy!.DisableCertificateDownloads);
        Assert.False(server.AllowTlsResume);
    }

    private static void AssertDecided(SslClientAuthenticationOptions client)
    {
        Assert.Equal("localhost", client.TargetHost);
        Assert.Equal([new SslApplicationProtocol(Protocol)], client.ApplicationProtocols);
        Assert.Equal(EncryptionPolicy.RequireEncryption, client.EncryptionPolicy);
        Assert.NotNull(client.ClientCertificateContext);
        Assert.NotNull(client.RemoteCertificateValidationCallback);
        Assert.True(client.CertificateChainPolicy!.DisableCertificateDownloads);
        Assert.False(client.AllowRenegotiation);
    }

    private static async Task TalkAsync(QuicServerConnectionOptions serverOptions, QuicClientConnectionOptions clientOptions)
    {
        await using var listener = await QuicListener.ListenAsync(
            new QuicListenerOptions
            {
                ListenEndPoint = new IPEndPoint(IPAddress.Loopback, 0),
                ApplicationProtocols = [new SslApplicationProtocol(Protocol)],
                ConnectionOptionsCallback = (_, _, _) => ValueTask.FromResult(serverOptions),
            },
            TestContext.Current.CancellationToken);
        clientOptions.RemoteEndPoint = listener.LocalEndPoint;
        var accepting = listener.AcceptConnectionAsync(TestContext.Current.CancellationToken);
        await using var client = await QuicConnection.ConnectAsync(clientOptions, TestContext.Current.CancellationToken);
        await using var server = await accepting;

        Assert.Contains("worker-1", server.RemoteCertificate!.Subject, StringComparison.Ordinal);
        Assert.Equal(new SslApplicationProtocol(Protocol), client.NegotiatedApplicationProtocol);
    }
}
