namespace SocketSecurity.Replay;

/// <summary>A bounded store in this process; empty after every start. All members are thread-safe.</summary>
public sealed class MemoryReplayStore : IReplayStore
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _clock;
    private readonly ExpiringSet _seen;
    private readonly DateTimeOffset _memoryBegins;

    /// <summary>An empty store.</summary>
    /// <param name="capacity">How many identifiers it holds at most; about 90 bytes each.</param>
    /// <param name="clock">The clock; null for the system's.</param>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is below 1.</exception>
    public MemoryReplayStore(int capacity = 100_000, TimeProvider? clock = null)
    {
        _seen = new ExpiringSet(capacity);
        _clock = clock ?? TimeProvider.System;
        _memoryBegins = DateTimeOffset.FromUnixTimeSeconds(_clock.GetUtcNow().ToUnixTimeSeconds());
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The identifier is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The lifetime is not above zero.</exception>
    public ValueTask<ReplayStoreAnswer> TryAddAsync(ReadOnlyMemory<byte> id, TimeSpan lifetime, CancellationToken cancellationToken = default) =>
        new(TryAdd(id.Span, lifetime));

    /// <summary>As <see cref="TryAddAsync"/>, for callers that do not wait.</summary>
    /// <param name="id">The identifier, not empty.</param>
    /// <param name="lifetime">How long it must be remembered from now on; above zero.</param>
    /// <returns>Whether the identifier is new.</returns>
    /// <exception cref="ArgumentException">The identifier is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The lifetime is not above zero.</exception>
    public ReplayStoreAnswer TryAdd(ReadOnlySpan<byte> id, TimeSpan lifetime)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lifetime, TimeSpan.Zero);
        if (id.IsEmpty)
        {
            throw new ArgumentException("An identifier is not empty.", nameof(id));
        }

        var hash = _seen.Hash(id);
        lock (_lock)
        {
            var now = _seen.Observe(_clock.GetUtcNow());
            return new(_seen.TryAdd(hash, ReplayTimes.Add(now, lifetime)), _memoryBegins);
        }
    }
}
