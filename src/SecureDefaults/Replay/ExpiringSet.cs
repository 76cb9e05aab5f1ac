using System.Security.Cryptography;

namespace SocketSecurity.Replay;

/// <summary>
/// A bounded set whose entries leave at a given time. Identifiers of any length are kept as 128 bits of a hash keyed
/// with process-random bytes, so that nobody can prepare two that collide. For one thread at a time.
/// </summary>
internal sealed class ExpiringSet
{
    private readonly byte[] _hashKey = RandomNumberGenerator.GetBytes(16);
    private readonly HashSet<UInt128> _present = [];
    private readonly PriorityQueue<UInt128, long> _byExpiry = new();
    private readonly int _capacity;
    private long _now = long.MinValue;

    public ExpiringSet(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _capacity = capacity;
    }

    public int Count => _present.Count;

    /// <summary>
    /// The latest time ever seen. Time never runs backwards here: what expired under a clock that was set back afterwards
    /// would otherwise be acceptable again.
    /// </summary>
    public DateTimeOffset Observe(DateTimeOffset time)
    {
        _now = Math.Max(_now, time.UtcTicks);
        while (_byExpiry.TryPeek(out var oldest, out var expiry) && expiry < _now)
        {
            _byExpiry.Dequeue();
            _present.Remove(oldest);
        }

        return new DateTimeOffset(_now, TimeSpan.Zero);
    }

    public UInt128 Hash(ReadOnlySpan<byte> id)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        if (id.Length <= 112)
        {
            Span<byte> input = stackalloc byte[128];
            _hashKey.CopyTo(input);
            id.CopyTo(input[_hashKey.Length..]);
            SHA256.HashData(input[..(_hashKey.Length + id.Length)], hash);
        }
        else
        {
            HMACSHA256.HashData(_hashKey, id, hash);
        }

        return BitConverter.ToUInt128(hash);
    }

    public ReplayVerdict TryAdd(UInt128 hash, DateTimeOffset expiry)
    {
        if (_present.Contains(hash))
        {
            return ReplayVerdict.Replayed;
        }

        if (_present.Count >= _capacity)
        {
            return ReplayVerdict.Full;
        }

        _present.Add(hash);
        _byExpiry.Enqueue(hash, expiry.UtcTicks);
        return ReplayVerdict.Accepted;
    }
}
