using System.Collections.Concurrent;
using System.Diagnostics;
using SocketSecurity.Replay;
using StackExchange.Redis;

namespace SocketSecurity.SecureDefaults.Tests.Replay;

/// <summary>
/// Two machines accept messages while their Redis is killed, restarted and replaced, and an attacker sends every message again
/// to both: whatever happens, none is accepted twice, nothing hangs, and service comes back.
/// </summary>
public sealed class RedisOutageTests : IDisposable
{
    private readonly RedisServer _server = new();
    private readonly RedisServer _replica = new();
    private readonly ConcurrentDictionary<Guid, int> _accepted = new();
    private readonly ConcurrentQueue<(Guid Id, DateTimeOffset Stamp)> _recorded = new();
    private readonly ConcurrentDictionary<ReplayVerdict, int> _verdicts = new();
    private TimeSpan _slowest;

    public void Dispose()
    {
        _server.Dispose();
        _replica.Dispose();
    }

    [Theory(Timeout = 120_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_killed_and_restarted_three_times_during_the_run_accepts_nothing_twice_and_comes_back(bool withSnapshots)
    {
        await _server.StartAsync();
        await using var first = await RedisServer.ConnectAsync(_server);
        await using var second = await RedisServer.ConnectAsync(_server);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var machines = RunMachines([Guard(first), Guard(second)], stop.Token);

        await AcceptsAsync();
        for (var outage = 0; outage < 3; outage++)
        {
            if (withSnapshots)
            {
                await first.GetDatabase().ExecuteAsync("SAVE");
            }

            _server.Kill();
            await RefusesAsync();
            await _server.StartAsync();
            await AcceptsAsync();
        }

        await stop.CancelAsync();
        await machines;
        AssertNoneTwice();
    }

    [Fact(Timeout = 120_000)]
    public async Task A_replica_that_takes_over_accepts_nothing_that_its_primary_accepted()
    {
        await _server.StartAsync();
        await _replica.StartAsync("--replicaof", "127.0.0.1", $"{_server.Port}", "--repl-diskless-sync-delay", "0");
        await using var first = await RedisServer.ConnectAsync(_server, _replica);
        await using var second = await RedisServer.ConnectAsync(_server, _replica);
        await using var operation = await RedisServer.ConnectAsync(_replica);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var machines = RunMachines([Guard(first), Guard(second)], stop.Token);

        await AcceptsAsync();
        _server.Kill();
        await RefusesAsync();
        await operation.GetDatabase().ExecuteAsync("REPLICAOF", "NO", "ONE");
        await AcceptsAsync();

        await stop.CancelAsync();
        await machines;
        AssertNoneTwice();
    }

    private static SharedReplayGuard Guard(ConnectionMultiplexer connection) => new(new RedisReplayStore(
        connection, new RedisReplayStoreOptions { ClockTolerance = TimeSpan.Zero, Timeout = TimeSpan.FromMilliseconds(500) }));

    private Task RunMachines(SharedReplayGuard[] guards, CancellationToken stop) => Task.WhenAll(
    [
        .. Enumerable.Range(0, 4).Select(_ => SendAsync(guards, stop)),
        .. Enumerable.Range(0, 2).Select(_ => ReplayAsync(guards, stop)),
    ]);

    /// <summary>A client: new messages, each to both machines at once.</summary>
    private async Task SendAsync(SharedReplayGuard[] guards, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var message = (Id: Guid.NewGuid(), Stamp: DateTimeOffset.UtcNow);
            await Task.WhenAll(guards.Select(guard => OfferAsync(guard, message)));
            _recorded.Enqueue(message);
            await Task.Delay(5, CancellationToken.None);
        }
    }

    /// <summary>An attacker: what was sent before, again and again, the latest first of all.</summary>
    private async Task ReplayAsync(SharedReplayGuard[] guards, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            foreach (var message in _recorded.Reverse().Take(50))
            {
                await OfferAsync(guards[message.Id.GetHashCode() & 1], message);
            }

            await Task.Delay(5, CancellationToken.None);
        }
    }

    private async Task OfferAsync(SharedReplayGuard guard, (Guid Id, DateTimeOffset Stamp) message)
    {
        var start = Stopwatch.GetTimestamp();
        var verdict = await guard.CheckAsync(message.Id.ToByteArray(), message.Stamp, CancellationToken.None);
        var took = Stopwatch.GetElapsedTime(start);
        _slowest = took > _slowest ? took : _slowest;
        _verdicts.AddOrUpdate(verdict, 1, (_, count) => count + 1);
        if (verdict == ReplayVerdict.Accepted)
        {
            _accepted.AddOrUpdate(message.Id, 1, (_, count) => count + 1);
        }
    }

    private Task AcceptsAsync() => GrowsAsync(ReplayVerdict.Accepted);

    private Task RefusesAsync() => GrowsAsync(ReplayVerdict.StoreUnavailable);

    private async Task GrowsAsync(ReplayVerdict verdict)
    {
        var before = _verdicts.GetValueOrDefault(verdict);
        while (_verdicts.GetValueOrDefault(verdict) < before + 20)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    private void AssertNoneTwice()
    {
        Assert.All(_accepted.Values, count => Assert.Equal(1, count));
        Assert.True(_verdicts.GetValueOrDefault(ReplayVerdict.Replayed) > 20);
        Assert.True(_verdicts.GetValueOrDefault(ReplayVerdict.TooOld) > 0, "Messages from before an outage must have been refused as too old.");
        Assert.True(_slowest < TimeSpan.FromSeconds(20), $"An answer took {_slowest}.");
        var counts = string.Join(", ", _verdicts.OrderBy(pair => pair.Key).Select(pair => $"{pair.Value} {pair.Key}"));
        TestContext.Current.TestOutputHelper?.WriteLine($"{_recorded.Count} messages: {counts}; slowest answer {_slowest.TotalMilliseconds:n0} ms");
    }
}
