using StackExchange.Redis;

namespace SocketSecurity.Replay;

/// <summary>
/// A replay store in Redis, for services on several machines. An identifier is written with <c>SET NX PX</c>, so of all that
/// ask at once exactly one is told that it is new.
/// </summary>
/// <remarks>
/// <para>
/// It refuses rather than forgets. Beside the entries lies a marker with the server's run identifier: after a restart, a
/// fail-over to a replica, or a flush, the marker is missing or names another run, and the answer says that the memory
/// begins only now. A server that may evict keys, does not answer in time or answers with an error is
/// <see cref="ReplayVerdict.StoreUnavailable"/>; one without memory left is <see cref="ReplayVerdict.Full"/>.
/// <see cref="Problem"/> says why in words.
/// </para>
/// <para>
/// A request that ran into the timeout may still reach Redis, and its message then counts as seen: a client repeats an
/// operation with a new message, never with the old one. All members are thread-safe.
/// </para>
/// </remarks>
public sealed class RedisReplayStore : IReplayStore
{
    /// <summary>
    /// One step for Redis: the entry, and since when this run of the server remembers. INFO costs microseconds and is the
    /// only place where a script finds the run's identifier and the eviction policy.
    /// </summary>
    private const string Script = """
        local policy = string.match(redis.call('INFO', 'memory'), 'maxmemory_policy:(%S+)')
        if policy ~= 'noeviction' then return {-1, policy} end
        local run = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
        local known = redis.call('HMGET', KEYS[2], 'run', 'since')
        local since = known[2]
        if known[1] ~= run or not since then
          since = redis.call('TIME')[1] + 1
          redis.call('HSET', KEYS[2], 'run', run, 'since', since)
        end
        if redis.call('SET', KEYS[1], '', 'NX', 'PX', ARGV[1]) then return {1, tostring(since)} end
        return {0, tostring(since)}
        """;

    private readonly IConnectionMultiplexer _connection;
    private readonly RedisReplayStoreOptions _options;
    private readonly RedisKey _marker;
    private readonly byte[] _prefix;
    private volatile string? _problem;

    /// <summary>A store over a connection.</summary>
    /// <param name="connection">
    /// The connection, still owned by the caller. Make it with <c>abortConnect=false</c>, so that it comes back by itself.
    /// </param>
    /// <param name="options">Prefix and timeout; null for the defaults.</param>
    public RedisReplayStore(IConnectionMultiplexer connection, RedisReplayStoreOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        _connection = connection;
        _options = options ?? new RedisReplayStoreOptions();
        _marker = $"{{{_options.Prefix}}}:memory";
        _prefix = System.Text.Encoding.UTF8.GetBytes($"{{{_options.Prefix}}}:seen:");
    }

    /// <summary>Why the last request was refused, for a log or a health check; null after a request that was answered.</summary>
    public string? Problem => _problem;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The identifier is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The lifetime is not above zero.</exception>
    /// <exception cref="OperationCanceledException">The wait was ended; the identifier may be known from then on.</exception>
    public async ValueTask<ReplayStoreAnswer> TryAddAsync(ReadOnlyMemory<byte> id, TimeSpan lifetime, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lifetime, TimeSpan.Zero);
        if (id.IsEmpty)
        {
            throw new ArgumentException("An identifier is not empty.", nameof(id));
        }

        try
        {
            var result = await _connection.GetDatabase(_options.Database)
                .ScriptEvaluateAsync(Script, [Name(id), _marker], [(long)Math.Ceiling(lifetime.TotalMilliseconds)])
                .WaitAsync(_options.Timeout, cancellationToken)
                .ConfigureAwait(false);
            return Read(result);
        }
        catch (RedisServerException error) when (error.Message.Contains("OOM", StringComparison.Ordinal))
        {
            _problem = "Redis has no memory left.";
            return new ReplayStoreAnswer(ReplayVerdict.Full, DateTimeOffset.MaxValue);
        }
        catch (Exception error) when (error is RedisException or TimeoutException or ObjectDisposedException or FormatException or InvalidCastException)
        {
            _problem = $"Redis did not answer: {error.Message}";
            return ReplayStoreAnswer.Unavailable;
        }
    }

    private RedisKey Name(ReadOnlyMemory<byte> id) => (byte[])[.. _prefix, .. id.Span];

    private ReplayStoreAnswer Read(RedisResult result)
    {
        var parts = (RedisResult[])result!;
        var answer = (int)parts[0];
        if (answer < 0)
        {
            _problem = $"Redis may evict keys (maxmemory-policy {(string?)parts[1]}), and with them the memory of messages: set it to noeviction.";
            return ReplayStoreAnswer.Unavailable;
        }

        _problem = null;
        var memoryBegins = DateTimeOffset.FromUnixTimeSeconds(long.Parse((string)parts[1]!, System.Globalization.CultureInfo.InvariantCulture));
        return new ReplayStoreAnswer(answer == 1 ? ReplayVerdict.Accepted : ReplayVerdict.Replayed, memoryBegins + _options.ClockTolerance);
    }
}
