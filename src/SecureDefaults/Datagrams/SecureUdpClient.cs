using System.Buffers;
using System.Net;
using System.Net.Sockets;
using SocketSecurity.Keys;

namespace SocketSecurity.Datagrams;

/// <summary>
/// A UDP socket with one <see cref="DatagramChannel"/> to one server, keyed by a hello under a pre-shared key
/// (<see cref="ConnectAsync"/>) or from inside a TLS connection (<see cref="FromKeys"/>).
/// </summary>
/// <remarks>
/// UDP loses and reorders packets, and so does this. All members are thread-safe; concurrent receivers take turns.
/// </remarks>
public sealed class SecureUdpClient : IAsyncDisposable
{
    /// <summary>How long the hello is tried in all, as a TLS handshake here.</summary>
    private static readonly TimeSpan HelloTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FirstRetransmission = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LastRetransmission = TimeSpan.FromSeconds(2);

    private readonly Socket _socket;
    private readonly DatagramChannel _channel;
    private readonly SemaphoreSlim _receiving = new(1, 1);
    private readonly byte[] _buffer = new byte[DatagramChannel.MaxPayload + DatagramChannel.Overhead + 1];

    private SecureUdpClient(Socket socket, DatagramKeys keys, TimeProvider? clock)
    {
        _socket = socket;
        _channel = new DatagramChannel(keys, clock);
    }

    /// <summary>The session's counters.</summary>
    public DatagramStatistics Statistics => _channel.Statistics;

    /// <summary>Where this end sends from.</summary>
    public IPEndPoint LocalEndPoint => (IPEndPoint)_socket.LocalEndPoint!;

    /// <summary>
    /// Opens a session with a server that holds the same key. Both ends prove it; the session's keys come from fresh
    /// ephemeral keys as well, so that the pre-shared key does not open recorded sessions when it leaks later.
    /// </summary>
    /// <param name="server">The server.</param>
    /// <param name="keys">The ring whose primary key both ends hold.</param>
    /// <param name="context">What the session is for, with a version, the same at both ends.</param>
    /// <param name="timeout">How long to try: null for 10 seconds.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The client; dispose it when it is no longer needed.</returns>
    /// <exception cref="ArgumentException">The context is empty or longer than 1 024 bytes.</exception>
    /// <exception cref="DatagramHelloException">No authentic answer came in time.</exception>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public static async Task<SecureUdpClient> ConnectAsync(
        IPEndPoint server,
        Keyring<DatagramPreSharedKey> keys,
        string context,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(keys);
        ContextText.Check(context);
        var limit = timeout ?? HelloTimeout;
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit, TimeSpan.Zero, nameof(timeout));
        var socket = await OpenAsync(server, cancellationToken).ConfigureAwait(false);
        try
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            deadline.CancelAfter(limit);
            var client = new SecureUdpClient(socket, await HelloAsync(socket, keys, context, deadline.Token).ConfigureAwait(false), clock: null);

            // The server sends nothing until it has heard an authentic packet from here.
            await client.SendAsync(ReadOnlyMemory<byte>.Empty, cancellationToken).ConfigureAwait(false);
            return client;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            socket.Dispose();
            throw new DatagramHelloException();
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>A client over keys that travelled inside a TLS connection. It must send first, if only an empty payload.</summary>
    /// <param name="server">The server.</param>
    /// <param name="keys">This end's keys, which are used up.</param>
    /// <param name="clock">The clock; null for the system's.</param>
    /// <returns>The client; dispose it when it is no longer needed.</returns>
    /// <exception cref="InvalidOperationException">The keys were used already.</exception>
    public static SecureUdpClient FromKeys(IPEndPoint server, DatagramKeys keys, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(keys);
        var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Connect(server);
            return new SecureUdpClient(socket, keys, clock);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Seals a payload and sends it.</summary>
    /// <param name="payload">At most <see cref="DatagramChannel.MaxPayload"/> bytes; an empty one only keeps the session alive.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends when the packet was handed to the network, which may lose it.</returns>
    /// <exception cref="ArgumentException">The payload is too large.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken = default)
    {
        var packet = ArrayPool<byte>.Shared.Rent(DatagramChannel.MaxPayload + DatagramChannel.Overhead);
        try
        {
            var length = _channel.Seal(payload.Span, packet);
            await TrySendAsync(_socket, packet.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(packet);
        }
    }

    /// <summary>Waits for the next authentic payload of the server. Empty payloads are not delivered.</summary>
    /// <param name="payload">At least <see cref="DatagramChannel.MaxPayload"/> bytes.</param>
    /// <param name="cancellationToken">Ends the wait; nothing is lost.</param>
    /// <returns>The payload's size.</returns>
    /// <exception cref="ArgumentException">The buffer is too small.</exception>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    public async ValueTask<int> ReceiveAsync(Memory<byte> payload, CancellationToken cancellationToken = default)
    {
        if (payload.Length < DatagramChannel.MaxPayload)
        {
            throw new ArgumentException($"The buffer must hold {DatagramChannel.MaxPayload} bytes.", nameof(payload));
        }

        await _receiving.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (true)
            {
                if (await TryReceiveAsync(_socket, _buffer, cancellationToken).ConfigureAwait(false) is { } length
                    && _channel.TryOpen(_buffer.AsSpan(0, length), payload.Span, out var written)
                    && written > 0)
                {
                    return written;
                }
            }
        }
        catch (SocketException) when (_socket.SafeHandle.IsClosed)
        {
            throw new ObjectDisposedException(nameof(SecureUdpClient));
        }
        finally
        {
            _receiving.Release();
        }
    }

    /// <summary>Closes the socket and forgets the keys. The server is not told.</summary>
    /// <returns>A completed task.</returns>
    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _channel.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task<Socket> OpenAsync(IPEndPoint server, CancellationToken cancellationToken)
    {
        var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            await socket.ConnectAsync(server, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends the hello again and again, with the server's cookie once there is one, until the answer is authentic.</summary>
    private static async Task<DatagramKeys> HelloAsync(
        Socket socket,
        Keyring<DatagramPreSharedKey> keys,
        string context,
        CancellationToken cancellationToken)
    {
        var primary = keys.Current.Primary;
        using var hello = new HelloClient(primary.Id, primary.Key!, context);
        var buffer = new byte[HelloFormat.HelloSize];
        var pause = FirstRetransmission;
        while (true)
        {
            await TrySendAsync(socket, hello.Hello, cancellationToken).ConfigureAwait(false);
            using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            wait.CancelAfter(pause);
            var hasCookie = false;
            try
            {
                while (!hasCookie)
                {
                    if (await TryReceiveAsync(socket, buffer, wait.Token).ConfigureAwait(false) is not { } length)
                    {
                        continue;
                    }

                    if (hello.TryFinish(buffer.AsSpan(0, length)) is { } session)
                    {
                        return session;
                    }

                    hasCookie = hello.TryTakeCookie(buffer.AsSpan(0, length));
                }
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                pause = pause * 2 < LastRetransmission ? pause * 2 : LastRetransmission;
            }
        }
    }

    private static async ValueTask TrySendAsync(Socket socket, ReadOnlyMemory<byte> packet, CancellationToken cancellationToken)
    {
        try
        {
            await socket.SendAsync(packet, SocketFlags.None, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException e) when (UdpErrors.IsAboutOnePacket(e))
        {
            // The packet is lost, as any packet may be; a server that is not there yet may be there at the next try.
        }
    }

    private static async ValueTask<int?> TryReceiveAsync(Socket socket, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException e) when (UdpErrors.IsAboutOnePacket(e))
        {
            return null;
        }
    }
}
