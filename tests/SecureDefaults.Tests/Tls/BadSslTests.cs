using System.Diagnostics;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using SocketSecurity.SecureDefaults.Tests.Tls.Peers;
using SocketSecurity.Tls;
using SocketSecurity.Trust;

namespace SocketSecurity.SecureDefaults.Tests.Tls;

/// <summary>The matrix of badssl.com on loopback, served by the framework and by OpenSSL: each refused for its own reason, the good ones accepted.</summary>
public sealed class BadSslTests : IDisposable
{
    /// <summary>The deadline of every handshake. Refusals come at once; a busy machine gets this long.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly TestCertificates _certificates = new();
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> AllDefects { get; } = [.. BadCertificates.All.Keys];

    public static TheoryData<string> DefectsOfFrameworkServers { get; } = [.. BadCertificates.All.Keys.Where(defect => !BadCertificates.IsWeak(defect))];

    private TlsClientOptions Options => new() { Trust = TrustPolicy.PrivateRoots([_certificates.Authority]), HandshakeTimeout = Deadline };

    public void Dispose()
    {
        _folder.Dispose();
        _certificates.Dispose();
    }

    [Theory]
    [MemberData(nameof(DefectsOfFrameworkServers))]
    public async Task Of_a_framework_server(string defect)
    {
        var (leaf, intermediates) = BadCertificates.Issue(_certificates, defect);
        await using var server = RawServer.Tls(leaf, options => options.ServerCertificateContext = SslStreamCertificateContext.Create(leaf, [.. intermediates], offline: true));

        await AssertAsync(defect, server.ConnectAsync);
    }

    [Theory]
    [MemberData(nameof(AllDefects))]
    public async Task Of_an_OpenSSL_server(string defect)
    {
        var (leaf, intermediates) = BadCertificates.Issue(_certificates, defect);
        PemFiles.Write(_folder, "server", leaf, intermediates);
        await using var server = await OpenSslServer.StartAsync(_folder, BadCertificates.IsWeak(defect) ? "-cipher DEFAULT:@SECLEVEL=0" : "");

        await AssertAsync(defect, server.ConnectAsync);
    }

    /// <summary>The check alone, without what a server or a TLS library may refuse before it.</summary>
    [Theory]
    [MemberData(nameof(AllDefects))]
    public void Of_a_certificate_that_is_inspected(string defect)
    {
        var (leaf, intermediates) = BadCertificates.Issue(_certificates, defect);

        var report = CertificateInspector.Validate(leaf, intermediates, "localhost", PeerRole.Server, Options.Trust);

        Assert.Equal(BadCertificates.All[defect], report.IsValid ? null : report.Findings[0].Problem);
    }

    [Theory]
    [InlineData("-tls1 -cipher ALL:@SECLEVEL=0")]
    [InlineData("-tls1_1 -cipher ALL:@SECLEVEL=0")]
    [InlineData("-tls1_2 -cipher ECDHE-RSA-AES128-SHA256")]
    [InlineData("-tls1_2 -cipher ECDHE-RSA-AES256-SHA384")]
    public async Task Of_a_server_that_knows_only_old_versions_or_CBC(string offer)
    {
        PemFiles.Write(_folder, "server", _certificates.Issue());
        await using var server = await OpenSslServer.StartAsync(_folder, offer);

        await AssertEndsAsync<TlsNegotiationException>(server.ConnectAsync);
    }

    /// <summary>Suites that the system's configuration does not offer: the server finds nothing in common and says so.</summary>
    [Theory]
    [InlineData("-tls1_2 -cipher AES128-GCM-SHA256", true)]
    [InlineData("-tls1_2 -cipher AES128-SHA", true)]
    [InlineData("-tls1_2 -cipher aNULL:@SECLEVEL=0", false)]
    public async Task Of_a_server_that_knows_only_suites_nobody_offers(string offer, bool hasCertificate)
    {
        PemFiles.Write(_folder, "server", _certificates.Issue());
        await using var server = await OpenSslServer.StartAsync(_folder, offer, hasCertificate);

        await AssertEndsAsync<HandshakeRefusedException>(server.ConnectAsync);
    }

    [Theory]
    [InlineData("at once")]
    [InlineData("after the greeting")]
    public async Task Of_a_server_that_resets_the_connection(string when)
    {
        await using var server = RawServer.Start(async (stream, token) =>
        {
            // Before the client has said something, the reset can meet it while it connects, which is no handshake yet.
            await stream.ReadAtLeastAsync(new byte[5], 5, throwOnEndOfStream: false, token);
            if (when != "at once")
            {
                await stream.WriteAsync(new byte[] { 22, 3, 3, 0, 80, 2 }, token);
                await Task.Delay(50, token);
            }

            stream.Socket.LingerState = new LingerOption(true, 0);
            stream.Socket.Dispose();
        });

        await AssertEndsAsync<HandshakeRefusedException>(server.ConnectAsync);
    }

    [Theory]
    [InlineData("-tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256")]
    [InlineData("-tls1_2 -cipher ECDHE-RSA-AES256-GCM-SHA384")]
    [InlineData("-tls1_3 -ciphersuites TLS_AES_128_GCM_SHA256")]
    [InlineData("-tls1_3 -ciphersuites TLS_AES_256_GCM_SHA384")]
    [InlineData("-tls1_3 -ciphersuites TLS_CHACHA20_POLY1305_SHA256")]
    public async Task The_intended_versions_and_suites_are_accepted(string offer)
    {
        PemFiles.Write(_folder, "server", _certificates.Issue());
        await using var server = await OpenSslServer.StartAsync(_folder, offer);

        await using var ssl = await SecureTls.AuthenticateAsClientAsync(await server.ConnectAsync(), "localhost", Options, TestContext.Current.CancellationToken);

        Assert.Equal(offer.StartsWith("-tls1_3", StringComparison.Ordinal) ? SslProtocols.Tls13 : SslProtocols.Tls12, ssl.SslProtocol);
    }

    private async Task AssertAsync(string defect, Func<Task<NetworkStream>> connect)
    {
        if (BadCertificates.All[defect] is { } problem)
        {
            var refusal = await AssertEndsAsync<PeerCertificateException>(connect);
            Assert.True(refusal.Report.Has(problem), refusal.Message);
            Assert.Equal(problem, refusal.Report.Findings[0].Problem);
            return;
        }

        await using var ssl = await SecureTls.AuthenticateAsClientAsync(await connect(), "localhost", Options, TestContext.Current.CancellationToken);
        await ssl.WriteAsync("hello\n"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.Equal(5, await ssl.ReadAtLeastAsync(new byte[5], 5, cancellationToken: TestContext.Current.CancellationToken));
    }

    private async Task<T> AssertEndsAsync<T>(Func<Task<NetworkStream>> connect)
        where T : TlsException
    {
        var watch = Stopwatch.StartNew();
        var refusal = await Assert.ThrowsAsync<T>(async () =>
            await SecureTls.AuthenticateAsClientAsync(await connect(), "localhost", Options, TestContext.Current.CancellationToken));
        Assert.True(watch.Elapsed < Deadline, $"{watch.Elapsed}");
        return refusal;
    }
}
