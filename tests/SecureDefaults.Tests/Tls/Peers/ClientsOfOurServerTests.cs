using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SocketSecurity.Tls;
using SocketSecurity.Trust;

namespace SocketSecurity.SecureDefaults.Tests.Tls.Peers;

/// <summary>OpenSSL, Python and curl as clients of a listener: they verify us as strictly as they can, and get the intended versions and suites only.</summary>
public sealed class ClientsOfOurServerTests : IDisposable
{
    private readonly DevAuthority _authority = DevCertificates.CreateAuthority();
    private readonly TestCertificates _rsa = new();
    private readonly TemporaryFolder _folder = new();

    public ClientsOfOurServerTests()
    {
        PemFiles.WriteAuthority(_folder, _authority.Certificate);
        using var worker = _authority.IssueClient("worker-1");
        PemFiles.Write(_folder, "worker", worker);
        using var stranger = DevCertificates.CreateAuthority("Somebody else");
        using var other = stranger.IssueClient("worker-1");
        PemFiles.Write(_folder, "other", other);
    }

    public void Dispose()
    {
        _folder.Dispose();
        _rsa.Dispose();
        _authority.Dispose();
    }

    [Theory]
    [InlineData("-tls1_3 -ciphersuites TLS_AES_128_GCM_SHA256", TlsProfile.Default, true)]
    [InlineData("-tls1_3 -ciphersuites TLS_AES_256_GCM_SHA384", TlsProfile.Tls13Only, true)]
    [InlineData("-tls1_3 -ciphersuites TLS_CHACHA20_POLY1305_SHA256", TlsProfile.Default, true)]
    [InlineData("-tls1_2 -cipher ECDHE-ECDSA-AES128-GCM-SHA256", TlsProfile.Default, true)]
    [InlineData("-tls1_2 -cipher ECDHE-ECDSA-AES256-GCM-SHA384", TlsProfile.Default, true)]
    [InlineData("-tls1_2 -cipher ECDHE-ECDSA-CHACHA20-POLY1305", TlsProfile.Default, true)]
    [InlineData("-tls1_2", TlsProfile.Tls13Only, false)]
    [InlineData("-tls1_2 -cipher ECDHE-ECDSA-AES128-SHA256", TlsProfile.Default, false)]
    [InlineData("-tls1_2 -cipher ECDHE-ECDSA-AES128-CCM8:@SECLEVEL=0", TlsProfile.Default, false)]
    [InlineData("-tls1_2 -cipher aNULL:@SECLEVEL=0", TlsProfile.Default, false)]
    [InlineData("-tls1_1 -cipher ALL:@SECLEVEL=0", TlsProfile.Default, false)]
    [InlineData("-tls1 -cipher ALL:@SECLEVEL=0", TlsProfile.Default, false)]
    [InlineData("-tls1_3 -ciphersuites TLS_AES_128_CCM_8_SHA256", TlsProfile.Default, false)]
    public async Task OpenSSL_gets_the_intended_versions_and_suites(string offer, TlsProfile profile, bool isServed)
    {
        await using var listener = Serve(new TlsServerOptions { Profile = profile });

        Assert.Equal(isServed, await OpenSslIsServedAsync(listener, offer));
        Assert.Equal(isServed ? 1 : 0, listener.Statistics.Accepted);
    }

    [Theory]
    [InlineData("-tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256", true)]
    [InlineData("-tls1_2 -cipher ECDHE-RSA-CHACHA20-POLY1305", true)]
    [InlineData("-tls1_3", true)]
    [InlineData("-tls1_2 -cipher AES128-GCM-SHA256", false)]
    [InlineData("-tls1_2 -cipher ECDHE-RSA-AES128-SHA", false)]
    [InlineData("-tls1_2 -cipher DHE-RSA-AES128-GCM-SHA256", false)]
    public async Task OpenSSL_gets_the_intended_suites_over_an_RSA_certificate(string offer, bool isServed)
    {
        PemFiles.WriteAuthority(_folder, _rsa.Authority);
        await using var listener = Serve(new TlsServerOptions(), _rsa.Issue());

        // The certificate of these tests has no key identifiers, which strict mode asks for.
        Assert.Equal(isServed, await OpenSslIsServedAsync(listener, offer, isStrict: false));
    }

    [Theory]
    [InlineData("-tls1_3 -cert worker.crt -key worker.key", true)]
    [InlineData("-tls1_2 -cert worker.crt -key worker.key", true)]
    [InlineData("-tls1_3 -cert other.crt -key other.key", false)]
    [InlineData("-tls1_2 -cert other.crt -key other.key", false)]
    [InlineData("-tls1_3", false)]
    [InlineData("-tls1_2", false)]
    public async Task OpenSSL_is_served_with_an_accepted_certificate_only(string offer, bool isServed)
    {
        await using var listener = Serve(Mutual());

        Assert.Equal(isServed, await OpenSslIsServedAsync(listener, offer));
        Assert.Equal(isServed ? 1 : 0, listener.Statistics.Accepted);
    }

    [Theory]
    [InlineData("TLSv1_3", "TLSv1.3 TLS_AES_128_GCM_SHA256 hello")]
    [InlineData("TLSv1_2", "TLSv1.2 ECDHE-ECDSA-AES128-GCM-SHA256 hello")]
    public async Task Python_is_served(string version, string expected)
    {
        await using var listener = Serve(new TlsServerOptions());
        Assert.Equal(expected, await PythonAsync(listener, version));
    }

    [Theory]
    [InlineData("TLSv1_3")]
    [InlineData("TLSv1_2")]
    public async Task Python_is_served_with_an_accepted_certificate_only(string version)
    {
        await using var listener = Serve(Mutual());

        Assert.EndsWith(" hello", await PythonAsync(listener, version, "worker.crt", "worker.key"), StringComparison.Ordinal);
        Assert.DoesNotContain("hello", await PythonAsync(listener, version), StringComparison.Ordinal);
        Assert.DoesNotContain("hello", await PythonAsync(listener, version, "other.crt", "other.key"), StringComparison.Ordinal);
        Assert.Equal(1, listener.Statistics.Accepted);
    }

    [Theory]
    [InlineData("--tlsv1.3", true)]
    [InlineData("--tls-max 1.2", true)]
    [InlineData("--tls-max 1.1 --ciphers DEFAULT:@SECLEVEL=0", false)]
    public async Task Curl_is_served(string options, bool isServed)
    {
        await using var listener = Serve(new TlsServerOptions());
        var (exit, output) = await CurlAsync(listener, options.Split(' '));

        Assert.Equal(isServed, exit == 0);
        Assert.Equal(isServed, output.Contains("hello", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Curl_is_served_with_an_accepted_certificate_only()
    {
        await using var listener = Serve(Mutual());

        Assert.Equal(0, (await CurlAsync(listener, "--cert", "worker.crt", "--key", "worker.key")).Exit);
        Assert.NotEqual(0, (await CurlAsync(listener)).Exit);
        Assert.NotEqual(0, (await CurlAsync(listener, "--cert", "other.crt", "--key", "other.key")).Exit);
    }

    private TlsServerOptions Mutual() => new() { ClientAuthentication = ClientAuthentication.Required(_authority.CreateTrustPolicy()) };

    private TlsListener Serve(TlsServerOptions options, X509Certificate2? certificate = null)
    {
        var listener = TlsListener.Start(
            new IPEndPoint(IPAddress.Loopback, 0),
            ServerCertificateSource.FromCertificate(certificate ?? _authority.IssueServer()),
            new TlsListenerOptions { Handshake = options });
        _ = listener.RunAsync(AnswerAsync, TestContext.Current.CancellationToken);
        return listener;
    }

    /// <summary>Sends a line back, or a page when it is a request.</summary>
    private static async Task AnswerAsync(TlsConnection connection, CancellationToken cancellationToken)
    {
        var buffer = new byte[4096];
        var read = await connection.Stream.ReadAtLeastAsync(buffer, 1, throwOnEndOfStream: false, cancellationToken);
        var text = Encoding.ASCII.GetString(buffer, 0, read);
        await connection.Stream.WriteAsync(
            Encoding.ASCII.GetBytes(text.StartsWith("GET ", StringComparison.Ordinal) ? "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello" : text),
            cancellationToken);
    }

    private static int Port(TlsListener listener) => ((IPEndPoint)listener.LocalEndPoint).Port;

    private async Task<bool> OpenSslIsServedAsync(TlsListener listener, string offer, bool isStrict = true)
    {
        string[] strict = isStrict ? ["-x509_strict"] : [];
        var (exit, output) = await ExternalProgram.RunAsync(
            "openssl",
            [
                "s_client", "-connect", $"127.0.0.1:{Port(listener)}", "-servername", "localhost", "-CAfile", "ca.pem", "-verify_return_error",
                "-verify_hostname", "localhost", "-ign_eof", "-quiet", .. strict, .. offer.Split(' '),
            ],
            _folder.Path,
            "are you there\n");
        var isServed = output.Contains("are you there", StringComparison.Ordinal);
        Assert.True(!isServed || exit == 0, output);
        return isServed;
    }

    private async Task<string> PythonAsync(TlsListener listener, string version, params string[] identity)
    {
        var (exit, output) = await ExternalProgram.RunAsync(
            "python3", [Path.Combine(Repository.Root, "tests/interop/tls_client.py"), $"{Port(listener)}", "ca.pem", version, .. identity], _folder.Path);
        Assert.True(exit == 0, output);
        return output;
    }

    private Task<(int Exit, string Output)> CurlAsync(TlsListener listener, params string[] options) => ExternalProgram.RunAsync(
        "curl", ["--silent", "--show-error", "--max-time", "30", "--cacert", "ca.pem", .. options, $"https://localhost:{Port(listener)}/"], _folder.Path);
}
