namespace SocketSecurity.Replay;

/// <summary>
/// Accepts each message once: it must carry a time close to now and an identifier, and the guard remembers the identifier
/// for as long as that time would be acceptable.
/// </summary>
/// <remarks>
/// <para>
/// Pass only what a MAC has confirmed: time and identifier must be covered by it, and the best identifier is the MAC tag
/// or the random nonce itself, as bytes. Never use the text of a token: the same bytes have many spellings.
/// </para>
/// <para>
/// Memory is bounded and a full guard refuses. A clock that is set back does not make old messages acceptable. For several
/// machines use <see cref="SharedReplayGuard"/>. All members are thread-safe.
/// </para>
/// </remarks>
public sealed class ReplayGuard
{
    private readonly Lock _lock = new();
    private readonly ReplayGuardOptions _options;
    private readonly TimeProvider _clock;
    private readonly ExpiringSet _seen;
    private readonly DateTimeOffset _memoryBegins;
    private long _accepted;
    private long _refused;

    /// <summary>A guard with an empty memory.</summary>
    /// <param name="options">Limits; null for the defaults.</param>
    /// <param name="clock">The clock; null for the system's.</param>
    public ReplayGuard(ReplayGuardOptions? options = null, TimeProvider? clock = null)
    {
        _options = options ?? new ReplayGuardOptions();
        _clock = clock ?? TimeProvider.System;
        _seen = new ExpiringSet(_options.Capacity);

        // Senders stamp whole seconds as often as not; a message of the guard's first second is not an old one.
        var now = _clock.GetUtcNow();
        _memoryBegins = _options.MemoryBegins ?? DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds());
    }

    /// <summary>A consistent view of the counters.</summary>
    public ReplayGuardStatistics Statistics
    {
        get
        {
            lock (_lock)
            {
                return new(_accepted, _refused, _seen.Count, _options.Capacity);
            }
        }
    }

    /// <summary>Accepts a message the first time only.</summary>
    /// <param name="id">What makes the message unique, authenticated; not empty.</param>
    /// <param name="timestamp">The time the message carries, authenticated.</param>
    /// <returns>Whether to act on the message.</returns>
    /// <exception cref="ArgumentException">The identifier is empty.</exception>
    public bool TryAccept(ReadOnlySpan<byte> id, DateTimeOffset timestamp) => Check(id, timestamp) == ReplayVerdict.Accepted;

    /// <summary>Accepts a message the first time only, and says why not.</summary>
    /// <param name="id">What makes the message unique, authenticated; not empty.</param>
    /// <param name="timestamp">The time the message carries, authenticated.</param>
    /// <returns>Act on the message only for <see cref="ReplayVerdict.Accepted"/>. The reason is for logs, not for the peer.</returns>
    /// <exception cref="ArgumentException">The identifier is empty.</exception>
    public ReplayVerdict Check(ReadOnlySpan<byte> id, DateTimeOffset timestamp)
    {
        if (id.IsEmpty)
        {
            throw new ArgumentException("An identifier is not empty.", nameof(id));
        }

        var hash = _seen.Hash(id);
        lock (_lock)
        {
            var now = _seen.Observe(_clock.GetUtcNow());
            var verdict = ReplayTimes.Judge(timestamp, now, _options.Window, _options.FutureTolerance, _memoryBegins);
            if (verdict == ReplayVerdict.Accepted)
            {
                verdict = _seen.TryAdd(hash, ReplayTimes.Add(timestamp, _options.Window));
            }

            _ = verdict == ReplayVerdict.Accepted ? _accepted++ : _refused++;
            return verdict;
        }
    }
}
