using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using SocketSecurity.Tls;
using SocketSecurity.Trust;

namespace SocketSecurity.SecureDefaults.Tests.Tls;

/// <summary>A server with and without client certificates, and what it refuses.</summary>
public sealed class SecureTlsServerTests : IDisposable
{
    private readonly DevAuthority _authority = DevCertificates.CreateAuthority();

    public void Dispose() => _authority.Dispose();

    [Theory]
    [InlineData(TlsProfile.Default)]
    [InlineData(TlsProfile.Tls13Only)]
    public async Task Both_ends_of_the_library_meet(TlsProfile profile)
    {
        var (client, server) = await RunAsync(
            new TlsServerOptions { Profile = profile, ApplicationProtocols = ["echo/1"] },
            stream => SecureTls.AuthenticateAsClientAsync(
                stream,
                "localhost",
                new TlsClientOptions { Profile = profile, Trust = _authority.CreateTrustPolicy(), ApplicationProtocols = ["echo/1"] }));

        Assert.Null(client);
        Assert.Null(server);
    }

    [Fact]
    public async Task A_client_with_an_accepted_certificate_is_let_in()
    {
        using var identity = _authority.IssueClient("worker-1");
        var (client, server) = await RunAsync(
            new TlsServerOptions { ClientAuthentication = ClientAuthentication.Required(_authority.CreateTrustPolicy()) },
            stream => SecureTls.AuthenticateAsClientAsync(
                stream,
                "localhost",
                new TlsClientOptions { Trust = _authority.CreateTrustPolicy(), Identity = ClientCertificateSource.FromCertificate(identity) }));

        Assert.Null(client);
        Assert.Null(server);
    }

    [Fact]
    public async Task A_client_without_a_certificate_is_refused_by_the_server()
    {
        var (_, server) = await RunAsync(
            new TlsServerOptions { ClientAuthentication = ClientAuthentication.Required(_authority.CreateTrustPolicy()) },
            stream => SecureTls.AuthenticateAsClientAsync(stream, "localhost", new TlsClientOptions { Trust = _authority.CreateTrustPolicy() }));

        var refusal = Assert.IsType<PeerCertificateException>(server);
        Assert.True(refusal.Report.Has(PeerProblem.NoCertificate));
    }

    [Theory]
    [InlineData("other authority", PeerProblem.UntrustedAuthority)]
    [InlineData("server certificate", PeerProblem.WrongPurpose)]
    public async Task A_client_with_the_wrong_certificate_is_refused_by_the_server(string defect, PeerProblem problem)
    {
        using var stranger = DevCertificates.CreateAuthority("Somebody else");
        using var identity = defect == "other authority" ? stranger.IssueClient("worker-1") : _authority.IssueServer("worker-1");
        var (_, server) = await RunAsync(
            new TlsServerOptions { ClientAuthentication = ClientAuthentication.Required(_authority.CreateTrustPolicy()) },
            stream => SecureTls.AuthenticateAsClientAsync(
                stream,
                "localhost",
                new TlsClientOptions { Trust = _authority.CreateTrustPolicy(), Identity = ClientCertificateSource.FromCertificate(identity) }));

        var refusal = Assert.IsType<PeerCertificateException>(server);
        Assert.True(refusal.Report.Has(problem), refusal.Message);
    }

    [Fact]
    public async Task A_client_that_knows_only_old_versions_is_refused()
    {
        var (client, server) = await RunAsync(
            new TlsServerOptions { Profile = TlsProfile.Tls13Only },
            async stream =>
            {
                var ssl = new SslStream(stream);
                await ssl.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
                {
                    TargetHost = "localhost",
#pragma warning disable SOCK2002 // This client exists to be refused.
                    EnabledSslProtocols = SslProtocols.Tls12,
#pragma warning restore SOCK2002
                    RemoteCertificateValidationCallback = _authority.CreateTrustPolicy().ValidateRemoteCertificate,
                });
                return ssl;
            });

        Assert.IsType<AuthenticationException>(client);
        Assert.IsType<TlsNegotiationException>(server);
    }

    [Fact]
    public async Task A_silent_client_ends_at_the_deadline()
    {
        var (_, server) = await RunAsync(
            new TlsServerOptions { HandshakeTimeout = TimeSpan.FromSeconds(1) },
            async _ =>
            {
                await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
                throw new TimeoutException();
            });

        Assert.IsType<HandshakeTimeoutException>(server);
    }

    [Fact]
    public async Task A_connection_by_name_and_port_speaks_to_the_server()
    {
        using var certificate = _authority.IssueServer();
        await using var server = RawServer.Tls(certificate);

        await using var connection = await TlsClient.ConnectAsync(
            "localhost", server.Port, new TlsClientOptions { Trust = _authority.CreateTrustPolicy() }, TestContext.Current.CancellationToken);
        await connection.Stream.WriteAsync("hi"u8.ToArray(), TestContext.Current.CancellationToken);
        var buffer = new byte[2];
        await connection.Stream.ReadExactlyAsync(buffer, TestContext.Current.CancellationToken);

        Assert.Equal("hi"u8.ToArray(), buffer);
        Assert.Equal(SslProtocols.Tls13, connection.Protocol);
    }

    private async Task<(Exception? Client, Exception? Server)> RunAsync(TlsServerOptions options, Func<NetworkStream, Task<SslStream>> connect)
    {
        using var certificate = _authority.IssueServer();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = CatchAsync(async () =>
        {
            using var accepted = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
            await using var ssl = await SecureTls.AuthenticateAsServerAsync(
                accepted.GetStream(), ServerCertificateSource.FromCertificate(certificate), options, TestContext.Current.CancellationToken);
            await ssl.WriteAsync("ok"u8.ToArray(), TestContext.Current.CancellationToken);
            await ssl.ShutdownAsync();
        });

        var client = await CatchAsync(async () =>
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync((IPEndPoint)listener.LocalEndpoint, TestContext.Current.CancellationToken);
            await using var ssl = await connect(new NetworkStream(socket));
            await ssl.ReadExactlyAsync(new byte[2], TestContext.Current.CancellationToken);
        });
        return (client, await serving);
    }

    private static async Task<Exception?> CatchAsync(Func<Task> run)
    {
        try
        {
            await run();
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }
}
