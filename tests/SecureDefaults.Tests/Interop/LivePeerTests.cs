using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using SocketSecurity.Datagrams;
using SocketSecurity.Keys;
using SocketSecurity.Tls;
using SocketSecurity.Tokens;
using SocketSecurity.Trust;

namespace SocketSecurity.SecureDefaults.Tests.Interop;

/// <summary>
/// The formats that take two parties at once, against Python programs that know nothing but what the documentation page says,
/// each of them in both parts.
/// </summary>
public sealed class LivePeerTests : IDisposable
{
    private const string Context = "telemetry/vé";
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
    private static readonly byte[] OtherKey = [.. Enumerable.Range(2, 32).Select(i => (byte)i)];
    private static readonly KeyId Id = new(0x0a0b0c0d);

    private readonly Keyring<DatagramPreSharedKey> _preSharedKeys = Keyring<DatagramPreSharedKey>.FromKey(DatagramPreSharedKey.FromBytes(Key), Id);
    private readonly ChallengeKey _challengeKey = ChallengeKey.FromBytes(Key);
    private readonly DevAuthority _authority = DevCertificates.CreateAuthority();
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    public LivePeerTests()
    {
        _deadline.CancelAfter(TimeSpan.FromSeconds(60));
    }

    public void Dispose()
    {
        _preSharedKeys.Dispose();
        _challengeKey.Dispose();
        _authority.Dispose();
        _folder.Dispose();
        _deadline.Dispose();
    }

    [Fact]
    public async Task A_datagram_client_in_Python_and_our_server_agree_on_a_session()
    {
        await using var server = SecureUdpServer.Start(
            new IPEndPoint(IPAddress.Loopback, 0), new SecureUdpServerOptions { PreSharedKeys = _preSharedKeys, Context = Context });
        var peer = Peer("hello_peer.py", "client", server.LocalEndPoint.Port, Id, Convert.ToHexString(Key), Context);

        var (session, payload) = await server.ReceiveAsync(_deadline.Token);
        Assert.Equal("question"u8, payload);
        await session.SendAsync("answer"u8.ToArray(), _deadline.Token);
        Assert.Equal(["answer"], await peer);
        Assert.Equal((1, 1, 0), (server.Statistics.Cookies, server.Statistics.Accepted, server.Statistics.RefusedHellos));
    }

    [Fact]
    public async Task Our_datagram_client_and_a_server_in_Python_agree_on_a_session()
    {
        using var announcements = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var peer = Peer("hello_peer.py", "server", ((IPEndPoint)announcements.Client.LocalEndPoint!).Port, Id, Convert.ToHexString(Key), Context);
        var server = (await announcements.ReceiveAsync(_deadline.Token)).RemoteEndPoint;

        await using var client = await SecureUdpClient.ConnectAsync(server, _preSharedKeys, Context, cancellationToken: _deadline.Token);
        await client.SendAsync("question"u8.ToArray(), _deadline.Token);
        var answer = new byte[DatagramChannel.MaxPayload];
        var length = await client.ReceiveAsync(answer, _deadline.Token);
        Assert.Equal("answer"u8, answer.AsSpan(0, length));
        Assert.Equal(["question"], await peer);
    }

    [Fact]
    public async Task A_client_in_Python_proves_its_name_to_our_server_over_TLS()
    {
        var authority = await WriteAsync(_authority.ExportPem());
        var (peer, stream) = await ConnectAsync("client", Key, authority);
        await using var tls = await AcceptAsync(stream);
        Assert.Equal("Änn", await ChallengeAuthenticator.AuthenticateAsServerAsync(
            tls, name => name == "Änn" ? _challengeKey : null, ChallengeAuthenticator.GetChannelBinding(tls), _deadline.Token));
        Assert.Equal(["Änn"], await peer);
    }

    [Fact]
    public async Task A_client_in_Python_with_another_key_is_refused_and_learns_it()
    {
        var authority = await WriteAsync(_authority.ExportPem());
        var (peer, stream) = await ConnectAsync("client", OtherKey, authority);
        await using (var tls = await AcceptAsync(stream))
        {
            await Assert.ThrowsAsync<ChallengeFailedException>(() => ChallengeAuthenticator.AuthenticateAsServerAsync(
                tls, _ => _challengeKey, ChallengeAuthenticator.GetChannelBinding(tls), _deadline.Token));
        }

        Assert.Equal(["refused"], await peer);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Our_client_and_a_server_in_Python_prove_themselves_over_TLS_or_neither_does(bool sameKey)
    {
        using var certificate = _authority.IssueServer("localhost");
        var pem = await WriteAsync(certificate.ExportCertificatePem() + "\n" + certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem() + "\n");
        var (peer, stream) = await ConnectAsync("server", sameKey ? Key : OtherKey, pem);
        await using var tls = await SecureTls.AuthenticateAsClientAsync(
            stream, "localhost", new TlsClientOptions { Trust = _authority.CreateTrustPolicy() }, _deadline.Token);
        var proving = ChallengeAuthenticator.AuthenticateAsClientAsync(
            tls, "Änn", _challengeKey, ChallengeAuthenticator.GetChannelBinding(tls), _deadline.Token);
        if (sameKey)
        {
            await proving;
            Assert.Equal(["Änn"], await peer);
            return;
        }

        await Assert.ThrowsAsync<ChallengeFailedException>(() => proving);
        Assert.Equal(["refused"], await peer);
    }

    private async Task<SslStream> AcceptAsync(Stream stream)
    {
        using var certificate = _authority.IssueServer("localhost");
        return await SecureTls.AuthenticateAsServerAsync(
            stream, ServerCertificateSource.FromCertificate(certificate), cancellationToken: _deadline.Token);
    }

    /// <summary>Starts the peer, which connects whatever its part is.</summary>
    private async Task<(Task<string[]> Peer, NetworkStream Stream)> ConnectAsync(string role, byte[] key, string pem)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var peer = Peer("challenge_peer.py", role, ((IPEndPoint)listener.LocalEndpoint).Port, Convert.ToHexString(key), "Änn", pem);
        var socket = await listener.AcceptSocketAsync(_deadline.Token);
        return (peer, new NetworkStream(socket, ownsSocket: true));
    }

    private async Task<string> WriteAsync(string pem)
    {
        var path = _folder.File(Guid.NewGuid().ToString("n"));
        await File.WriteAllTextAsync(path, pem, _deadline.Token);
        return path;
    }

    private static Task<string[]> Peer(string script, params object[] lines) =>
        Task.Run(() => Python.Run(script, [.. lines.Select(line => line.ToString()!)]));
}
