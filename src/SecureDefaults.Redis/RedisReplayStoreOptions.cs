namespace SocketSecurity.Replay;

/// <summary>Where a <see cref="RedisReplayStore"/> keeps its entries and how long it waits.</summary>
public sealed class RedisReplayStoreOptions
{
    private readonly string _prefix = "replay";
    private readonly TimeSpan _timeout = TimeSpan.FromSeconds(1);
    private readonly TimeSpan _clockTolerance = TimeSpan.FromSeconds(10);

    /// <summary>What the keys begin with: <c>replay</c>. Services that share a Redis server use different ones.</summary>
    /// <exception cref="ArgumentException">Empty, or with a brace: braces keep the keys on one node of a cluster.</exception>
    public string Prefix
    {
        get => _prefix;
        init
        {
            ArgumentException.ThrowIfNullOrEmpty(value);
            if (value.AsSpan().ContainsAny('{', '}'))
            {
                throw new ArgumentException("A prefix has no braces.", nameof(value));
            }

            _prefix = value;
        }
    }

    /// <summary>How long an answer may take: 1 second. Above zero, to 1 minute.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside these bounds.</exception>
    public TimeSpan Timeout
    {
        get => _timeout;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromMinutes(1));
            _timeout = value;
        }
    }

    /// <summary>
    /// How far ahead of Redis the clocks of senders may be: 10 seconds. A message stamped up to this long after Redis lost
    /// its memory may have been accepted before, and is refused. From zero to 1 hour.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside these bounds.</exception>
    public TimeSpan ClockTolerance
    {
        get => _clockTolerance;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromHours(1));
            _clockTolerance = value;
        }
    }

    /// <summary>The number of the database: -1 for the connection's own.</summary>
    public int Database { get; init; } = -1;
}
