namespace SocketSecurity.Benchmarks.Analysis;

/// <summary>Prints medians: one slow round, such as another program's burst, must not decide.</summary>
internal static class Report
{
    public static void Write(
        TextWriter output, SourceFolder sources, IReadOnlyList<TimeSpan> compile, IReadOnlyDictionary<AnalyzerSet, List<Measurement>> measured)
    {
        var alone = Median(compile);
        var floor = Median(measured[AnalyzerSet.Floor].Select(round => round.CompileAndAnalyze));
        var apart = measured[AnalyzerSet.RuleByRule][0].Analyzers;

        output.WriteLine();
        output.WriteLine($"{"ms per 1000 lines",18}  analyzer of ours");
        foreach (var (name, time) in apart.OrderByDescending(pair => pair.Value))
        {
            output.WriteLine($"{PerThousandLines(time),18:F3}  {name}");
        }

        output.WriteLine();
        output.WriteLine($"{"own ms per 1000 lines",22} {"CPU s",8} {"of floor",9} {"findings",9}  set");
        output.WriteLine($"{"",22} {alone.TotalSeconds,8:F2} {alone / floor,9:F2} {"",9}  compile alone");
        foreach (var (set, rounds) in measured)
        {
            var own = Median(rounds.Select(round => round.OwnTime));
            var both = Median(rounds.Select(round => round.CompileAndAnalyze));
            output.WriteLine($"{PerThousandLines(own),22:F2} {both.TotalSeconds,8:F2} {both / floor,9:F2} {rounds[0].Findings,9}  {set.Name} ({set.Rules.Count} rules)");
        }

        double PerThousandLines(TimeSpan time) => time.TotalMilliseconds * 1000 / sources.Lines;
    }

    private static TimeSpan Median(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
