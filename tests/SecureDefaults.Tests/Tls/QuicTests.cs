using System.Net;
using System.Net.Http;
using System.Net.Quic;
using System.Net.Security;
using System.Runtime.Versioning;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using SocketSecurity.SecureDefaults.Tests.AspNetCore;
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

    private static CancellationToken Token => TestContext.Current.CancellationToken;

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
            await TalkAsync(serverOptions, clientOptions, identity);
        }
    }

    [Fact]
    public async Task Http_3_is_spoken_where_there_is_QUIC()
    {
        using var certificate = _authority.IssueServer();
        await using var server = await WebServer.StartAsync([], kestrel => kestrel.Listen(IPAddress.Loopback, UnusedPort.Find(), endpoint =>
        {
            // On a port of the system's choice, HTTP/3 and the others would not get the same.
            endpoint.Protocols = HttpProtocols.Http1AndHttp2AndHttp3;
            endpoint.UseSecureDefaults(ServerCertificateSource.FromCertificate(certificate));
        }));
        using var trusting = Client(_authority.CreateTrustPolicy());
        using var untrusting = Client(TrustPolicy.System);
        var address = $"https://localhost:{server.Port}/protocol";

        await Assert.ThrowsAsync<HttpRequestException>(() => untrusting.GetStringAsync(address, Token));
        if (QuicListener.IsSupported && QuicConnection.IsSupported)
        {
            Assert.Equal("HTTP/3", await trusting.GetStringAsync(address, Token));
        }
        else
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => trusting.GetStringAsync(address, Token));
        }

        static HttpClient Client(TrustPolicy trust) => new(TlsHttp.CreateHandler(new TlsClientOptions { Trust = trust }))
        {
            DefaultRequestVersion = HttpVersion.Version30,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
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

    private async Task TalkAsync(QuicServerConnectionOptions serverOptions, QuicClientConnectionOptions clientOptions, X509Certificate2 identity)
    {
        await using var listener = await QuicListener.ListenAsync(
            new QuicListenerOptions
            {
                ListenEndPoint = new IPEndPoint(IPAddress.Loopback, 0),
                ApplicationProtocols = [new SslApplicationProtocol(Protocol)],
                ConnectionOptionsCallback = (_, _, _) => ValueTask.FromResult(serverOptions),
            },
            Token);
        clientOptions.RemoteEndPoint = listener.LocalEndPoint;
        var accepting = listener.AcceptConnectionAsync(Token);
        await using var client = await QuicConnection.ConnectAsync(clientOptions, Token);
        await using var server = await accepting;

        Assert.Contains("worker-1", server.RemoteCertificate!.Subject, StringComparison.Ordinal);
        Assert.Equal(new SslApplicationProtocol(Protocol), client.NegotiatedApplicationProtocol);

        using var stranger = DevCertificates.CreateAuthority("Somebody else");
        using var strangers = stranger.IssueClient("worker-1");
        await AssertRefusedAsync(listener, clientOptions, new TlsClientOptions { ApplicationProtocols = [Protocol], Trust = stranger.CreateTrustPolicy(), Identity = ClientCertificateSource.FromCertificate(identity) });
        await AssertRefusedAsync(listener, clientOptions, new TlsClientOptions { ApplicationProtocols = [Protocol], Trust = _authority.CreateTrustPolicy() });
        await AssertRefusedAsync(listener, clientOptions, new TlsClientOptions { ApplicationProtocols = [Protocol], Trust = _authority.CreateTrustPolicy(), Identity = ClientCertificateSource.FromCertificate(strangers) });
    }

    /// <summary>A client may think itself connected until it hears the server's verdict; the server has no connection in any case.</summary>
    private static async Task AssertRefusedAsync(QuicListener listener, QuicClientConnectionOptions clientOptions, TlsClientOptions options)
    {
        var accepting = listener.AcceptConnectionAsync(Token).AsTask();
        clientOptions.ClientAuthenticationOptions = SecureTls.CreateClientOptions("localhost", options);
        try
        {
            await using var client = await QuicConnection.ConnectAsync(clientOptions, Token);
            await using var stream = await client.OpenOutboundStreamAsync(QuicStreamType.Unidirectional, Token);
            await stream.WritesClosed.WaitAsync(Token);
        }
        catch (Exception exception) when (exception is AuthenticationException or QuicException)
        {
            // What the client hears, and when, depends on who refuses whom.
        }

        await Assert.ThrowsAnyAsync<AuthenticationException>(() => accepting);
    }
}
