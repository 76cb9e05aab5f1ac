namespace SocketSecurity.Replay;

/// <summary>Why a message was accepted or refused. Everything but <see cref="Accepted"/> means: drop it.</summary>
public enum ReplayVerdict
{
    /// <summary>Recent and never seen; from now on it is known.</summary>
    Accepted,

    /// <summary>Seen before.</summary>
    Replayed,

    /// <summary>Its time is longer ago than the window, or before the guard's memory begins.</summary>
    TooOld,

    /// <summary>Its time lies further ahead than clocks may differ.</summary>
    FromTheFuture,

    /// <summary>
    /// The memory is full, so nothing can be remembered and nothing is accepted until entries expire: a guard that
    /// forgot instead could be flushed with junk and then replayed to.
    /// </summary>
    Full,

    /// <summary>The shared store did not answer, so nobody knows whether the message was seen.</summary>
    StoreUnavailable,
}
