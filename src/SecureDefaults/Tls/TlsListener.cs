using System.Net;
using System.Net.Sockets;

namespace SocketSecurity.Tls;

/// <summary>
/// A TLS server that stays up: accepting never waits for a handshake, handshakes and connections are limited in number and
/// time, a handler's exception ends its own connection only, and stopping lets handlers finish. Thread-safe.
/// </summary>
public sealed class TlsListener : IAsyncDisposable
{
    /// <summary>Connections the system may queue while the process is busy; systems cut it to their own maximum.</summary>
    private const int Backlog = 512;

    /// <summary>100 ms when the system has no descriptors or memory left: trying again at once would only burn the processor.</summary>
    private static readonly TimeSpan PauseWhenExhausted = TimeSpan.FromMilliseconds(100);

    private readonly Socket _socket;
    private readonly ListenerConnections _connections;
    private readonly TlsListenerOptions _options;
    private readonly CancellationTokenSource _stopping = new();
    private int _started;

    private TlsListener(Socket socket, ServerCertificateSource certificate, TlsListenerOptions options)
    {
        _socket = socket;
        _options = options;
        _connections = new ListenerConnections(certificate, options, failure => HandlerFailed?.Invoke(this, failure));
        LocalEndPoint = socket.LocalEndPoint!;
    }

    /// <summary>A handler threw; its connection is closed already. Meant for logging; runs on the thread pool.</summary>
    public event EventHandler<Exception>? HandlerFailed;

    /// <summary>Where the listener listens: with the port that the system chose when port 0 was asked for.</summary>
    public EndPoint LocalEndPoint { get; }

    /// <summary>What happened so far.</summary>
    public TlsListenerStatistics Statistics => _connections.Statistics;

    /// <summary>Starts listening. Connections wait in the system's queue until <see cref="RunAsync"/> takes them.</summary>
    /// <param name="endPoint">An IP address and port (0 lets the system choose; <see cref="IPAddress.IPv6Any"/> listens on IPv4 too), or a Unix socket.</param>
    /// <param name="certificate">The server's certificate.</param>
    /// <param name="options">Limits and handshake; null means the defaults.</param>
    /// <exception cref="SocketException">The address is in use or not available.</exception>
    public static TlsListener Start(EndPoint endPoint, ServerCertificateSource certificate, TlsListenerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        ArgumentNullException.ThrowIfNull(certificate);
        var isIp = endPoint is IPEndPoint;
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, isIp ? ProtocolType.Tcp : ProtocolType.Unspecified);
        try
        {
            if (endPoint is IPEndPoint ip && ip.Address.Equals(IPAddress.IPv6Any))
            {
                socket.DualMode = true;
            }

            socket.Bind(endPoint);
            socket.Listen(Backlog);
            return new TlsListener(socket, certificate, options ?? new TlsListenerOptions());
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Accepts connections and hands each to the handler, until <see cref="StopAsync"/> or cancellation. Ends when the
    /// handlers have ended, at the latest after <see cref="TlsListenerOptions.DrainTimeout"/>.
    /// </summary>
    /// <param name="handler">
    /// Serves one connection, which is closed when it returns: with a goodbye on success, abruptly when it throws. Its token
    /// is cancelled when the listener stops and when the connection reaches its greatest age.
    /// </param>
    /// <param name="cancellationToken">Stops the listener; the method then ends normally.</param>
    /// <exception cref="InvalidOperationException">The method was called before.</exception>
    public async Task RunAsync(Func<TlsConnection, CancellationToken, Task> handler, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(handler);
        if (Interlocked.Exchange(ref _started, 1) != 0)
        {
            throw new InvalidOperationException("A listener runs once. Start another one.");
        }

        using (cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), _stopping))
        {
            await AcceptAsync(handler).ConfigureAwait(false);
        }

        await StopAsync(_options.DrainTimeout).ConfigureAwait(false);
    }

    /// <summary>
    /// Stops accepting, cancels the handlers' tokens, waits for them to finish and aborts the connections that remain.
    /// </summary>
    /// <param name="drain">The longest to wait for handlers; zero aborts at once.</param>
    public async Task StopAsync(TimeSpan drain)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(drain, TimeSpan.Zero);
        await _stopping.CancelAsync().ConfigureAwait(false);
        _socket.Dispose();
        await _connections.DrainAsync(drain).ConfigureAwait(false);
    }

    /// <summary>Stops at once: connections are aborted.</summary>
    public async ValueTask DisposeAsync() => await StopAsync(TimeSpan.Zero).ConfigureAwait(false);

    private async Task AcceptAsync(Func<TlsConnection, CancellationToken, Task> handler)
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                _connections.Serve(await _socket.AcceptAsync(_stopping.Token).ConfigureAwait(false), handler);
            }
            catch (SocketException exception) when (!_stopping.IsCancellationRequested)
            {
                // The client went away in the queue, or the system is out of descriptors: neither may end the server.
                if (exception.SocketErrorCode is SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable)
                {
                    await Task.Delay(PauseWhenExhausted).ConfigureAwait(false);
                }
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                return;
            }
        }
    }
}
