using SocketSecurity.Replay;
using SocketSecurity.SecureDefaults.Tests.BadInput;
using StackExchange.Redis;

namespace SocketSecurity.SecureDefaults.Tests.Replay;

public sealed class RedisReplayStoreTests : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly RedisServer _server = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Of_all_who_ask_at_once_one_is_told_that_it_is_new()
    {
        await _server.StartAsync();
        await using var first = await _server.ConnectAsync();
        await using var second = await _server.ConnectAsync();

        // 1600 questions at a time: on a busy machine the last answers take longer than a program should wait.
        var patient = new RedisReplayStoreOptions { Timeout = TimeSpan.FromSeconds(5) };
        RedisReplayStore[] machines = [new(first, patient), new(second, patient)];
        var answers = await Task.WhenAll(Enumerable.Range(0, 1600).Select(i =>
            machines[i % 2].TryAddAsync(BitConverter.GetBytes(i / 16), Minute, Cancellation).AsTask()));
        Assert.Equal(100, answers.Count(a => a.Verdict == ReplayVerdict.Accepted));
        Assert.Equal(1500, answers.Count(a => a.Verdict == ReplayVerdict.Replayed));

        var other = new RedisReplayStore(first, new RedisReplayStoreOptions { Prefix = "other" });
        Assert.Equal(ReplayVerdict.Accepted, (await other.TryAddAsync(BitConverter.GetBytes(1), Minute, Cancellation)).Verdict);
        Assert.Null(other.Problem);
    }

    [Fact]
    public async Task Entries_expire_with_the_lifetime_and_take_no_room_afterwards()
    {
        await _server.StartAsync();
        await using var connection = await _server.ConnectAsync();
        var store = new RedisReplayStore(connection);
        Assert.Equal(ReplayVerdict.Accepted, (await store.TryAddAsync("a"u8.ToArray(), TimeSpan.FromMilliseconds(300), Cancellation)).Verdict);
        Assert.Equal(ReplayVerdict.Replayed, (await store.TryAddAsync("a"u8.ToArray(), Minute, Cancellation)).Verdict);
        await Task.Delay(500, Cancellation);
        Assert.Equal(ReplayVerdict.Accepted, (await store.TryAddAsync("a"u8.ToArray(), Minute, Cancellation)).Verdict);
        Assert.Equal(2, (long)await connection.GetDatabase().ExecuteAsync("DBSIZE"));
    }

    [Fact]
    public async Task A_server_killed_and_started_again_refuses_what_it_may_have_forgotten()
    {
        await _server.StartAsync();
        await using var connection = await _server.ConnectAsync();
        var store = new RedisReplayStore(connection, new RedisReplayStoreOptions { ClockTolerance = TimeSpan.Zero });
        var guard = new SharedReplayGuard(store);
        await Task.Delay(2100, Cancellation);
        await guard.CheckAsync("first"u8.ToArray(), DateTimeOffset.UtcNow, Cancellation);
        await Task.Delay(2100, Cancellation);
        var stamp = DateTimeOffset.UtcNow;
        Assert.Equal(ReplayVerdict.Accepted, await guard.CheckAsync("a"u8.ToArray(), stamp, Cancellation));
        Assert.Equal(ReplayVerdict.Replayed, await guard.CheckAsync("a"u8.ToArray(), stamp, Cancellation));

        _server.Kill();
        Assert.Equal(ReplayVerdict.StoreUnavailable, await guard.CheckAsync("b"u8.ToArray(), DateTimeOffset.UtcNow, Cancellation));
        Assert.StartsWith("Redis did not answer: ", store.Problem);

        await _server.StartAsync();
        await AnswersAsync(guard);
        Assert.Null(store.Problem);
        Assert.Equal(ReplayVerdict.TooOld, await guard.CheckAsync("a"u8.ToArray(), stamp, Cancellation));
        await Task.Delay(2100, Cancellation);
        Assert.Equal(ReplayVerdict.Accepted, await guard.CheckAsync("c"u8.ToArray(), DateTimeOffset.UtcNow, Cancellation));

        // A flush loses the marker together with the entries.
        stamp = DateTimeOffset.UtcNow;
        Assert.Equal(ReplayVerdict.Accepted, await guard.CheckAsync("d"u8.ToArray(), stamp, Cancellation));
        await connection.GetDatabase().ExecuteAsync("FLUSHALL");
        Assert.Equal(ReplayVerdict.TooOld, await guard.CheckAsync("d"u8.ToArray(), stamp, Cancellation));
    }

    [Fact]
    public async Task A_snapshot_that_came_back_with_the_marker_is_still_another_run()
    {
        await _server.StartAsync();
        await using var connection = await _server.ConnectAsync();
        var guard = new SharedReplayGuard(new RedisReplayStore(connection, new RedisReplayStoreOptions { ClockTolerance = TimeSpan.Zero }));
        await guard.CheckAsync("first"u8.ToArray(), DateTimeOffset.UtcNow, Cancellation);
        await connection.GetDatabase().ExecuteAsync("SAVE");
        await Task.Delay(2100, Cancellation);
        var stamp = DateTimeOffset.UtcNow;
        Assert.Equal(ReplayVerdict.Accepted, await guard.CheckAsync("after the snapshot"u8.ToArray(), stamp, Cancellation));
        _server.Kill();
        await _server.StartAsync();
        await AnswersAsync(guard);
        Assert.Equal(ReplayVerdict.TooOld, await guard.CheckAsync("after the snapshot"u8.ToArray(), stamp, Cancellation));
    }

    [Fact]
    [Trait(BadInputPageTests.Row, "a full guard or store")]
    public async Task A_server_that_evicts_or_is_full_refuses_and_says_so()
    {
        await _server.StartAsync("--maxmemory", "3mb", "--maxmemory-policy", "allkeys-lru");
        await using var connection = await _server.ConnectAsync();
        var store = new RedisReplayStore(connection);
        Assert.Equal(ReplayVerdict.StoreUnavailable, (await store.TryAddAsync(new byte[1], Minute, Cancellation)).Verdict);
        Assert.Contains("maxmemory-policy allkeys-lru", store.Problem);

        await connection.GetDatabase().ExecuteAsync("CONFIG", "SET", "maxmemory-policy", "noeviction");
        await store.TryAddAsync(new byte[1], Minute, Cancellation);
        await connection.GetDatabase().ExecuteAsync("CONFIG", "SET", "maxmemory", "1mb");
        Assert.Equal(ReplayVerdict.Full, (await store.TryAddAsync(new byte[2], Minute, Cancellation)).Verdict);
        Assert.Equal("Redis has no memory left.", store.Problem);
    }

    [Fact]
    [Trait(BadInputPageTests.Row, "a store that cannot be reached")]
    public async Task Nothing_there_from_the_start_refuses_and_misuse_is_reported()
    {
        await using var connection = await _server.ConnectAsync();
        var store = new RedisReplayStore(connection, new RedisReplayStoreOptions { Timeout = TimeSpan.FromMilliseconds(300) });
        Assert.Equal(ReplayStoreAnswer.Unavailable, await store.TryAddAsync(new byte[1], Minute, Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() => store.TryAddAsync(default, Minute, Cancellation).AsTask());
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => store.TryAddAsync(new byte[1], TimeSpan.Zero, Cancellation).AsTask());
        Assert.Throws<ArgumentException>(() => new RedisReplayStoreOptions { Prefix = "a{b}" });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RedisReplayStoreOptions { Timeout = TimeSpan.Zero });
        Assert.Throws<ArgumentNullException>(() => new RedisReplayStore((IConnectionMultiplexer)null!));
    }

    private static async Task AnswersAsync(SharedReplayGuard guard)
    {
        for (var i = 0; i < 100; i++)
        {
            if (await guard.CheckAsync(BitConverter.GetBytes(i), DateTimeOffset.UtcNow, Cancellation) != ReplayVerdict.StoreUnavailable)
            {
                return;
            }

            await Task.Delay(100, Cancellation);
        }

        Assert.Fail("The connection did not come back.");
    }
}
