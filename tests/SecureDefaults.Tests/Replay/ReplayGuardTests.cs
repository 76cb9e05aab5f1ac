using CsCheck;
using SocketSecurity.Replay;
using SocketSecurity.SecureDefaults.Tests.BadInput;

namespace SocketSecurity.SecureDefaults.Tests.Replay;

public sealed class ReplayGuardTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void A_message_is_accepted_once_for_as_long_as_its_time_would_be()
    {
        var guard = Guard();
        var stamp = _clock.Now;
        Assert.Equal(ReplayVerdict.Accepted, guard.Check("a"u8, stamp));
        for (var second = 0; second <= 120; second++)
        {
            Assert.Equal(ReplayVerdict.Replayed, guard.Check("a"u8, stamp));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(ReplayVerdict.TooOld, guard.Check("a"u8, stamp));
        Assert.True(guard.TryAccept("b"u8, _clock.Now));
    }

    [Fact]
    [Trait(BadInputPageTests.Row, "a message or token from the future")]
    public void A_message_from_a_clock_ahead_is_remembered_until_its_own_time_is_over()
    {
        var guard = Guard();
        var stamp = _clock.Now + TimeSpan.FromMinutes(2);
        Assert.Equal(ReplayVerdict.FromTheFuture, guard.Check("a"u8, stamp + TimeSpan.FromTicks(1)));
        Assert.Equal(ReplayVerdict.Accepted, guard.Check("a"u8, stamp));
        for (var second = 0; second <= 240; second++)
        {
            Assert.Equal(ReplayVerdict.Replayed, guard.Check("a"u8, stamp));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(ReplayVerdict.TooOld, guard.Check("a"u8, stamp));
    }

    [Fact]
    public void It_agrees_with_a_model_that_forgets_nothing()
    {
        var step = Gen.Select(Gen.Int[0, 30], Gen.Int[0, 40], Gen.Int[-150, 150]);
        step.Array[1, 300].Sample(
            steps =>
            {
                var clock = new ManualClock();
                var begin = clock.Now;
                var guard = new ReplayGuard(new ReplayGuardOptions { Window = TimeSpan.FromSeconds(60), FutureTolerance = TimeSpan.FromSeconds(10) }, clock);
                var seen = new HashSet<(int, DateTimeOffset)>();
                foreach (var (advance, id, offset) in steps)
                {
                    clock.Advance(TimeSpan.FromSeconds(advance));
                    var stamp = clock.Now + TimeSpan.FromSeconds(offset);

                    // The identifier covers the time, as a MAC tag would.
                    byte[] bytes = [(byte)id, .. BitConverter.GetBytes(stamp.UtcTicks)];
                    var expected = offset is >= -60 and <= 10 && stamp >= begin && seen.Add((id, stamp));
                    Assert.Equal(expected, guard.TryAccept(bytes, stamp));
                }

                Assert.Equal(seen.Count, guard.Statistics.Accepted);
            },
            iter: 300);
    }

    [Fact]
    [Trait(BadInputPageTests.Row, "a full guard or store")]
    public void A_full_guard_refuses_and_recovers_when_entries_expire()
    {
        var guard = new ReplayGuard(new ReplayGuardOptions { Capacity = 100 }, _clock);
        for (var i = 0; i < 100; i++)
        {
            Assert.True(guard.TryAccept(BitConverter.GetBytes(i), _clock.Now));
        }

        Assert.Equal(ReplayVerdict.Full, guard.Check("new"u8, _clock.Now));
        Assert.Equal(ReplayVerdict.Replayed, guard.Check(BitConverter.GetBytes(5), _clock.Now));
        Assert.Equal(new ReplayGuardStatistics(100, 2, 100, 100), guard.Statistics);
        _clock.Advance(TimeSpan.FromSeconds(121));
        Assert.Equal(ReplayVerdict.Accepted, guard.Check("new"u8, _clock.Now));
        Assert.Equal(1, guard.Statistics.Remembered);
    }

    [Fact]
    public void A_clock_set_back_does_not_bring_forgotten_messages_back()
    {
        var guard = Guard();
        var stamp = _clock.Now;
        Assert.True(guard.TryAccept("a"u8, stamp));
        _clock.Advance(TimeSpan.FromMinutes(10));
        Assert.True(guard.TryAccept("b"u8, _clock.Now));
        _clock.Advance(TimeSpan.FromMinutes(-10));
        Assert.Equal(ReplayVerdict.TooOld, guard.Check("a"u8, stamp));
        Assert.Equal(ReplayVerdict.TooOld, guard.Check("c"u8, _clock.Now));
        _clock.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(ReplayVerdict.Accepted, guard.Check("c"u8, _clock.Now));
    }

    [Fact]
    public void What_a_process_before_this_one_may_have_accepted_is_refused()
    {
        Assert.Equal(ReplayVerdict.TooOld, Guard().Check("a"u8, _clock.Now - TimeSpan.FromSeconds(1)));
        var strict = new ReplayGuard(new ReplayGuardOptions { MemoryBegins = _clock.Now + TimeSpan.FromMinutes(2) }, _clock);
        Assert.Equal(ReplayVerdict.TooOld, strict.Check("a"u8, _clock.Now + TimeSpan.FromMinutes(1)));
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(ReplayVerdict.Accepted, strict.Check("a"u8, _clock.Now));
    }

    [Fact]
    [Trait(BadInputPageTests.Row, "a message or token from the past")]
    public void The_ends_of_the_calendar_and_long_identifiers_are_ordinary_input()
    {
        var guard = Guard();
        Assert.Equal(ReplayVerdict.TooOld, guard.Check("a"u8, DateTimeOffset.MinValue));
        Assert.Equal(ReplayVerdict.FromTheFuture, guard.Check("a"u8, DateTimeOffset.MaxValue));
        Assert.Throws<ArgumentException>(() => guard.Check([], _clock.Now));
        var large = new byte[1_000_000];
        Assert.True(guard.TryAccept(large, _clock.Now));
        Assert.False(guard.TryAccept(large, _clock.Now));
        Assert.True(guard.TryAccept(large.AsSpan(1), _clock.Now));
        Assert.True(guard.TryAccept(new byte[112], _clock.Now));
        Assert.True(guard.TryAccept(new byte[113], _clock.Now));
    }

    [Fact]
    public void Sixteen_threads_with_the_same_messages_get_each_accepted_once()
    {
        var guard = Guard();
        var accepted = 0;
        Workers.Run(16, thread =>
        {
            for (var i = 0; i < 5000; i++)
            {
                if (guard.TryAccept(BitConverter.GetBytes(i), _clock.Now))
                {
                    Interlocked.Increment(ref accepted);
                }
            }
        });
        Assert.Equal(5000, accepted);
        Assert.Equal(15 * 5000, guard.Statistics.Refused);
    }

    [Fact]
    public void Options_outside_their_bounds_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReplayGuardOptions { Window = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReplayGuardOptions { Window = TimeSpan.FromDays(2) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReplayGuardOptions { Capacity = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReplayGuardOptions { FutureTolerance = TimeSpan.FromSeconds(-1) });
        Assert.Equal(TimeSpan.FromMinutes(2), new ReplayGuardOptions { FutureTolerance = TimeSpan.FromDays(1) }.FutureTolerance);
    }

    private ReplayGuard Guard() => new(clock: _clock);
}
