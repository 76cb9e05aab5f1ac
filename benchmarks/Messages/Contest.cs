using System.Diagnostics;

namespace SocketSecurity.Benchmarks.Messages;

/// <summary>
/// Candidates that take turns in batches of about half a millisecond, which a busy machine seldom interrupts, and are
/// compared by the tenth percentile of their batches: ratios that hold where other programs run, too.
/// </summary>
internal sealed class Contest(string title)
{
    private const int Rounds = 300;
    private static readonly long BatchTicks = Stopwatch.Frequency / 2000;

    private readonly List<(string Name, Action Body)> _candidates = [];

    /// <summary>Adds a candidate; the first is the one that the others are compared with.</summary>
    public Contest With(string name, Action body)
    {
        _candidates.Add((name, body));
        return this;
    }

    public void Run()
    {
        var sizes = _candidates.ConvertAll(candidate => BatchSize(candidate.Body));
        var times = _candidates.ConvertAll(_ => new double[Rounds]);
        var allocated = new long[_candidates.Count];
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < _candidates.Count; i++)
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                times[i][round] = Time(_candidates[i].Body, sizes[i]) / sizes[i];
                allocated[i] += GC.GetAllocatedBytesForCurrentThread() - before;
            }
        }

        times.ForEach(Array.Sort);
        Console.WriteLine(title);
        for (var i = 0; i < _candidates.Count; i++)
        {
            var nanoseconds = times[i][Rounds / 10];
            var ratio = nanoseconds / times[0][Rounds / 10];
            var bytes = allocated[i] / ((double)sizes[i] * Rounds);
            Console.WriteLine($"  {_candidates[i].Name,-34} {nanoseconds,11:n0} ns  {ratio,6:n2}x  {bytes,7:n0} B");
        }
    }

    /// <summary>Warms up until the optimizing compiler had its turn, and finds how many calls fill a batch.</summary>
    private static int BatchSize(Action body)
    {
        var until = Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 2);
        var size = 1;
        while (Stopwatch.GetTimestamp() < until)
        {
            var nanoseconds = Time(body, size);
            size = Math.Max(1, (int)(size * (BatchTicks * 1e9 / Stopwatch.Frequency) / Math.Max(nanoseconds, 1)));
        }

        return size;
    }

    private static double Time(Action body, int count)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            body();
        }

        return (Stopwatch.GetTimestamp() - start) * (1e9 / Stopwatch.Frequency);
    }
}
