using System.Buffers;
using System.Net;
using SocketSecurity.Keys;

namespace SocketSecurity.Datagrams;

/// <summary>
/// One peer of a <see cref="SecureUdpServer"/>. Its address is the one its first authentic packet came from, and stays:
/// packets from anywhere else are dropped, so that nobody can point the server's answers at a victim. A peer whose address
/// changed opens a new session. All members are thread-safe.
/// </summary>
public sealed class SecureUdpSession : IDisposable
{
    private readonly SecureUdpServer _server;
    private readonly DatagramChannel _channel;
    private readonly TimeProvider _clock;
    private IPEndPoint? _remote;
    private long _heard;

    internal SecureUdpSession(SecureUdpServer server, DatagramKeys keys, IPAddress address, KeyId? key, TimeProvider clock)
    {
        _server = server;
        _clock = clock;
        Address = address;
        IncomingSpi = keys.IncomingSpi;
        Key = key;
        _channel = new DatagramChannel(keys, clock);
        _heard = clock.GetTimestamp();
    }

    /// <summary>Which pre-shared key the peer proved to hold; null for a session keyed from inside TLS.</summary>
    public KeyId? Key { get; }

    /// <summary>Where the peer is; null until its first authentic packet.</summary>
    public IPEndPoint? RemoteEndPoint => Volatile.Read(ref _remote);

    /// <summary>The session's counters.</summary>
    public DatagramStatistics Statistics => _channel.Statistics;

    internal IPAddress Address { get; }

    internal uint IncomingSpi { get; }

    /// <summary>The hello this session answers, in hex; null for a session keyed from inside TLS.</summary>
    internal string? Hello { get; init; }

    /// <summary>The answer, to be repeated when it was lost; null once the peer has been heard.</summary>
    internal byte[]? Accept { get; set; }

    internal TimeSpan Idle => _clock.GetElapsedTime(Volatile.Read(ref _heard));

    /// <summary>Seals a payload and sends it to the peer.</summary>
    /// <param name="payload">At most <see cref="DatagramChannel.MaxPayload"/> bytes; an empty one only keeps the session alive.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends when the packet was handed to the network, which may lose it.</returns>
    /// <exception cref="ArgumentException">The payload is too large.</exception>
    /// <exception cref="InvalidOperationException">The peer has not been heard yet.</exception>
    /// <exception cref="ObjectDisposedException">The session ended.</exception>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken = default)
    {
        var remote = RemoteEndPoint
            ?? throw new InvalidOperationException("The peer has not been heard yet, so its address is not proved.");
        var packet = ArrayPool<byte>.Shared.Rent(DatagramChannel.MaxPayload + DatagramChannel.Overhead);
        try
        {
            var length = _channel.Seal(payload.Span, packet);
            await _server.SendAsync(packet.AsMemory(0, length), remote, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(packet);
        }
    }

    /// <summary>Ends the session and forgets its keys. The peer is not told.</summary>
    public void Dispose()
    {
        _server.Remove(this);
        _channel.Dispose();
    }

    /// <summary>Opens a packet; null for one that is refused.</summary>
    internal byte[]? TryOpen(ReadOnlySpan<byte> packet, IPEndPoint from)
    {
        if (RemoteEndPoint is { } known && !known.Equals(from))
        {
            return null;
        }

        Span<byte> payload = stackalloc byte[DatagramChannel.MaxPayload];
        try
        {
            if (!_channel.TryOpen(packet, payload, out var length))
            {
                return null;
            }

            Volatile.Write(ref _heard, _clock.GetTimestamp());
            Volatile.Write(ref _remote, from);
            Accept = null;
            return payload[..length].ToArray();
        }
        catch (ObjectDisposedException)
        {
            return null;
        }
    }
}
