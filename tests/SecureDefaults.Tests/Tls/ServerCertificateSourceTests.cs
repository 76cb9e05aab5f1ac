using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SocketSecurity.Tls;
using SocketSecurity.Trust;

namespace SocketSecurity.SecureDefaults.Tests.Tls;

/// <summary>Where certificates come from besides PEM files: by the client's wish, from PKCS#12, from the store.</summary>
public sealed class ServerCertificateSourceTests : IDisposable
{
    private readonly DevAuthority _authority = DevCertificates.CreateAuthority();
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _folder.Dispose();
        _authority.Dispose();
    }

    [Theory]
    [InlineData("a.example.test", "a.example.test", false)]
    [InlineData("A.Example.Test", "a.example.test", true)]
    [InlineData("b.example.test", "*.example.test", true)]
    [InlineData("other.test", "other.test", false)]
    public async Task The_client_gets_the_certificate_of_the_host_it_asks_for(string asked, string named, bool isSynchronous)
    {
        var source = ServerCertificateSource.BySni(
            new Dictionary<string, ServerCertificateSource>
            {
                ["a.example.test"] = Issue("a.example.test"),
                ["*.example.test"] = Issue("*.example.test"),
            },
            Issue("other.test"));
        await using var server = RawServer.Start(async (stream, token) =>
        {
            await using var ssl = isSynchronous
                ? SecureTls.AuthenticateAsServer(stream, source)
                : await SecureTls.AuthenticateAsServerAsync(stream, source, null, token);
            await ssl.ShutdownAsync();
        });

        await using var ssl = await SecureTls.AuthenticateAsClientAsync(await server.ConnectAsync(), asked, Trusting(), Token);

        Assert.Equal([named], SecureTls.GetPeer(ssl)!.DnsNames);
    }

    [Fact]
    public async Task A_client_that_asks_for_an_unknown_host_is_refused()
    {
        var source = ServerCertificateSource.BySni(new Dictionary<string, ServerCertificateSource> { ["a.example.test"] = Issue("a.example.test") });
        Exception? failure = null;
        await using (var server = RawServer.Start(async (stream, _) =>
            failure = await Record.ExceptionAsync(() => SecureTls.AuthenticateAsServerAsync(stream, source, null, Token))))
        {
            await Assert.ThrowsAsync<HandshakeRefusedException>(
                async () => await SecureTls.AuthenticateAsClientAsync(await server.ConnectAsync(), "b.example.test", Trusting(), Token));
        }

        Assert.IsType<TlsNegotiationException>(failure);
        Assert.Throws<TlsNegotiationException>(() => SecureTls.CreateServerOptions(source));
        Assert.NotNull(SecureTls.CreateServerOptions(source, null, "a.example.test").ServerCertificateContext);
    }

    [Fact]
    public void A_watched_PKCS12_file_is_loaded_again_and_a_wrong_password_leaves_the_old_one()
    {
        var path = _folder.File("server.p12");
        Write("first.test", "password");
        using var source = ServerCertificateSource.WatchPkcs12(path, "password");
        var failures = 0;
        source.ReloadFailed += (_, _) => failures++;

        Write("second.test", "another");
        Assert.False(source.Reload());
        Write("second.test", "password");
        Assert.True(source.Reload());

        Assert.Equal(1, failures);

        void Write(string host, string password)
        {
            using var certificate = _authority.IssueServer(host);
            File.WriteAllBytes(path, certificate.Export(X509ContentType.Pkcs12, password));
        }
    }

    [Fact]
    public async Task A_certificate_of_the_store_is_found_by_its_SHA256_hash_only()
    {
        using var certificate = _authority.IssueServer();
        using var stored = X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.PersistKeySet);
        using var store = new X509Store(StoreName.My, StoreLocation.CurrentUser);
        store.Open(OpenFlags.ReadWrite);
        store.Add(stored);
        try
        {
            var hash = certificate.GetCertHashString(HashAlgorithmName.SHA256);
            var source = ServerCertificateSource.FromStore(string.Join(':', hash.Chunk(2).Select(pair => new string(pair))));
            await using var server = RawServer.Start(async (stream, token) =>
            {
                await using var ssl = await SecureTls.AuthenticateAsServerAsync(stream, source, null, token);
                await ssl.ShutdownAsync();
            });
            await using var ssl = await SecureTls.AuthenticateAsClientAsync(await server.ConnectAsync(), "localhost", Trusting(), Token);

            Assert.True(ssl.IsAuthenticated);
            Assert.Throws<ArgumentException>(() => ServerCertificateSource.FromStore(certificate.Thumbprint));
            Assert.Throws<ArgumentException>(() => ClientCertificateSource.FromStore(new string('a', 64)));
        }
        finally
        {
            store.Remove(stored);
        }
    }

    [Fact]
    public async Task Both_ends_see_the_same_channel_binding()
    {
        using var certificate = _authority.IssueServer();
        var seen = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var listener = TlsListener.Start(new IPEndPoint(IPAddress.Loopback, 0), ServerCertificateSource.FromCertificate(certificate));
        _ = listener.RunAsync(
            (connection, _) =>
            {
                seen.SetResult(connection.ServerEndPointBinding.ToArray());
                return Task.CompletedTask;
            },
            Token);

        await using var client = await TlsClient.ConnectAsync("localhost", ((IPEndPoint)listener.LocalEndPoint).Port, Trusting(), Token);

        Assert.Equal(SHA256.HashData(certificate.RawData), client.ServerEndPointBinding.ToArray());
        Assert.Equal(client.ServerEndPointBinding.ToArray(), await seen.Task.WaitAsync(TimeSpan.FromSeconds(30), Token));
    }

    private ServerCertificateSource Issue(string host)
    {
        using var certificate = _authority.IssueServer(host);
        return ServerCertificateSource.FromCertificate(certificate);
    }

    private TlsClientOptions Trusting() => new() { Trust = _authority.CreateTrustPolicy() };
}
