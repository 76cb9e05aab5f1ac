using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace SocketSecurity.Tls;

/// <summary>The connections of one listener, from accepted to closed: limits, deadlines, counters and the end. Thread-safe.</summary>
internal sealed class ListenerConnections(ServerCertificateSource certificate, TlsListenerOptions options, Action<Exception> reportFailure)
{
    /// <summary>2 seconds for handlers to notice that their connection was aborted, before the listener leaves them behind.</summary>
    private static readonly TimeSpan AbortTimeout = TimeSpan.FromSeconds(2);

    private const string Handshaking = "handshake";
    private const string Serving = "active";

    private readonly ConcurrentDictionary<Socket, Task> _open = new();
    private readonly PendingByAddress _pendingByAddress = new(options.MaxPendingPerAddress);
    private readonly CancellationTokenSource _stopping = new();
    private int _count;
    private int _active;
    private int _pending;
    private long _accepted;
    private long _refused;
    private long _failedHandshakes;
    private long _failedHandlers;

    public TlsListenerStatistics Statistics => new()
    {
        Active = Volatile.Read(ref _active),
        Pending = Volatile.Read(ref _pending),
        Accepted = Interlocked.Read(ref _accepted),
        RefusedByLimit = Interlocked.Read(ref _refused),
        FailedHandshakes = Interlocked.Read(ref _failedHandshakes),
        FailedHandlers = Interlocked.Read(ref _failedHandlers),
    };

    /// <summary>Takes the connection over and returns at once. Called by one accept loop only.</summary>
    public void Serve(Socket socket, Func<TlsConnection, CancellationToken, Task> handler)
    {
        var client = EndPointOf(socket);
        if (LimitReached(client) is { } limit)
        {
            Interlocked.Increment(ref _refused);
            Abort(socket);
            TlsTelemetry.ConnectionRefused(limit);
            return;
        }

        Interlocked.Increment(ref _pending);
        TlsTelemetry.ConnectionsChanged(Handshaking, 1);
        var served = new Task<Task>(() => ServeAsync(socket, client, handler));
        Interlocked.Increment(ref _count);
        _open[socket] = served.Unwrap();

        // On the pool: when the client's first bytes are there already, the handshake would run on the accept loop.
        served.Start(TaskScheduler.Default);
    }

    /// <summary>The limit that the connection would break; when there is none, the client's address has its place.</summary>
    private string? LimitReached(EndPoint? client) =>
        _stopping.IsCancellationRequested ? "stopping"
        : Volatile.Read(ref _count) >= options.MaxConnections ? "connections"
        : Volatile.Read(ref _pending) >= options.MaxPendingHandshakes ? "handshakes"
        : !_pendingByAddress.TryEnter(client) ? "address"
        : null;

    public async Task DrainAsync(TimeSpan drain)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        if (drain > TimeSpan.Zero && await EndWithinAsync(drain).ConfigureAwait(false))
        {
            return;
        }

        foreach (var socket in _open.Keys)
        {
            Abort(socket);
        }

        await EndWithinAsync(AbortTimeout).ConfigureAwait(false);
    }

    private async Task<bool> EndWithinAsync(TimeSpan time)
    {
        try
        {
            await Task.WhenAll(_open.Values).WaitAsync(time).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Never throws: every failure concerns this connection only.</summary>
    private async Task ServeAsync(Socket socket, EndPoint? client, Func<TlsConnection, CancellationToken, Task> handler)
    {
        try
        {
            var connection = await HandshakeAsync(socket, client).ConfigureAwait(false);
            if (connection is not null)
            {
                Interlocked.Increment(ref _active);
                Interlocked.Increment(ref _accepted);
                TlsTelemetry.ConnectionsChanged(Serving, 1);
                try
                {
                    await HandleAsync(socket, connection, handler).ConfigureAwait(false);
                }
                finally
                {
                    Interlocked.Decrement(ref _active);
                    TlsTelemetry.ConnectionsChanged(Serving, -1);
                }
            }
        }
        finally
        {
            socket.Dispose();
            _open.TryRemove(socket, out _);
            Interlocked.Decrement(ref _count);
        }
    }

    private async Task<TlsConnection?> HandshakeAsync(Socket socket, EndPoint? client)
    {
        try
        {
            if (socket.ProtocolType == ProtocolType.Tcp)
            {
                socket.NoDelay = true;
            }

            var stream = await SecureTls.AuthenticateAsServerAsync(
                new IdleWatch(socket, options.IdleTimeout), certificate, options.Handshake, _stopping.Token).ConfigureAwait(false);
            return new TlsConnection(stream, client);
        }
        catch (Exception)
        {
            // Whatever a client sends may fail here in whatever way; counted, and of no concern to others.
            Interlocked.Increment(ref _failedHandshakes);
            return null;
        }
        finally
        {
            Interlocked.Decrement(ref _pending);
            TlsTelemetry.ConnectionsChanged(Handshaking, -1);
            _pendingByAddress.Leave(client);
        }
    }

    private async Task HandleAsync(Socket socket, TlsConnection connection, Func<TlsConnection, CancellationToken, Task> handler)
    {
        using var lifetime = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        lifetime.CancelAfter(options.MaxConnectionAge);
        try
        {
            var handling = handler(connection, lifetime.Token);
            try
            {
                await handling.WaitAsync(options.MaxConnectionAge + options.DrainTimeout).ConfigureAwait(false);
            }
            catch (TimeoutException) when (!handling.IsCompleted)
            {
                Abort(socket);
                await handling.ConfigureAwait(false);
            }

            await connection.DisposeAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (lifetime.IsCancellationRequested)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // No goodbye: the peer must not take what it has got for complete.
            Abort(socket);
            await connection.DisposeAsync().ConfigureAwait(false);
            Interlocked.Increment(ref _failedHandlers);
            TlsTelemetry.HandlerFailed(exception);
            Report(exception);
        }
    }

    private void Report(Exception exception)
    {
        try
        {
            reportFailure(exception);
        }
        catch (Exception)
        {
            // A subscriber that throws must not take the server down with it.
        }
    }

    /// <summary>Closes with a reset: no state is left waiting for a client that may be hostile.</summary>
    private static void Abort(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Closed already, or of a kind that does not linger.
        }

        socket.Dispose();
    }

    private static EndPoint? EndPointOf(Socket socket)
    {
        try
        {
            return socket.RemoteEndPoint;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
