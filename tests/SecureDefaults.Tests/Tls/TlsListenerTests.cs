using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using SocketSecurity.Tls;
using SocketSecurity.Trust;

namespace SocketSecurity.SecureDefaults.Tests.Tls;

/// <summary>A server under honest clients, silent ones, failing handlers and a stop in the middle.</summary>
public sealed class TlsListenerTests : IDisposable
{
    /// <summary>Machines that run everything at once are slow; nothing here waits for it unless something is wrong.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DevAuthority _authority = DevCertificates.CreateAuthority();
    private readonly X509Certificate2 _certificate;

    public TlsListenerTests() => _certificate = _authority.IssueServer();

    public void Dispose()
    {
        _certificate.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public async Task Clients_are_served_on_IPv4_IPv6_and_a_Unix_socket()
    {
        using var folder = new TemporaryFolder();
        EndPoint[] addresses =
        [
            new IPEndPoint(IPAddress.Loopback, 0),
            new IPEndPoint(IPAddress.IPv6Loopback, 0),
            new UnixDomainSocketEndPoint(folder.File("tls.socket")),
        ];
        foreach (var address in addresses)
        {
            await using var listener = Start(address);
            var running = listener.RunAsync(EchoAsync, TestContext.Current.CancellationToken);

            Assert.Equal("hi", await AskAsync(listener, "hi"));
            Assert.Equal(1, listener.Statistics.Accepted);

            await listener.StopAsync(Patience);
            await running.WaitAsync(Patience, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Silent_clients_do_not_keep_honest_ones_waiting_and_end_at_the_deadline()
    {
        const int Silent = 200;
        var options = new TlsListenerOptions
        {
            Handshake = new TlsServerOptions { HandshakeTimeout = TimeSpan.FromSeconds(8) },
            MaxPendingPerAddress = Silent + 1,
            MaxPendingHandshakes = Silent + 1,
        };
        await using var listener = Start(new IPEndPoint(IPAddress.Loopback, 0), options);
        var running = listener.RunAsync(EchoAsync, TestContext.Current.CancellationToken);
        var silent = await Task.WhenAll(Enumerable.Range(0, Silent).Select(_ => ConnectAsync(listener)));

        var answered = await AskAsync(listener, "hi");
        var pending = listener.Statistics.Pending;

        Assert.Equal("hi", answered);
        Assert.True(pending > Silent / 2, $"{pending} pending: the silent clients were not waiting while the honest one was served");
        await EventuallyAsync(() => listener.Statistics.FailedHandshakes == Silent);
        Assert.Equal(0, listener.Statistics.Pending);
        Array.ForEach(silent, socket => socket.Dispose());
    }

    [Fact]
    public async Task One_address_cannot_take_more_than_its_share_of_pending_handshakes()
    {
        await using var listener = Start(new IPEndPoint(IPAddress.Loopback, 0), new TlsListenerOptions { MaxPendingPerAddress = 3 });
        _ = listener.RunAsync(EchoAsync, TestContext.Current.CancellationToken);

        var silent = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => ConnectAsync(listener)));
        await EventuallyAsync(() => listener.Statistics.Pending == 3);

        await AssertRefusedAsync(listener);
        Assert.Equal(1, listener.Statistics.RefusedByLimit);
        Array.ForEach(silent, socket => socket.Dispose());
        await EventuallyAsync(() => listener.Statistics.Pending == 0);
        Assert.Equal("again", await AskAsync(listener, "again"));
    }

    [Fact]
    public async Task Connections_above_the_limit_are_closed_at_once()
    {
        await using var listener = Start(new IPEndPoint(IPAddress.Loopback, 0), new TlsListenerOptions { MaxConnections = 1 });
        _ = listener.RunAsync(EchoAsync, TestContext.Current.CancellationToken);
        await using var first = await OpenAsync(listener);
        await EventuallyAsync(() => listener.Statistics.Active == 1);

        await AssertRefusedAsync(listener);
    }

    [Fact]
    public async Task A_handler_that_throws_ends_its_own_connection_only()
    {
        await using var listener = Start(new IPEndPoint(IPAddress.Loopback, 0));
        var reported = new TaskCompletionSource<Exception>(TaskCreationOptions.RunContinuationsAsynchronously);
        listener.HandlerFailed += (_, failure) => reported.TrySetResult(failure);
        var calls = 0;
        _ = listener.RunAsync(
            (connection, token) => Interlocked.Increment(ref calls) == 1 ? throw new InvalidDataException("spoilt") : EchoAsync(connection, token),
            TestContext.Current.CancellationToken);

        await Assert.ThrowsAnyAsync<Exception>(() => AskAsync(listener, "first"));

        Assert.IsType<InvalidDataException>(await reported.Task.WaitAsync(Patience, TestContext.Current.CancellationToken));
        Assert.Equal("second", await AskAsync(listener, "second"));
        Assert.Equal(1, listener.Statistics.FailedHandlers);
    }

    [Fact]
    public async Task An_idle_connection_is_aborted()
    {
        await using var listener = Start(new IPEndPoint(IPAddress.Loopback, 0), new TlsListenerOptions { IdleTimeout = TimeSpan.FromSeconds(2) });
        _ = listener.RunAsync(EchoAsync, TestContext.Current.CancellationToken);
        await using var connection = await OpenAsync(listener);
        await EventuallyAsync(() => listener.Statistics.Active == 1);

        await EventuallyAsync(() => listener.Statistics.Active == 0);
    }

    [Fact]
    public async Task Stopping_lets_handlers_finish_and_aborts_those_that_do_not()
    {
        await using var listener = Start(new IPEndPoint(IPAddress.Loopback, 0));
        var running = listener.RunAsync(
            async (connection, token) =>
            {
                var buffer = new byte[1];
                await connection.Stream.ReadExactlyAsync(buffer, CancellationToken.None);
                if (buffer[0] == 'w')
                {
                    await Task.Delay(Timeout.Infinite, token).ContinueWith(_ => { }, TaskScheduler.Default);
                    await connection.Stream.WriteAsync("done"u8.ToArray(), CancellationToken.None);
                }
                else
                {
                    await connection.Stream.ReadExactlyAsync(buffer, CancellationToken.None);
                }
            },
            TestContext.Current.CancellationToken);
        await using var willing = await OpenAsync(listener);
        await willing.Stream.WriteAsync("w"u8.ToArray(), TestContext.Current.CancellationToken);
        await using var stuck = await OpenAsync(listener);
        await stuck.Stream.WriteAsync("s"u8.ToArray(), TestContext.Current.CancellationToken);
        await EventuallyAsync(() => listener.Statistics.Active == 2);

        var watch = Stopwatch.StartNew();
        var stopping = listener.StopAsync(TimeSpan.FromSeconds(2));
        var answer = new byte[4];
        await willing.Stream.ReadExactlyAsync(answer, TestContext.Current.CancellationToken);
        await stopping;
        await running.WaitAsync(Patience, TestContext.Current.CancellationToken);

        Assert.Equal("done"u8.ToArray(), answer);
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(1), Patience);
        await EventuallyAsync(() => listener.Statistics.Active == 0);
        await Assert.ThrowsAnyAsync<SocketException>(() => ConnectAsync(listener));
    }

    [Fact]
    public async Task The_handler_knows_who_the_client_is()
    {
        using var certificate = _authority.IssueClient("worker-1");
        await using var listener = Start(
            new IPEndPoint(IPAddress.Loopback, 0),
            new TlsListenerOptions { Handshake = new TlsServerOptions { ClientAuthentication = ClientAuthentication.Required(_authority.CreateTrustPolicy()) } });
        var seen = new TaskCompletionSource<PeerIdentity?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = listener.RunAsync(
            (connection, token) =>
            {
                seen.TrySetResult(connection.Peer);
                return EchoAsync(connection, token);
            },
            TestContext.Current.CancellationToken);

        await using var client = await TlsClient.ConnectAsync(
            "127.0.0.1",
            ((IPEndPoint)listener.LocalEndPoint).Port,
            new TlsClientOptions { Trust = _authority.CreateTrustPolicy(), Identity = ClientCertificateSource.FromCertificate(certificate) },
            TestContext.Current.CancellationToken);

        var peer = await seen.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.NotNull(peer);
        Assert.Equal(["worker-1"], peer.DnsNames);
        Assert.Equal(32, peer.SpkiSha256.Length);
        Assert.Contains("localhost", client.Peer!.DnsNames);
    }

    private static async Task EchoAsync(TlsConnection connection, CancellationToken cancellationToken)
    {
        var buffer = new byte[256];
        int read;
        while ((read = await connection.Stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            await connection.Stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }
    }

    private static async Task<Socket> ConnectAsync(TlsListener listener)
    {
        var isIp = listener.LocalEndPoint is IPEndPoint;
        var socket = new Socket(listener.LocalEndPoint.AddressFamily, SocketType.Stream, isIp ? ProtocolType.Tcp : ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(listener.LocalEndPoint, TestContext.Current.CancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The reset may arrive before the client has seen its connection at all.</summary>
    private static async Task AssertRefusedAsync(TlsListener listener)
    {
        var exception = await Assert.ThrowsAsync<SocketException>(async () =>
        {
            using var socket = await ConnectAsync(listener);
            await socket.ReceiveAsync(new byte[1], TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken);
        });
        Assert.Equal(SocketError.ConnectionReset, exception.SocketErrorCode);
    }

    private static async Task EventuallyAsync(Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < Patience, "It did not come to be in time.");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private TlsListener Start(EndPoint address, TlsListenerOptions? options = null) =>
        TlsListener.Start(address, ServerCertificateSource.FromCertificate(_certificate), options);

    private async Task<Stream> SecureAsync(TlsListener listener) => await SecureTls.AuthenticateAsClientAsync(
        new NetworkStream(await ConnectAsync(listener), ownsSocket: true),
        "localhost",
        new TlsClientOptions { Trust = _authority.CreateTrustPolicy(), HandshakeTimeout = Patience },
        TestContext.Current.CancellationToken);

    private async Task<OpenedStream> OpenAsync(TlsListener listener) => new(await SecureAsync(listener));

    private async Task<string> AskAsync(TlsListener listener, string text)
    {
        await using var stream = await SecureAsync(listener);
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(text), TestContext.Current.CancellationToken);
        var answer = new byte[text.Length];
        await stream.ReadExactlyAsync(answer, TestContext.Current.CancellationToken);
        return System.Text.Encoding.ASCII.GetString(answer);
    }

    private sealed record OpenedStream(Stream Stream) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Stream.DisposeAsync();
    }
}
