using System.Net;
using System.Net.Http;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using SocketSecurity.SecureDefaults.Tests.Tls;
using SocketSecurity.Tls;
using SocketSecurity.Trust;

namespace SocketSecurity.SecureDefaults.Tests.AspNetCore;

/// <summary>Kestrel with the library's TLS, on an endpoint of its own and by the defaults of all endpoints.</summary>
public sealed class KestrelTests : IDisposable
{
    private readonly DevAuthority _authority = DevCertificates.CreateAuthority();
    private readonly X509Certificate2 _certificate;
    private readonly TemporaryFolder _folder = new();

    public KestrelTests() => _certificate = _authority.IssueServer();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _folder.Dispose();
        _certificate.Dispose();
        _authority.Dispose();
    }

    [Theory]
    [InlineData("endpoint", "1.1", TlsProfile.Default)]
    [InlineData("endpoint", "2", TlsProfile.Default)]
    [InlineData("endpoint", "2", TlsProfile.Tls13Only)]
    [InlineData("server", "1.1", TlsProfile.Default)]
    [InlineData("server", "2", TlsProfile.Default)]
    [InlineData("server", "2", TlsProfile.Tls13Only)]
    [InlineData("configuration", "1.1", TlsProfile.Default)]
    [InlineData("configuration", "2", TlsProfile.Tls13Only)]
    [InlineData("addresses", "2", TlsProfile.Tls13Only)]
    public async Task A_page_is_served(string place, string version, TlsProfile profile)
    {
        await using var server = await StartAsync(place, ServerCertificateSource.FromCertificate(_certificate), new TlsServerOptions { Profile = profile });

        Assert.Equal($"HTTP/{version} nobody", await GetAsync(server, version));
        Assert.Equal(1, server.Requests);
    }

    [Theory]
    [InlineData("endpoint")]
    [InlineData("server")]
    [InlineData("configuration")]
    [InlineData("addresses")]
    public async Task Only_clients_with_an_accepted_certificate_are_served_and_known(string place)
    {
        using var stranger = DevCertificates.CreateAuthority("Somebody else");
        using var worker = _authority.IssueClient("worker-1");
        using var other = stranger.IssueClient("worker-1");
        using var notAClient = _authority.IssueServer("worker-1");
        var options = new TlsServerOptions { ClientAuthentication = ClientAuthentication.Required(_authority.CreateTrustPolicy()) };
        await using var server = await StartAsync(place, ServerCertificateSource.FromCertificate(_certificate), options);

        Assert.Equal("HTTP/1.1 worker-1", await GetAsync(server, "1.1", worker));
        Assert.Equal("HTTP/2 worker-1", await GetAsync(server, "2", worker));
        foreach (var refused in new[] { null, other, notAClient })
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(server, "1.1", refused));
        }

        Assert.Equal(2, server.Requests);
    }

    [Theory]
    [InlineData("endpoint", "-tls1_2 -cipher ECDHE-ECDSA-AES128-GCM-SHA256", true)]
    [InlineData("endpoint", "-tls1_2 -cipher ECDHE-ECDSA-AES128-SHA256", false)]
    [InlineData("endpoint", "-tls1_1 -cipher DEFAULT:@SECLEVEL=0", false)]
    [InlineData("server", "-tls1_2 -cipher ECDHE-ECDSA-AES128-GCM-SHA256", true)]
    [InlineData("server", "-tls1_2 -cipher ECDHE-ECDSA-AES128-SHA256", false)]
    [InlineData("server", "-tls1_1 -cipher DEFAULT:@SECLEVEL=0", false)]
    [InlineData("configuration", "-tls1_2 -cipher ECDHE-ECDSA-AES128-GCM-SHA256", true)]
    [InlineData("configuration", "-tls1_2 -cipher ECDHE-ECDSA-AES128-SHA256", false)]
    [InlineData("configuration", "-tls1_1 -cipher DEFAULT:@SECLEVEL=0", false)]
    public async Task Weak_versions_and_suites_do_not_reach_a_request(string place, string offer, bool isServed)
    {
        await using var server = await StartAsync(place, ServerCertificateSource.FromCertificate(_certificate));

        var (_, output) = await ExternalProgram.RunAsync(
            "openssl",
            ["s_client", "-connect", $"127.0.0.1:{server.Port}", "-ign_eof", .. offer.Split(' ')],
            _folder.Path,
            "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        Assert.Equal(isServed, output.Contains("HTTP/1.1 200 OK", StringComparison.Ordinal));
        Assert.Equal(isServed ? 1 : 0, server.Requests);
    }

    [Theory]
    [InlineData("endpoint")]
    [InlineData("configuration")]
    public async Task The_certificate_is_chosen_by_host_and_sent_with_its_intermediates(string place)
    {
        using var certificates = new TestCertificates();
        using var intermediate = certificates.Issue(request => (request.IsAuthority, request.CommonName, request.KeyName) = (true, "Intermediate", "intermediate"));
        using var other = certificates.Issue(request => (request.Issuer, request.CommonName) = (intermediate, "other.test"));
        var source = ServerCertificateSource.BySni(new Dictionary<string, ServerCertificateSource>
        {
            ["localhost"] = ServerCertificateSource.FromCertificate(_certificate),
            ["other.test"] = ServerCertificateSource.FromCertificate(other, [intermediate]),
        });
        await using var server = await StartAsync(place, source);

        Assert.Equal("HTTP/1.1 nobody", await GetAsync(server, "1.1"));
        var (_, output) = await ExternalProgram.RunAsync(
            "openssl", ["s_client", "-connect", $"127.0.0.1:{server.Port}", "-servername", "other.test", "-showcerts"], _folder.Path);

        Assert.Contains("CN = other.test", output, StringComparison.Ordinal);
        Assert.Equal(2, output.Split("BEGIN CERTIFICATE").Length - 1);
    }

    [Fact]
    public async Task A_source_that_chooses_by_host_is_refused_where_no_host_is_told()
    {
        var source = ByHost();

        Assert.Throws<ArgumentException>(() => new KestrelServerOptions().UseSecureDefaults(source));
        Assert.Throws<ArgumentException>(() => new Microsoft.AspNetCore.Server.Kestrel.Https.HttpsConnectionAdapterOptions().UseSecureDefaults(source));
        await Assert.ThrowsAsync<ArgumentException>(() => StartAsync("server", source));
        await Assert.ThrowsAsync<ArgumentException>(() => StartAsync("addresses", source));
    }

    [Fact]
    public async Task Certificates_by_host_in_configuration_and_in_code_are_an_error_at_start()
    {
        var settings = Settings("https://127.0.0.1:0");
        settings["Kestrel:Endpoints:Main:Sni:localhost:Certificate:Path"] = "server.pfx";

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => WebServer.StartAsync(settings, server => server.UseSecureDefaults(ByHost())));

        Assert.Contains("'Main'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Endpoints_without_https_in_configuration_stay_without()
    {
        var settings = Settings("http://127.0.0.1:0");
        await using var server = await WebServer.StartAsync(settings, server => server.UseSecureDefaults(ServerCertificateSource.FromCertificate(_certificate)));
        using var client = new HttpClient();

        Assert.Equal("HTTP/1.1 nobody", await client.GetStringAsync($"http://127.0.0.1:{server.Port}/", Token));
    }

    [Fact]
    public async Task An_endpoint_in_code_that_is_told_no_host_answers_nobody()
    {
        var settings = Settings("https://127.0.0.1:0");
        var port = UnusedPort.Find();
        await using var server = await WebServer.StartAsync(settings, server =>
        {
            server.UseSecureDefaults(ByHost());
            server.Listen(IPAddress.Loopback, port, endpoint => Microsoft.AspNetCore.Hosting.ListenOptionsHttpsExtensions.UseHttps(endpoint));
        });
        using var client = new HttpClient(TlsHttp.CreateHandler(new TlsClientOptions { Trust = _authority.CreateTrustPolicy() }));

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync($"https://localhost:{port}/", Token));
        Assert.Equal(0, server.Requests);
    }

    [Theory]
    [InlineData("endpoint")]
    [InlineData("server")]
    [InlineData("configuration")]
    public async Task A_renewed_certificate_is_used_without_a_restart(string place)
    {
        Write(_certificate);
        using var source = ServerCertificateSource.WatchPem(_folder.File("tls.crt"), _folder.File("tls.key"));
        await using var server = await StartAsync(place, source);
        Assert.Equal("HTTP/1.1 nobody", await GetAsync(server, "1.1"));

        using var renewed = _authority.IssueServer("renewed.test");
        Write(renewed);
        Assert.True(source.Reload());

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(server, "1.1"));
        Assert.Contains("renewed.test", failure.InnerException!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_web_socket_talks_through_the_handler()
    {
        await using var server = await StartAsync("endpoint", ServerCertificateSource.FromCertificate(_certificate));
        using var invoker = new HttpMessageInvoker(TlsHttp.CreateHandler(new TlsClientOptions { Trust = _authority.CreateTrustPolicy() }));
        using var untrusting = new HttpMessageInvoker(TlsHttp.CreateHandler());
        using var socket = new ClientWebSocket();
        using var refused = new ClientWebSocket();
        var address = new Uri($"wss://localhost:{server.Port}/socket");

        await socket.ConnectAsync(address, invoker, Token);
        await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, Token);
        var buffer = new byte[64];
        var received = await socket.ReceiveAsync(buffer, Token);

        Assert.Equal("hello"u8.ToArray(), buffer[..received.Count]);
        await Assert.ThrowsAsync<WebSocketException>(() => refused.ConnectAsync(address, untrusting, Token));
    }

    private static Task<WebServer> StartAsync(string place, ServerCertificateSource certificate, TlsServerOptions? options = null) => place switch
    {
        "configuration" => WebServer.StartAsync(Settings("https://127.0.0.1:0"), server => server.UseSecureDefaults(certificate, options)),
        "addresses" => WebServer.StartAsync(new() { ["urls"] = "https://127.0.0.1:0" }, server => server.UseSecureDefaults(certificate, options)),
        _ => WebServer.StartAsync((server, listen) =>
        {
            if (place == "server")
            {
                server.UseSecureDefaults(certificate, options);
                listen(endpoint => Microsoft.AspNetCore.Hosting.ListenOptionsHttpsExtensions.UseHttps(endpoint));
            }
            else
            {
                listen(endpoint => endpoint.UseSecureDefaults(certificate, options));
            }
        }),
    };

    private static Dictionary<string, string?> Settings(string address) => new() { ["Kestrel:Endpoints:Main:Url"] = address };

    private ServerCertificateSource ByHost() => ServerCertificateSource.BySni(
        new Dictionary<string, ServerCertificateSource> { ["localhost"] = ServerCertificateSource.FromCertificate(_certificate) });

    private void Write(X509Certificate2 certificate)
    {
        File.WriteAllText(_folder.File("tls.crt"), certificate.ExportCertificatePem());
        using var key = certificate.GetECDsaPrivateKey()!;
        File.WriteAllText(_folder.File("tls.key"), key.ExportPkcs8PrivateKeyPem());
    }

    private async Task<string> GetAsync(WebServer server, string version, X509Certificate2? identity = null)
    {
        var options = new TlsClientOptions
        {
            Trust = _authority.CreateTrustPolicy(),
            Identity = identity is null ? null : ClientCertificateSource.FromCertificate(identity),
        };
        using var client = new HttpClient(TlsHttp.CreateHandler(options))
        {
            DefaultRequestVersion = version == "2" ? HttpVersion.Version20 : HttpVersion.Version11,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        return await client.GetStringAsync($"https://localhost:{server.Port}/", Token);
    }
}
