using System.Net;
using System.Net.Sockets;
using SocketSecurity.Datagrams;
using SocketSecurity.Keys;
using SocketSecurity.SecureDefaults.Tests.BadInput;

namespace SocketSecurity.SecureDefaults.Tests.Datagrams;

public sealed class SecureUdpTests : IAsyncLifetime
{
    private const string Context = "telemetry/v1";
    private static readonly IPEndPoint AnyPort = new(IPAddress.Loopback, 0);

    private readonly Keyring<DatagramPreSharedKey> _keys = Keyring<DatagramPreSharedKey>.Create();
    private readonly ManualClock _clock = new();
    private SecureUdpServer _server = null!;

    // A lost packet must fail its test, not hold up the run.
    private readonly CancellationTokenSource _deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    private CancellationToken Cancellation => _deadline.Token;

    public ValueTask InitializeAsync()
    {
        _deadline.CancelAfter(TimeSpan.FromMinutes(2));
        _server = SecureUdpServer.Start(AnyPort, new SecureUdpServerOptions { PreSharedKeys = _keys, Context = Context, Clock = _clock, MaxSessions = 3 });
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _keys.Dispose();
        _deadline.Dispose();
    }

    [Fact]
    public async Task Two_holders_of_a_key_talk_after_a_hello_with_a_cookie()
    {
        var received = _server.ReceiveAsync(Cancellation).AsTask();
        await using var client = await SecureUdpClient.ConnectAsync(_server.LocalEndPoint, _keys, Context, cancellationToken: Cancellation);
        await client.SendAsync("question"u8.ToArray(), Cancellation);
        var (session, payload) = await received;
        Assert.Equal("question"u8, payload);
        Assert.Equal(_keys.Primary, session.Key);
        Assert.Equal(client.LocalEndPoint, session.RemoteEndPoint);
        await session.SendAsync("answer"u8.ToArray(), Cancellation);
        var buffer = new byte[DatagramChannel.MaxPayload];
        var length = await client.ReceiveAsync(buffer, Cancellation);
        Assert.Equal("answer"u8, buffer.AsSpan(0, length));
        Assert.Equal((1, 1, 1, 0), (_server.Statistics.Sessions, _server.Statistics.Cookies, _server.Statistics.Accepted, _server.Statistics.RefusedHellos));
        Assert.Equal(2, session.Statistics.Opened);
    }

    [Fact]
    public async Task Keys_from_inside_tls_need_no_hello_and_bind_the_session_to_the_address()
    {
        var (initiator, responder) = DatagramKeys.Generate();
        var export = initiator.Export();
        var session = _server.Add(responder, IPAddress.Loopback);
        await Assert.ThrowsAsync<InvalidOperationException>(() => session.SendAsync(new byte[1], Cancellation).AsTask());
        await using var client = SecureUdpClient.FromKeys(_server.LocalEndPoint, DatagramKeys.Import(export));
        await client.SendAsync("hello"u8.ToArray(), Cancellation);
        Assert.Equal("hello"u8.ToArray(), (await _server.ReceiveAsync(Cancellation)).Payload);

        // An authentic packet that somebody forwards from another port is dropped: answers would go there.
        using var tap = new UdpClient(AnyPort);
        var (first, second) = DatagramKeys.Generate();
        var other = _server.Add(second, IPAddress.Loopback);
        using var channel = new DatagramChannel(first);
        await tap.SendAsync(Seal(channel, 1), _server.LocalEndPoint, Cancellation);
        Assert.Equal([1], (await _server.ReceiveAsync(Cancellation)).Payload);
        using var elsewhere = new UdpClient(AnyPort);
        await elsewhere.SendAsync(Seal(channel, 2), _server.LocalEndPoint, Cancellation);
        await tap.SendAsync(Seal(channel, 3), _server.LocalEndPoint, Cancellation);
        Assert.Equal([3], (await _server.ReceiveAsync(Cancellation)).Payload);
        Assert.Equal(tap.Client.LocalEndPoint, other.RemoteEndPoint);

        var elsewhereOnly = _server.Add(DatagramKeys.Generate().Responder, IPAddress.Parse("192.0.2.1"));
        Assert.Null(elsewhereOnly.RemoteEndPoint);
        Assert.Throws<InvalidOperationException>(() => _server.Add(DatagramKeys.Generate().Responder, IPAddress.Loopback));
    }

    [Theory]
    [InlineData(true, Context)]
    [InlineData(false, "telemetry/v2")]
    public async Task Another_key_and_another_context_get_no_answer_and_cost_the_server_nothing(bool otherKey, string context)
    {
        _ = _server.ReceiveAsync(Cancellation).AsTask();
        using var strangers = Keyring<DatagramPreSharedKey>.FromKey(DatagramPreSharedKey.Generate(), _keys.Primary);
        var error = await Assert.ThrowsAsync<DatagramHelloException>(() =>
            SecureUdpClient.ConnectAsync(_server.LocalEndPoint, otherKey ? strangers : _keys, context, TimeSpan.FromSeconds(1), Cancellation));
        Assert.Contains("same key and context", error.Message);
        Assert.Equal((0, 0), (_server.Statistics.Sessions, _server.Statistics.Accepted));
        Assert.InRange(_server.Statistics.RefusedHellos, 1, 100);
    }

    [Fact]
    public async Task Nobody_is_sent_more_than_he_sent_and_a_recorded_hello_opens_nothing()
    {
        var receiving = _server.ReceiveAsync(Cancellation).AsTask();
        using var tap = new UdpTap(_server.LocalEndPoint);
        await using var client = await SecureUdpClient.ConnectAsync(tap.EndPoint, _keys, Context, cancellationToken: Cancellation);
        await client.SendAsync(new byte[] { 1 }, Cancellation);
        await receiving;
        var hellos = tap.ToServer.Where(packet => packet[0] == 0x22).ToList();
        Assert.All(hellos, hello => Assert.Equal(174, hello.Length));
        Assert.Equal([73, 170], tap.ToClient.Select(packet => packet.Length).Distinct().Order());
        Assert.Equal(1, _server.Statistics.Accepted);

        // Every change of a hello whose cookie is still good, and the hello itself: at most another cookie.
        receiving = _server.ReceiveAsync(Cancellation).AsTask();
        foreach (var batch in Hostile.EveryChange(hellos[^1]).Append(hellos[^1]).Append(hellos[0]).Chunk(50))
        {
            foreach (var packet in batch)
            {
                await tap.SendToServerAsync(packet);
            }

            await client.SendAsync(new byte[] { 2 }, Cancellation);
            Assert.Equal([2], (await receiving).Payload);
            receiving = _server.ReceiveAsync(Cancellation).AsTask();
        }

        Assert.Equal((1, 1), (_server.Statistics.Sessions, _server.Statistics.Accepted));
        Assert.DoesNotContain(tap.ToClient, packet => packet.Length > 174);
    }

    [Fact]
    public async Task A_client_takes_no_changed_answer_for_the_servers()
    {
        _ = _server.ReceiveAsync(Cancellation).AsTask();
        using var tap = new UdpTap(_server.LocalEndPoint);
        tap.ReplaceToClient = packet => packet[0] == 0x24 ? Hostile.EveryChange(packet) : [packet];
        await Assert.ThrowsAsync<DatagramHelloException>(() =>
            SecureUdpClient.ConnectAsync(tap.EndPoint, _keys, Context, TimeSpan.FromSeconds(2), Cancellation));
        Assert.Contains(tap.ToClient, packet => packet[0] == 0x24);

        // The same with the answer itself behind its changed copies, which also loses some packets.
        tap.ReplaceToClient = packet => packet[0] == 0x24 ? Hostile.EveryTruncation(packet).Append(packet) : [packet];
        await using var client = await SecureUdpClient.ConnectAsync(tap.EndPoint, _keys, Context, cancellationToken: Cancellation);
    }

    [Fact]
    public async Task Sessions_end_when_idle_and_unheard_ones_sooner()
    {
        var receiving = _server.ReceiveAsync(Cancellation).AsTask();
        await using var client = await SecureUdpClient.ConnectAsync(_server.LocalEndPoint, _keys, Context, cancellationToken: Cancellation);
        await client.SendAsync(new byte[] { 1 }, Cancellation);
        var session = (await receiving).Session;
        receiving = _server.ReceiveAsync(Cancellation).AsTask();
        _clock.Advance(TimeSpan.FromSeconds(119));
        await client.SendAsync(new byte[] { 2 }, Cancellation);
        Assert.Equal([2], (await receiving).Payload);
        _clock.Advance(TimeSpan.FromSeconds(121));
        _server.Add(DatagramKeys.Generate().Responder, IPAddress.Loopback);
        Assert.Equal(1, _server.Statistics.Sessions);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => session.SendAsync(new byte[1], Cancellation).AsTask());
    }

    [Fact]
    [Trait(BadInputPageTests.Row, "a full server")]
    public async Task A_full_server_answers_no_further_hello_and_keeps_serving()
    {
        var receiving = _server.ReceiveAsync(Cancellation).AsTask();
        var clients = new List<SecureUdpClient>();
        for (var i = 0; i < 3; i++)
        {
            clients.Add(await SecureUdpClient.ConnectAsync(_server.LocalEndPoint, _keys, Context, cancellationToken: Cancellation));
        }

        await Assert.ThrowsAsync<DatagramHelloException>(() =>
            SecureUdpClient.ConnectAsync(_server.LocalEndPoint, _keys, Context, TimeSpan.FromSeconds(1), Cancellation));
        await clients[2].SendAsync(new byte[] { 7 }, Cancellation);
        var (session, payload) = await receiving;
        Assert.Equal([7], payload);
        session.Dispose();
        receiving = _server.ReceiveAsync(Cancellation).AsTask();
        clients.Add(await SecureUdpClient.ConnectAsync(_server.LocalEndPoint, _keys, Context, cancellationToken: Cancellation));
        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }
    }

    [Fact]
    [Trait(BadInputPageTests.Row, "a hello that nobody answers")]
    public async Task Junk_and_closed_ports_end_nothing_and_misuse_is_reported()
    {
        var receiving = _server.ReceiveAsync(Cancellation).AsTask();
        using var socket = new UdpClient(AnyPort);
        foreach (var size in new[] { 0, 1, 28, 29, 173, 174, 175, 1200, 1201, 9000 })
        {
            await socket.SendAsync(new byte[size], _server.LocalEndPoint, Cancellation);
        }

        await using var client = await SecureUdpClient.ConnectAsync(_server.LocalEndPoint, _keys, Context, cancellationToken: Cancellation);
        await client.SendAsync(new byte[] { 1 }, Cancellation);
        Assert.Equal([1], (await receiving).Payload);

        var closed = new UdpClient(AnyPort);
        var nowhere = (IPEndPoint)closed.Client.LocalEndPoint!;
        closed.Dispose();
        await Assert.ThrowsAsync<DatagramHelloException>(() => SecureUdpClient.ConnectAsync(nowhere, _keys, Context, TimeSpan.FromMilliseconds(600), Cancellation));
        using var cancelled = new CancellationTokenSource(200);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SecureUdpClient.ConnectAsync(nowhere, _keys, Context, cancellationToken: cancelled.Token));

        await Assert.ThrowsAsync<ArgumentException>(() => client.ReceiveAsync(new byte[10], Cancellation).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => client.SendAsync(new byte[DatagramChannel.MaxPayload + 1], Cancellation).AsTask());
        await Assert.ThrowsAnyAsync<ArgumentException>(() => SecureUdpClient.ConnectAsync(nowhere, _keys, "", cancellationToken: Cancellation));
        Assert.ThrowsAny<ArgumentException>(() => SecureUdpServer.Start(AnyPort, new SecureUdpServerOptions { PreSharedKeys = _keys }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SecureUdpServerOptions { MaxSessions = 0 });
        await client.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.SendAsync(new byte[1], Cancellation).AsTask());
        var waiting = _server.ReceiveAsync(Cancellation).AsTask();
        await _server.DisposeAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => waiting);
    }

    private static byte[] Seal(DatagramChannel channel, byte value)
    {
        var packet = new byte[1 + DatagramChannel.Overhead];
        channel.Seal([value], packet);
        return packet;
    }
}
