namespace SocketSecurity.Replay;

/// <summary>The arithmetic of time windows, safe at both ends of the calendar.</summary>
internal static class ReplayTimes
{
    public static ReplayVerdict Judge(
        DateTimeOffset timestamp,
        DateTimeOffset now,
        TimeSpan window,
        TimeSpan futureTolerance,
        DateTimeOffset memoryBegins)
    {
        if (timestamp > now)
        {
            return timestamp - now <= futureTolerance && timestamp >= memoryBegins ? ReplayVerdict.Accepted
                : timestamp < memoryBegins ? ReplayVerdict.TooOld
                : ReplayVerdict.FromTheFuture;
        }

        return now - timestamp <= window && timestamp >= memoryBegins ? ReplayVerdict.Accepted : ReplayVerdict.TooOld;
    }

    /// <summary>A later time, or the last one there is.</summary>
    public static DateTimeOffset Add(DateTimeOffset time, TimeSpan span) =>
        DateTimeOffset.MaxValue - time > span ? time + span : DateTimeOffset.MaxValue;
}
