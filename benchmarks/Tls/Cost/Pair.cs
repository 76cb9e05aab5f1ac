using System.Diagnostics;

namespace SocketSecurity.Benchmarks.Tls.Cost;

/// <summary>
/// Two ways of doing the same, in turns: on a machine that others use too, neighbours disturb both alike, and the median of the
/// rounds' ratios is what remains.
/// </summary>
internal static class Pair
{
    public static async Task<Comparison> CompareAsync(int rounds, int repetitions, Func<Task> ours, Func<Task> bare)
    {
        await MeasureAsync(ours, Math.Max(1, repetitions / 2));
        await MeasureAsync(bare, Math.Max(1, repetitions / 2));
        List<(Measure Ours, Measure Bare)> turns = [];
        for (var round = 0; round < rounds; round++)
        {
            // Whoever goes second finds the caches as the other left them, so they take turns in that as well.
            var first = round % 2 == 0;
            var one = await MeasureAsync(first ? ours : bare, repetitions);
            var other = await MeasureAsync(first ? bare : ours, repetitions);
            turns.Add(first ? (one, other) : (other, one));
        }

        return new Comparison(
            Median(turns.Select(turn => turn.Ours.Time / turn.Bare.Time)),
            Median(turns.Select(turn => turn.Ours.Processor / turn.Bare.Processor)),
            Median(turns.Select(turn => turn.Ours.Time)) / repetitions,
            Median(turns.Select(turn => turn.Ours.Bytes)) / repetitions,
            Median(turns.Select(turn => turn.Bare.Bytes)) / repetitions);
    }

    private static async Task<Measure> MeasureAsync(Func<Task> run, int repetitions)
    {
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var processor = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < repetitions; i++)
        {
            await run();
        }

        return new Measure(
            Stopwatch.GetElapsedTime(started).TotalMicroseconds,
            (Environment.CpuUsage.TotalTime - processor).TotalMicroseconds,
            GC.GetTotalAllocatedBytes(precise: true) - bytes);
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private readonly record struct Measure(double Time, double Processor, double Bytes);
}

/// <param name="TimeRatio">The library's time by the bare stream's, the median over all turns.</param>
/// <param name="ProcessorRatio">The same of the processor time of the whole process, which neighbours on the machine disturb less.</param>
/// <param name="Microseconds">The library's time for one operation.</param>
/// <param name="Bytes">What one operation of the library allocates at both ends together.</param>
/// <param name="BareBytes">What one operation of the bare stream allocates.</param>
internal sealed record Comparison(double TimeRatio, double ProcessorRatio, double Microseconds, double Bytes, double BareBytes);
