using System.Net.Sockets;

namespace SocketSecurity.Tls;

/// <summary>Connects to a server by host name and port, with TLS. Thread-safe.</summary>
public static class TlsClient
{
    /// <summary>Resolves the host, connects, and performs the handshake.</summary>
    /// <param name="host">The host name or IP address; the server's certificate must be for it.</param>
    /// <param name="port">The TCP port, 1 to 65535.</param>
    /// <param name="options">How to connect; null means the defaults.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The connection, which the caller disposes.</returns>
    /// <exception cref="ArgumentException">The host is empty or no host name.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The port is out of range.</exception>
    /// <exception cref="SocketException">The host cannot be resolved or reached.</exception>
    /// <exception cref="TimeoutException">The TCP connection took longer than <see cref="TlsClientOptions.ConnectTimeout"/>.</exception>
    /// <exception cref="TlsException">The handshake failed; see <see cref="SecureTls.AuthenticateAsClientAsync"/>.</exception>
    public static async Task<TlsConnection> ConnectAsync(
        string host, int port, TlsClientOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(host);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, ushort.MaxValue);
        options ??= new TlsClientOptions();

        var socket = await OpenAsync(host, port, options.ConnectTimeout, cancellationToken).ConfigureAwait(false);
        var remote = socket.RemoteEndPoint;
        var stream = await SecureTls.AuthenticateAsClientAsync(
            new NetworkStream(socket, ownsSocket: true), host, options, cancellationToken).ConfigureAwait(false);
        return new TlsConnection(stream, remote);
    }

    private static async Task<Socket> OpenAsync(string host, int port, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        try
        {
            await socket.ConnectAsync(host, port, deadline.Token).ConfigureAwait(false);
            return socket;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            socket.Dispose();
            throw new TimeoutException($"No connection to {host}:{port} within {timeout.TotalSeconds:0.###} seconds.", exception);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
