using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using SocketSecurity.Tls;
using SocketSecurity.Trust;

namespace SocketSecurity.SecureDefaults.Tests.Tls;

/// <summary>Certificates that are replaced under a running server, well and badly.</summary>
public sealed class ReloadingCertificateSourceTests : IDisposable
{
    private readonly DevAuthority _authority = DevCertificates.CreateAuthority();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _folder.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public void New_content_is_used_and_the_same_content_is_not_loaded_again()
    {
        Write("tls", "localhost");
        using var source = Watch("tls");
        var reloads = 0;
        source.Reloaded += (_, _) => reloads++;

        Assert.False(source.Reload());
        Write("tls", "localhost", "new.test");
        Assert.True(source.Reload());
        Assert.False(source.Reload());

        Assert.Equal(1, reloads);
    }

    [Theory]
    [InlineData("half-written file")]
    [InlineData("key of another certificate")]
    [InlineData("no file")]
    [InlineData("client certificate")]
    public void What_cannot_be_used_leaves_the_last_good_certificate_in_use(string defect)
    {
        Write("tls", "localhost");
        using var source = Watch("tls");
        List<Exception> failures = [];
        source.ReloadFailed += (_, failure) => failures.Add(failure);
        var certificate = _folder.File("tls.crt");
        var good = File.ReadAllText(certificate);
        switch (defect)
        {
            case "half-written file":
                File.WriteAllText(certificate, good[..(good.Length / 2)]);
                break;
            case "key of another certificate":
                using (var other = _authority.IssueServer())
                {
                    File.WriteAllText(certificate, other.ExportCertificatePem());
                }

                break;
            case "client certificate":
                using (var client = _authority.IssueClient("worker-1"))
                {
                    Write("tls", client);
                }

                break;
            default:
                File.Delete(certificate);
                break;
        }

        var before = source.NotAfter;
        Assert.False(source.Reload());
        Assert.False(source.Reload());

        Assert.Equal(before, source.NotAfter);
        Assert.Equal(defect == "no file" ? 2 : 1, failures.Count);
        Write("tls", "localhost");
        Assert.True(source.Reload());
    }

    [Fact]
    public void A_symbolic_link_that_is_pointed_elsewhere_is_noticed()
    {
        Write("first", "localhost");
        Write("second", "localhost");
        File.CreateSymbolicLink(_folder.File("tls.crt"), "first.crt");
        File.CreateSymbolicLink(_folder.File("tls.key"), "first.key");
        using var source = Watch("tls");

        File.Delete(_folder.File("tls.crt"));
        File.Delete(_folder.File("tls.key"));
        File.CreateSymbolicLink(_folder.File("tls.crt"), "second.crt");
        File.CreateSymbolicLink(_folder.File("tls.key"), "second.key");

        Assert.True(source.Reload());
    }

    [Fact]
    public void The_files_are_looked_at_when_the_interval_is_over()
    {
        var clock = new ManualTimers();
        Write("tls", "localhost");
        using var source = ServerCertificateSource.WatchPem(_folder.File("tls.crt"), _folder.File("tls.key"), null, clock);
        var reloads = 0;
        source.Reloaded += (_, _) => reloads++;
        Write("tls", "localhost");

        clock.Fire();

        Assert.Equal(ReloadingCertificateSource.DefaultInterval, clock.Interval);
        Assert.Equal(1, reloads);
        Assert.False(source.IsRenewalDue);
        clock.Now = source.NotAfter.AddMinutes(-1);
        Assert.True(source.IsRenewalDue);
    }

    [Fact]
    public async Task Clients_that_connect_during_reloads_are_all_served()
    {
        Write("tls", "localhost");
        using var source = Watch("tls");
        await using var listener = TlsListener.Start(new IPEndPoint(IPAddress.Loopback, 0), source);
        _ = listener.RunAsync((connection, token) => connection.Stream.WriteAsync("ok"u8.ToArray(), token).AsTask(), TestContext.Current.CancellationToken);
        using var end = new CancellationTokenSource();
        var reloading = Task.Run(
            async () =>
            {
                var reloads = 0;
                while (!end.IsCancellationRequested)
                {
                    Write("tls", "localhost");
                    reloads += source.Reload() ? 1 : 0;
                    await Task.Delay(10, TestContext.Current.CancellationToken);
                }

                return reloads;
            },
            TestContext.Current.CancellationToken);

        HashSet<string> keys = [];
        for (var i = 0; i < 100; i++)
        {
            await using var client = await TlsClient.ConnectAsync(
                "localhost",
                ((IPEndPoint)listener.LocalEndPoint).Port,
                new TlsClientOptions { Trust = _authority.CreateTrustPolicy(), HandshakeTimeout = TimeSpan.FromSeconds(30) },
                TestContext.Current.CancellationToken);
            await client.Stream.ReadExactlyAsync(new byte[2], TestContext.Current.CancellationToken);
            keys.Add(Convert.ToHexString(client.Peer!.SpkiSha256.Span));
        }

        await end.CancelAsync();
        Assert.True(await reloading > 1);
        Assert.True(keys.Count > 1);
        Assert.Equal(0, listener.Statistics.FailedHandshakes);
    }

    private ReloadingCertificateSource Watch(string name) => ServerCertificateSource.WatchPem(_folder.File(name + ".crt"), _folder.File(name + ".key"));

    private void Write(string name, params string[] hosts)
    {
        using var certificate = _authority.IssueServer(hosts);
        Write(name, certificate);
    }

    private void Write(string name, X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        File.WriteAllText(_folder.File(name + ".key"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(_folder.File(name + ".crt"), certificate.ExportCertificatePem());
    }

    private sealed class ManualTimers : TimeProvider
    {
        private Action? _fire;

        public DateTimeOffset Now { get; set; } = DateTimeOffset.UtcNow;

        public TimeSpan Interval { get; private set; }

        public void Fire() => _fire!();

        public override DateTimeOffset GetUtcNow() => Now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _fire = () => callback(state);
            Interval = period;
            return new Timer(_ => { }, null, Timeout.Infinite, Timeout.Infinite);
        }
    }
}
