using System.Buffers.Binary;

namespace SocketSecurity.Datagrams;

/// <summary>
/// Protects datagrams as IPsec's ESP does: confidentiality, integrity, a window against replays, one key per direction,
/// and new keys before old ones wear out. It seals and opens packets; sending them is the caller's.
/// </summary>
/// <remarks>
/// <para>
/// Packet: <c>0x21 ‖ SPI u32 ‖ sequence u64 ‖ ciphertext ‖ tag 16</c>, <see cref="Overhead"/> bytes more than the payload;
/// the first 13 are authenticated. AES-256-GCM under the direction's IV XOR the sequence number.
/// </para>
/// <para>
/// The sending key changes after 2^24 packets or an hour. The receiver follows when the first packet of the new key proves
/// authentic, and still opens stragglers of the one before. Not protected: loss, order, size, and who talks to whom. Where
/// QUIC (<c>System.Net.Quic</c>) is available, prefer it. All members are thread-safe.
/// </para>
/// </remarks>
public sealed class DatagramChannel : IDisposable
{
    /// <summary>How many bytes sealing adds: 29.</summary>
    public const int Overhead = HeaderSize + DatagramEpoch.TagSize;

    /// <summary>The largest payload: what fits an unfragmented packet of 1 200 bytes, which every path carries (RFC 9000, 14).</summary>
    public const int MaxPayload = 1200 - Overhead;

    private const byte Marker = 0x21;
    private const int HeaderSize = 1 + 4 + 8;
    private const int LookAhead = 4;
    private const ulong PacketsPerKey = 1 << 24;
    private const long ForgeriesPerKey = 1L << 36;
    private static readonly TimeSpan KeyLifetime = TimeSpan.FromHours(1);

    private readonly Lock _sendLock = new();
    private readonly Lock _receiveLock = new();
    private readonly TimeProvider _clock;
    private readonly List<DatagramEpoch> _future = [];
    private DatagramEpoch _sending;
    private DatagramEpoch _receiving;
    private DatagramEpoch? _previous;
    private ulong _sequence;
    private long _keySince;
    private long _sealed;
    private long _rekeyings;
    private long _opened;
    private long _malformed;
    private long _replayed;
    private long _forged;
    private bool _disposed;

    /// <summary>A channel over fresh keys, which it uses up.</summary>
    /// <param name="keys">This end's keys.</param>
    /// <param name="clock">The clock; null for the system's.</param>
    /// <exception cref="InvalidOperationException">The keys were used already.</exception>
    public DatagramChannel(DatagramKeys keys, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(keys);
        (_sending, _receiving) = keys.Take();
        _clock = clock ?? TimeProvider.System;
        _keySince = _clock.GetTimestamp();
    }

    /// <summary>The counters; each is exact, together they are a snapshot only when nothing is going on.</summary>
    public DatagramStatistics Statistics => new(
        Volatile.Read(ref _sealed),
        Volatile.Read(ref _opened),
        Volatile.Read(ref _malformed),
        Volatile.Read(ref _replayed),
        Volatile.Read(ref _forged),
        Volatile.Read(ref _rekeyings));

    /// <summary>Seals a payload, without allocating.</summary>
    /// <param name="payload">The payload; may be empty; at most <see cref="MaxPayload"/> bytes.</param>
    /// <param name="packet">At least the payload's size plus <see cref="Overhead"/> bytes, not overlapping it.</param>
    /// <returns>The packet's size.</returns>
    /// <exception cref="ArgumentException">The payload is too large, or the buffer too small or overlapping.</exception>
    /// <exception cref="ObjectDisposedException">The channel was disposed.</exception>
    public int Seal(ReadOnlySpan<byte> payload, Span<byte> packet)
    {
        var length = payload.Length + Overhead;
        if (payload.Length > MaxPayload || packet.Length < length || packet.Overlaps(payload))
        {
            throw new ArgumentException($"A payload is at most {MaxPayload} bytes, and the packet's buffer {Overhead} larger and apart.", nameof(packet));
        }

        lock (_sendLock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_sequence >= PacketsPerKey || _clock.GetElapsedTime(_keySince) >= KeyLifetime)
            {
                AdvanceSending();
            }

            packet[0] = Marker;
            BinaryPrimitives.WriteUInt32BigEndian(packet[1..], _sending.Spi);
            BinaryPrimitives.WriteUInt64BigEndian(packet[5..], ++_sequence);
            var ciphertext = packet.Slice(HeaderSize, payload.Length);
            _sending.Seal(_sequence, packet[..HeaderSize], payload, ciphertext, packet.Slice(length - DatagramEpoch.TagSize, DatagramEpoch.TagSize));
            _sealed++;
            return length;
        }
    }

    /// <summary>Opens a packet the first time it arrives. A refused packet is dropped without a word to its sender.</summary>
    /// <param name="packet">What arrived, from anywhere.</param>
    /// <param name="payload">
    /// At least the packet's size less <see cref="Overhead"/> bytes, not overlapping it. Holds no payload unless the result is true.
    /// </param>
    /// <param name="bytesWritten">The payload's size; zero when refused.</param>
    /// <returns>False for anything but a fresh, unchanged packet of the peer.</returns>
    /// <exception cref="ArgumentException">The buffer is too small for the packet, or overlapping.</exception>
    /// <exception cref="ObjectDisposedException">The channel was disposed.</exception>
    public bool TryOpen(ReadOnlySpan<byte> packet, Span<byte> payload, out int bytesWritten)
    {
        bytesWritten = 0;
        var length = packet.Length - Overhead;
        if (length is < 0 or > MaxPayload || packet[0] != Marker)
        {
            Interlocked.Increment(ref _malformed);
            return false;
        }

        if (payload.Length < length || payload.Overlaps(packet))
        {
            throw new ArgumentException("The buffer is smaller than the payload, or overlaps the packet.", nameof(payload));
        }

        lock (_receiveLock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var sequence = BinaryPrimitives.ReadUInt64BigEndian(packet[5..]);
            if (Find(BinaryPrimitives.ReadUInt32BigEndian(packet[1..])) is not { } epoch || _forged >= ForgeriesPerKey)
            {
                Interlocked.Increment(ref _malformed);
                return false;
            }

            if (!epoch.Window.IsFresh(sequence))
            {
                _replayed++;
                return false;
            }

            var ciphertext = packet.Slice(HeaderSize, length);
            if (!epoch.TryOpen(sequence, packet[..HeaderSize], ciphertext, packet[^DatagramEpoch.TagSize..], payload[..length]))
            {
                _forged++;
                return false;
            }

            epoch.Window.Commit(sequence);
            AdvanceReceiving(epoch);
            _opened++;
            bytesWritten = length;
            return true;
        }
    }

    /// <summary>Changes the sending key now; the peer follows by itself.</summary>
    /// <exception cref="ObjectDisposedException">The channel was disposed.</exception>
    public void Rekey()
    {
        lock (_sendLock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            AdvanceSending();
        }
    }

    /// <summary>Forgets all keys.</summary>
    public void Dispose()
    {
        lock (_sendLock)
        {
            lock (_receiveLock)
            {
                _disposed = true;
                _sending.Dispose();
                _receiving.Dispose();
                _previous?.Dispose();
                _future.ForEach(epoch => epoch.Dispose());
            }
        }
    }

    private void AdvanceSending()
    {
        var next = _sending.Next();
        _sending.Dispose();
        _sending = next;
        _sequence = 0;
        _keySince = _clock.GetTimestamp();
        _rekeyings++;
    }

    /// <summary>
    /// The keys a packet names: present, previous, or one of the next few, in case every packet of an epoch was lost.
    /// Future keys are derived when first named and kept.
    /// </summary>
    private DatagramEpoch? Find(uint spi)
    {
        if (spi == _receiving.Spi)
        {
            return _receiving;
        }

        if (spi == _previous?.Spi)
        {
            return _previous;
        }

        var steps = (int)((spi - _receiving.Spi) & 0xff);
        if ((spi ^ _receiving.Spi) > 0xff || steps > LookAhead)
        {
            return null;
        }

        while (_future.Count < steps)
        {
            _future.Add((_future.Count == 0 ? _receiving : _future[^1]).Next());
        }

        return _future[steps - 1];
    }

    private void AdvanceReceiving(DatagramEpoch proved)
    {
        var steps = _future.IndexOf(proved) + 1;
        if (steps == 0)
        {
            return;
        }

        _previous?.Dispose();
        _previous = _receiving;
        for (var i = 0; i < steps - 1; i++)
        {
            _previous.Dispose();
            _previous = _future[i];
        }

        _receiving = proved;
        _future.RemoveRange(0, steps);
    }
}
