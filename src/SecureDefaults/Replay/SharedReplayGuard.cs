using System.Security.Cryptography;

namespace SocketSecurity.Replay;

/// <summary>
/// Accepts each message once across all machines that share a store. The rules are those of <see cref="ReplayGuard"/>; a
/// store that cannot be reached, is full, or has lost its memory refuses.
/// </summary>
/// <remarks>All members are thread-safe.</remarks>
public sealed class SharedReplayGuard
{
    private readonly IReplayStore _store;
    private readonly ReplayGuardOptions _options;
    private readonly TimeProvider _clock;

    /// <summary>A guard over a store.</summary>
    /// <param name="store">The store that all machines share.</param>
    /// <param name="options">The window and how far clocks may differ; the store bounds its own size. Null for the defaults.</param>
    /// <param name="clock">The clock; null for the system's.</param>
    public SharedReplayGuard(IReplayStore store, ReplayGuardOptions? options = null, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        _store = store;
        _options = options ?? new ReplayGuardOptions();
        _clock = clock ?? TimeProvider.System;
    }

    /// <summary>Accepts a message the first time only, on whichever machine.</summary>
    /// <param name="id">What makes the message unique, authenticated; not empty.</param>
    /// <param name="timestamp">The time the message carries, authenticated.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    /// <returns>Act on the message only for <see cref="ReplayVerdict.Accepted"/>.</returns>
    /// <exception cref="ArgumentException">The identifier is empty.</exception>
    /// <exception cref="OperationCanceledException">The wait was ended; the message may be known from then on.</exception>
    public async ValueTask<ReplayVerdict> CheckAsync(
        ReadOnlyMemory<byte> id,
        DateTimeOffset timestamp,
        CancellationToken cancellationToken = default)
    {
        if (id.IsEmpty)
        {
            throw new ArgumentException("An identifier is not empty.", nameof(id));
        }

        var now = _clock.GetUtcNow();
        var memoryBegins = _options.MemoryBegins ?? DateTimeOffset.MinValue;
        var verdict = ReplayTimes.Judge(timestamp, now, _options.Window, _options.FutureTolerance, memoryBegins);
        if (verdict != ReplayVerdict.Accepted)
        {
            return verdict;
        }

        // Another machine's clock may be behind this one's by the tolerance and would accept the message that much longer.
        var lifetime = timestamp - now + _options.Window + _options.FutureTolerance + TimeSpan.FromSeconds(1);
        var answer = await _store.TryAddAsync(SHA256.HashData(id.Span), lifetime, cancellationToken).ConfigureAwait(false);
        return answer.Verdict == ReplayVerdict.Accepted && timestamp < answer.MemoryBegins ? ReplayVerdict.TooOld : answer.Verdict;
    }
}
