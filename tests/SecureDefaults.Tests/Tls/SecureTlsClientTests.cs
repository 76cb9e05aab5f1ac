using System.Diagnostics;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SocketSecurity.Tls;
using SocketSecurity.Trust;

namespace SocketSecurity.SecureDefaults.Tests.Tls;

/// <summary>A client against good servers, silent ones, and those that pins and callbacks refuse; the rest of the bad ones are in <see cref="BadSslTests"/>.</summary>
public sealed class SecureTlsClientTests : IDisposable
{
    private readonly TestCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    public static TheoryData<string> Defects { get; } =
        [.. BadCertificates.All.Where(entry => entry.Value is not null && !BadCertificates.IsWeak(entry.Key)).Select(entry => entry.Key)];

    [Theory]
    [MemberData(nameof(Defects))]
    public async Task The_drop_in_callback_refuses_the_same_servers(string defect)
    {
        var (certificate, intermediates) = BadCertificates.Issue(_certificates, defect);
        await using var server = RawServer.Tls(
            certificate, options => options.ServerCertificateContext = SslStreamCertificateContext.Create(certificate, [.. intermediates], offline: true));
        var policy = TrustPolicy.PrivateRoots([_certificates.Authority]);
        await using var ssl = new SslStream(await server.ConnectAsync(), false, policy.ValidateRemoteCertificate);

        await Assert.ThrowsAsync<AuthenticationException>(
            () => ssl.AuthenticateAsClientAsync("localhost"));
    }

    [Theory]
    [InlineData("localhost", "localhost")]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("localhost.", "localhost")]
    [InlineData("a.example.test", "*.example.test")]
    [InlineData("bücher.test", "xn--bcher-kva.test")]
    public async Task A_good_server_is_accepted_and_what_was_negotiated_is_strong(string host, string name)
    {
        using var certificate = _certificates.Issue(request => request.Hosts = [name]);
        await using var server = RawServer.Tls(certificate);
        var options = new TlsClientOptions { Trust = TrustPolicy.PrivateRoots([_certificates.Authority]) };

        await using var ssl = await SecureTls.AuthenticateAsClientAsync(await server.ConnectAsync(), host, options, TestContext.Current.CancellationToken);

        Assert.Equal("hello", await EchoAsync(ssl));
        Assert.True(ssl.SslProtocol is SslProtocols.Tls12 or SslProtocols.Tls13);
    }

    [Fact]
    public async Task The_synchronous_twin_accepts_and_refuses_alike()
    {
        using var good = _certificates.Issue();
        using var bad = _certificates.Issue(request => request.Hosts = ["other.test"]);
        var options = new TlsClientOptions { Trust = TrustPolicy.PrivateRoots([_certificates.Authority]) };

        await using (var server = RawServer.Tls(good))
        {
            var stream = await server.ConnectAsync();
            using var ssl = await Task.Run(() => SecureTls.AuthenticateAsClient(stream, "localhost", options), TestContext.Current.CancellationToken);
            Assert.Equal("hello", await EchoAsync(ssl));
        }

        await using (var server = RawServer.Tls(bad))
        {
            var stream = await server.ConnectAsync();
            var refusal = await Assert.ThrowsAsync<PeerCertificateException>(
                () => Task.Run(() => SecureTls.AuthenticateAsClient(stream, "localhost", options), TestContext.Current.CancellationToken));
            Assert.True(refusal.Report.Has(PeerProblem.WrongHost));
        }
    }

    [Fact]
    public async Task The_drop_in_callback_accepts_a_good_server_and_compares_the_host()
    {
        using var certificate = _certificates.Issue();
        await using var server = RawServer.Tls(certificate);
        var policy = TrustPolicy.PrivateRoots([_certificates.Authority]);
        await using var ssl = new SslStream(await server.ConnectAsync(), false, policy.ValidateRemoteCertificate);

        await ssl.AuthenticateAsClientAsync("localhost");

        Assert.Equal("hello", await EchoAsync(ssl));
    }

    [Fact]
    public async Task A_pinned_self_signed_server_is_accepted_by_its_key_alone()
    {
        using var pinned = _certificates.Issue(request => request.IsSelfSigned = true);
        using var other = _certificates.Issue(request => (request.IsSelfSigned, request.KeyName) = (true, "other"));
        var options = new TlsClientOptions { Trust = TrustPolicy.PinnedSelfSigned(Pin(pinned)) };

        await using (var server = RawServer.Tls(pinned))
        {
            await using var ssl = await SecureTls.AuthenticateAsClientAsync(await server.ConnectAsync(), "localhost", options, TestContext.Current.CancellationToken);
            Assert.Equal("hello", await EchoAsync(ssl));
        }

        await using (var server = RawServer.Tls(other))
        {
            var refusal = await Assert.ThrowsAsync<PeerCertificateException>(
                async () => await SecureTls.AuthenticateAsClientAsync(await server.ConnectAsync(), "localhost", options, TestContext.Current.CancellationToken));
            Assert.True(refusal.Report.Has(PeerProblem.PinMismatch));
        }
    }

    [Fact]
    public async Task Pins_are_required_in_addition_to_the_chain()
    {
        using var certificate = _certificates.Issue();
        using var spare = _certificates.Issue(request => request.KeyName = "spare");
        var roots = TrustPolicy.PrivateRoots([_certificates.Authority]);

        await using (var server = RawServer.Tls(certificate))
        {
            var options = new TlsClientOptions { Trust = roots.RequireSpkiPins(Pin(certificate), Pin(spare)) };
            await using var ssl = await SecureTls.AuthenticateAsClientAsync(await server.ConnectAsync(), "localhost", options, TestContext.Current.CancellationToken);
            Assert.Equal("hello", await EchoAsync(ssl));
        }

        await using (var server = RawServer.Tls(certificate))
        {
            var options = new TlsClientOptions { Trust = roots.RequireSpkiPins(Pin(spare), Pin(spare)) };
            var refusal = await Assert.ThrowsAsync<PeerCertificateException>(
                async () => await SecureTls.AuthenticateAsClientAsync(await server.ConnectAsync(), "localhost", options, TestContext.Current.CancellationToken));
            Assert.True(refusal.Report.Has(PeerProblem.PinMismatch));
        }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task A_silent_or_dripping_server_ends_at_the_deadline(bool drips, bool isSynchronous)
    {
        await using var server = RawServer.Start(async (stream, token) =>
        {
            // The header of a handshake record of 16 KiB, and then its bytes one by one.
            byte[] header = [22, 3, 3, 0x40, 0];
            if (drips)
            {
                await stream.WriteAsync(header, token);
            }

            while (true)
            {
                await Task.Delay(100, token);
                if (drips)
                {
                    await stream.WriteAsync(new byte[] { 2 }, token);
                }
            }
        });
        var options = new TlsClientOptions { HandshakeTimeout = TimeSpan.FromSeconds(1) };
        var stream = await server.ConnectAsync();
        var watch = Stopwatch.StartNew();

        await Assert.ThrowsAsync<HandshakeTimeoutException>(() => isSynchronous
            ? Task.Run(() => SecureTls.AuthenticateAsClient(stream, "localhost", options), TestContext.Current.CancellationToken)
            : SecureTls.AuthenticateAsClientAsync(stream, "localhost", options, TestContext.Current.CancellationToken));

        Assert.InRange(watch.Elapsed, TimeSpan.FromMilliseconds(900), TimeSpan.FromSeconds(6));
    }

    [Fact]
    public async Task Cancellation_ends_the_handshake_as_cancellation()
    {
        await using var server = RawServer.Start((_, token) => Task.Delay(Timeout.Infinite, token));
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var handshake = SecureTls.AuthenticateAsClientAsync(await server.ConnectAsync(), "localhost", null, cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => handshake);
    }

    [Fact]
    public async Task A_server_that_closes_is_a_refusal()
    {
        await using var server = RawServer.Start((stream, _) =>
        {
            stream.Close();
            return Task.CompletedTask;
        });

        await Assert.ThrowsAsync<HandshakeRefusedException>(
            async () => await SecureTls.AuthenticateAsClientAsync(await server.ConnectAsync(), "localhost", null, TestContext.Current.CancellationToken));
    }

    private static string Pin(X509Certificate2 certificate) =>
        Convert.ToBase64String(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));

    private static async Task<string> EchoAsync(SslStream ssl)
    {
        await ssl.WriteAsync("hello"u8.ToArray());
        var buffer = new byte[64];
        var read = await ssl.ReadAsync(buffer);
        return Encoding.UTF8.GetString(buffer, 0, read);
    }
}
