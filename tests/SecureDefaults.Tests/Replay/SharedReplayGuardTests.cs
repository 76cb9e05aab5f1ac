using SocketSecurity.Replay;
using SocketSecurity.SecureDefaults.Tests.BadInput;

namespace SocketSecurity.SecureDefaults.Tests.Replay;

public sealed class SharedReplayGuardTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task Machines_that_share_a_store_accept_a_message_once_between_them()
    {
        var store = new MemoryReplayStore(clock: _clock);
        var machines = Enumerable.Range(0, 4).Select(_ => new SharedReplayGuard(store, clock: _clock)).ToList();
        var cancellation = TestContext.Current.CancellationToken;
        var verdicts = new List<ReplayVerdict>();
        foreach (var machine in machines)
        {
            verdicts.Add(await machine.CheckAsync("a"u8.ToArray(), _clock.Now, cancellation));
        }

        Assert.Equal([ReplayVerdict.Accepted, ReplayVerdict.Replayed, ReplayVerdict.Replayed, ReplayVerdict.Replayed], verdicts);
    }

    [Fact]
    public async Task A_machine_whose_clock_is_behind_still_finds_the_message_in_the_store()
    {
        var store = new MemoryReplayStore(clock: _clock);
        var late = new ManualClock();
        late.Advance(TimeSpan.FromMinutes(-1));
        var ahead = new SharedReplayGuard(store, clock: _clock);
        var behind = new SharedReplayGuard(store, clock: late);
        var cancellation = TestContext.Current.CancellationToken;
        var stamp = _clock.Now;
        Assert.Equal(ReplayVerdict.Accepted, await ahead.CheckAsync("a"u8.ToArray(), stamp, cancellation));
        for (var second = 0; second < 180; second++)
        {
            Assert.Equal(ReplayVerdict.Replayed, await behind.CheckAsync("a"u8.ToArray(), stamp, cancellation));
            _clock.Advance(TimeSpan.FromSeconds(1));
            late.Advance(TimeSpan.FromSeconds(1));
        }

        late.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(ReplayVerdict.TooOld, await behind.CheckAsync("a"u8.ToArray(), stamp, cancellation));
    }

    [Theory]
    [InlineData(ReplayVerdict.StoreUnavailable)]
    [InlineData(ReplayVerdict.Full)]
    [InlineData(ReplayVerdict.Replayed)]
    public async Task A_store_that_cannot_promise_makes_the_guard_refuse(ReplayVerdict answer)
    {
        var guard = new SharedReplayGuard(new FixedStore(new(answer, DateTimeOffset.MinValue)), clock: _clock);
        Assert.Equal(answer, await guard.CheckAsync("a"u8.ToArray(), _clock.Now, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_store_that_lost_its_memory_makes_the_guard_refuse_what_is_older()
    {
        var guard = new SharedReplayGuard(new FixedStore(new(ReplayVerdict.Accepted, _clock.Now)), clock: _clock);
        var cancellation = TestContext.Current.CancellationToken;
        Assert.Equal(ReplayVerdict.TooOld, await guard.CheckAsync("a"u8.ToArray(), _clock.Now - TimeSpan.FromSeconds(1), cancellation));
        Assert.Equal(ReplayVerdict.Accepted, await guard.CheckAsync("a"u8.ToArray(), _clock.Now, cancellation));
    }

    [Fact]
    public async Task Messages_outside_the_window_never_reach_the_store()
    {
        var guard = new SharedReplayGuard(new FixedStore(new(ReplayVerdict.Accepted, DateTimeOffset.MinValue)), clock: _clock);
        var cancellation = TestContext.Current.CancellationToken;
        Assert.Equal(ReplayVerdict.TooOld, await guard.CheckAsync("a"u8.ToArray(), _clock.Now - TimeSpan.FromMinutes(3), cancellation));
        Assert.Equal(ReplayVerdict.FromTheFuture, await guard.CheckAsync("a"u8.ToArray(), _clock.Now + TimeSpan.FromMinutes(3), cancellation));
        await Assert.ThrowsAsync<ArgumentException>(async () => await guard.CheckAsync(default, _clock.Now, cancellation));
    }

    [Fact]
    [Trait(BadInputPageTests.Row, "a full guard or store")]
    public void The_store_in_memory_is_bounded_and_says_since_when_it_remembers()
    {
        var store = new MemoryReplayStore(capacity: 2, _clock);
        Assert.Equal(new(ReplayVerdict.Accepted, _clock.Now), store.TryAdd("a"u8, TimeSpan.FromSeconds(10)));
        Assert.Equal(ReplayVerdict.Accepted, store.TryAdd("b"u8, TimeSpan.FromSeconds(20)).Verdict);
        Assert.Equal(ReplayVerdict.Full, store.TryAdd("c"u8, TimeSpan.FromSeconds(20)).Verdict);
        _clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(ReplayVerdict.Accepted, store.TryAdd("c"u8, TimeSpan.MaxValue).Verdict);
        Assert.Equal(ReplayVerdict.Replayed, store.TryAdd("b"u8, TimeSpan.FromSeconds(20)).Verdict);
        Assert.Throws<ArgumentOutOfRangeException>(() => store.TryAdd("d"u8, TimeSpan.Zero));
        Assert.Throws<ArgumentException>(() => store.TryAdd([], TimeSpan.FromSeconds(1)));
    }

    private sealed class FixedStore(ReplayStoreAnswer answer) : IReplayStore
    {
        public ValueTask<ReplayStoreAnswer> TryAddAsync(ReadOnlyMemory<byte> id, TimeSpan lifetime, CancellationToken cancellationToken = default) =>
            new(answer);
    }
}
