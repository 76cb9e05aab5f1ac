using CsCheck;
using SocketSecurity.Replay;

namespace SocketSecurity.SecureDefaults.Tests.Replay;

public sealed class SequenceWindowTests
{
    [Fact]
    public void It_agrees_with_a_set_that_remembers_everything()
    {
        // Steps that stay close, that leave the window, and that come from the ends of the range.
        var number = Gen.OneOf(
            Gen.ULong[0, 200],
            Gen.ULong[0, 5000],
            Gen.ULong,
            Gen.ULong[ulong.MaxValue - 300, ulong.MaxValue]);
        Gen.Select(Gen.OneOf(Gen.Const(64), Gen.Const(128), Gen.Const(192), Gen.Const(1024)), number.Array[0, 400]).Sample(
            (size, numbers) =>
            {
                var window = new SequenceWindow(size);
                var model = new NaiveWindow((ulong)size);
                foreach (var sequence in numbers)
                {
                    var fresh = model.IsFresh(sequence);
                    Assert.Equal(fresh, window.IsFresh(sequence));
                    Assert.Equal(fresh, window.Commit(sequence));
                    model.Add(sequence);
                    Assert.Equal(model.Highest, window.Highest);
                    Assert.False(window.IsFresh(sequence));
                }
            },
            iter: 2000);
    }

    [Fact]
    public void It_agrees_with_the_set_along_a_walk_around_the_highest_number()
    {
        Gen.Int[-150, 100].Array[1, 2000].Sample(
            steps =>
            {
                var window = new SequenceWindow(64);
                var model = new NaiveWindow(64);
                foreach (var step in steps)
                {
                    var sequence = (ulong)Math.Max(0, (long)model.Highest + step);
                    Assert.Equal(model.IsFresh(sequence), window.Commit(sequence));
                    model.Add(sequence);
                }
            },
            iter: 300);
    }

    [Fact]
    public void Sixteen_threads_that_offer_the_same_numbers_get_each_accepted_once()
    {
        var window = new SequenceWindow(65536);
        var accepted = new int[50_000];
        Workers.Run(16, thread =>
        {
            for (var i = 0; i < accepted.Length; i++)
            {
                if (window.IsFresh((ulong)i) && window.Commit((ulong)i))
                {
                    Interlocked.Increment(ref accepted[i]);
                }
            }
        });

        // A slow thread may offer a number only after the window has left it; nothing is ever accepted twice.
        Assert.All(accepted, count => Assert.Equal(1, count));
    }

    [Fact]
    public void Asking_changes_nothing()
    {
        var window = new SequenceWindow();
        Assert.True(window.IsFresh(1_000_000));
        Assert.Equal(0UL, window.Highest);
        Assert.True(window.Commit(5));
        Assert.True(window.IsFresh(0));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(32)]
    [InlineData(65)]
    [InlineData(-64)]
    [InlineData(65600)]
    public void Sizes_that_make_no_sense_are_refused(int size)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SequenceWindow(size));
    }

    private sealed class NaiveWindow(ulong size)
    {
        private readonly HashSet<ulong> _seen = [];

        public ulong Highest { get; private set; }

        public bool IsFresh(ulong sequence) => !_seen.Contains(sequence) && (sequence > Highest || Highest - sequence < size);

        public void Add(ulong sequence)
        {
            if (IsFresh(sequence))
            {
                _seen.Add(sequence);
                Highest = Math.Max(Highest, sequence);
            }
        }
    }
}
