namespace SocketSecurity.Replay;

/// <summary>What an <see cref="IReplayStore"/> knows about an identifier.</summary>
/// <param name="Verdict">
/// <see cref="ReplayVerdict.Accepted"/> for a new identifier, otherwise <see cref="ReplayVerdict.Replayed"/>,
/// <see cref="ReplayVerdict.Full"/> or <see cref="ReplayVerdict.StoreUnavailable"/>.
/// </param>
/// <param name="MemoryBegins">
/// Since when the store has forgotten nothing. A store that was restarted empty says so here, and whoever asks refuses
/// what is older: it may have been accepted before.
/// </param>
public readonly record struct ReplayStoreAnswer(ReplayVerdict Verdict, DateTimeOffset MemoryBegins)
{
    /// <summary>The answer of a store that cannot be reached.</summary>
    public static ReplayStoreAnswer Unavailable => new(ReplayVerdict.StoreUnavailable, DateTimeOffset.MaxValue);
}
