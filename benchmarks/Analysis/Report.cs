namespace SocketSecurity.Benchmarks.Analysis;

/// <summary>Prints medians: one slow round, such as another program's burst, must not decide.</summary>
internal static class Report
{
    public static void Write(TextWriter output, SourceFolder sources, IReadOnlyList<Measurement> rounds)
    {
        var compile = Median(rounds.Select(round => round.Compile));
        var both = Median(rounds.Select(round => round.CompileAndAnalyze));
        var own = Median(rounds.Select(round => round.OwnTime));

        output.WriteLine($"{rounds[0].Findings} findings");
        output.WriteLine();
        output.WriteLine($"{"ms per 1000 lines",18}  analyzer");
        foreach (var name in rounds[0].Analyzers.Keys.OrderByDescending(name => Median(rounds.Select(round => round.Analyzers[name]))))
        {
            output.WriteLine($"{PerThousandLines(Median(rounds.Select(round => round.Analyzers[name]))),18:F3}  {name}");
        }

        output.WriteLine($"{PerThousandLines(own),18:F3}  all analyzers, own time");
        output.WriteLine();
        output.WriteLine($"{compile.TotalMilliseconds,10:F0} ms processor time to compile");
        output.WriteLine($"{both.TotalMilliseconds,10:F0} ms to compile and analyze, the compiler's analyzer driver included");
        output.WriteLine($"{both / compile,10:F2} times the compile alone; own time of the analyzers is {own / compile:P1} of it");

        double PerThousandLines(TimeSpan time) => time.TotalMilliseconds * 1000 / sources.Lines;
    }

    private static TimeSpan Median(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
