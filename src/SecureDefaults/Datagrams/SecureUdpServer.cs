using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using SocketSecurity.Keys;

namespace SocketSecurity.Datagrams;

/// <summary>
/// A UDP socket with many <see cref="DatagramChannel"/> peers. Sessions are keyed from inside a TLS connection
/// (<see cref="Add"/>) or by a hello of somebody who holds a pre-shared key.
/// </summary>
/// <remarks>
/// <para>
/// Hellos are answered while somebody waits in <see cref="ReceiveAsync"/>; a server that never receives never answers. A
/// sender gets nothing larger than what it sent, and costs no memory, until it has returned a cookie from its address and
/// proved that it holds a key. Everything else that arrives is dropped without a word and counted.
/// </para>
/// <para>All members are thread-safe; concurrent receivers take turns.</para>
/// </remarks>
public sealed class SecureUdpServer : IAsyncDisposable
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(1);

    private readonly Socket _socket;
    private readonly TimeProvider _clock;
    private readonly HelloServer? _hello;
    private readonly SessionTable _sessions;
    private readonly SemaphoreSlim _receiving = new(1, 1);
    private readonly byte[] _buffer = new byte[DatagramChannel.MaxPayload + DatagramChannel.Overhead + 1];
    private long _swept;
    private long _cookies;
    private long _accepted;
    private long _refused;
    private long _unknown;

    private SecureUdpServer(Socket socket, SecureUdpServerOptions options)
    {
        _socket = socket;
        _clock = options.Clock ?? TimeProvider.System;
        _sessions = new SessionTable(options.MaxSessions, options.IdleTimeout);
        _hello = options.PreSharedKeys is { } keys ? new HelloServer(keys, options.Context!, _clock) : null;
        _swept = _clock.GetTimestamp();
    }

    /// <summary>Binds a socket.</summary>
    /// <param name="local">Where; port 0 takes a free one.</param>
    /// <param name="options">Keys and limits; null admits only sessions keyed from inside TLS.</param>
    /// <returns>The server; dispose it when it is no longer needed.</returns>
    /// <exception cref="ArgumentException">There are pre-shared keys but no context.</exception>
    /// <exception cref="SocketException">The address cannot be bound.</exception>
    public static SecureUdpServer Start(IPEndPoint local, SecureUdpServerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(local);
        options ??= new SecureUdpServerOptions();
        if (options.PreSharedKeys is not null)
        {
            ContextText.Check(options.Context!);
        }

        var socket = new Socket(local.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Bind(local);
            return new SecureUdpServer(socket, options);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Where the server receives.</summary>
    public IPEndPoint LocalEndPoint => (IPEndPoint)_socket.LocalEndPoint!;

    /// <summary>The counters.</summary>
    public SecureUdpServerStatistics Statistics => new(
        _sessions.Count,
        Volatile.Read(ref _cookies),
        Volatile.Read(ref _accepted),
        Volatile.Read(ref _refused),
        Volatile.Read(ref _unknown));

    /// <summary>Adds a session whose keys travelled inside a TLS connection.</summary>
    /// <param name="keys">This end's keys, which are used up.</param>
    /// <param name="peer">The peer's address, that of the TLS connection; the port is learnt from its first packet.</param>
    /// <returns>The session.</returns>
    /// <exception cref="InvalidOperationException">
    /// The keys were used already, or there is no room for another session.
    /// </exception>
    public SecureUdpSession Add(DatagramKeys keys, IPAddress peer)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(peer);
        _sessions.Sweep();
        var session = new SecureUdpSession(this, keys, peer, key: null, _clock);
        if (!_sessions.TryAdd(session))
        {
            session.Dispose();
            throw new InvalidOperationException("There is no room for another session.");
        }

        return session;
    }

    /// <summary>Waits for the next payload of any session, answering hellos meanwhile. Empty payloads are not delivered.</summary>
    /// <param name="cancellationToken">Ends the wait; nothing is lost.</param>
    /// <returns>The payload and whose it is.</returns>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    /// <exception cref="ObjectDisposedException">The server was disposed.</exception>
    public async ValueTask<SecureDatagram> ReceiveAsync(CancellationToken cancellationToken = default)
    {
        await _receiving.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (true)
            {
                if (await ReceivePacketAsync(cancellationToken).ConfigureAwait(false) is not { } received)
                {
                    continue;
                }

                Sweep();
                var (length, from) = received;
                if (HelloServer.IsHello(_buffer.AsSpan(0, length)))
                {
                    await AnswerAsync(_buffer.AsMemory(0, length), from, cancellationToken).ConfigureAwait(false);
                }
                else if (Open(_buffer.AsSpan(0, length), from) is { Payload.Length: > 0 } datagram)
                {
                    return datagram;
                }
            }
        }
        catch (SocketException) when (_socket.SafeHandle.IsClosed)
        {
            throw new ObjectDisposedException(nameof(SecureUdpServer));
        }
        finally
        {
            _receiving.Release();
        }
    }

    /// <summary>Closes the socket and ends all sessions.</summary>
    /// <returns>A completed task.</returns>
    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        foreach (var session in _sessions.All())
        {
            session.Dispose();
        }

        _hello?.Dispose();
        return ValueTask.CompletedTask;
    }

    internal async ValueTask SendAsync(ReadOnlyMemory<byte> packet, IPEndPoint remote, CancellationToken cancellationToken) =>
        await _socket.SendToAsync(packet, SocketFlags.None, remote, cancellationToken).ConfigureAwait(false);

    internal void Remove(SecureUdpSession session) => _sessions.Remove(session);

    private async ValueTask<(int Length, IPEndPoint From)?> ReceivePacketAsync(CancellationToken cancellationToken)
    {
        var any = new IPEndPoint(_socket.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
        try
        {
            var received = await _socket.ReceiveFromAsync(_buffer, SocketFlags.None, any, cancellationToken).ConfigureAwait(false);
            return (received.ReceivedBytes, (IPEndPoint)received.RemoteEndPoint);
        }
        catch (SocketException e) when (UdpErrors.IsAboutOnePacket(e))
        {
            return null;
        }
    }

    private SecureDatagram? Open(ReadOnlySpan<byte> packet, IPEndPoint from)
    {
        var session = packet.Length < DatagramChannel.Overhead
            ? null
            : _sessions.Find(BinaryPrimitives.ReadUInt32BigEndian(packet[1..]), from.Address);
        if (session is null)
        {
            Interlocked.Increment(ref _unknown);
            return null;
        }

        return session.TryOpen(packet, from) is { } payload ? new SecureDatagram(session, payload) : null;
    }

    private async ValueTask AnswerAsync(ReadOnlyMemory<byte> hello, IPEndPoint from, CancellationToken cancellationToken)
    {
        var answer = Answer(hello.Span, from);
        if (answer is null)
        {
            Interlocked.Increment(ref _refused);
            return;
        }

        try
        {
            await SendAsync(answer, from, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException e) when (UdpErrors.IsAboutOnePacket(e))
        {
            Interlocked.Increment(ref _refused);
        }
    }

    private byte[]? Answer(ReadOnlySpan<byte> hello, IPEndPoint from)
    {
        if (_hello is null)
        {
            return null;
        }

        if (!_hello.HasValidCookie(hello, from))
        {
            Interlocked.Increment(ref _cookies);
            return _hello.MakeRetry(hello, from);
        }

        var name = Convert.ToHexString(hello);
        if (_sessions.FindByHello(name) is { } earlier)
        {
            return earlier.Accept;
        }

        if (_sessions.IsFull || _hello.TryAnswer(hello) is not var (accept, keys, id))
        {
            return null;
        }

        var session = new SecureUdpSession(this, keys, from.Address, id, _clock) { Hello = name, Accept = accept };
        if (!_sessions.TryAdd(session))
        {
            session.Dispose();
            return null;
        }

        Interlocked.Increment(ref _accepted);
        return accept;
    }

    private void Sweep()
    {
        if (_clock.GetElapsedTime(_swept) >= SweepInterval)
        {
            _swept = _clock.GetTimestamp();
            _sessions.Sweep();
        }
    }
}
