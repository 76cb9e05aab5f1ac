namespace SocketSecurity.Benchmarks.Analysis;

/// <summary>
/// Prints means of the middle half: one slow round, such as another program's burst, must not decide, nor whether one collection more or less
/// falls into a round, for which a median would take sides.
/// </summary>
internal static class Report
{
    public static void Write(
        TextWriter output, SourceFolder sources, IReadOnlyList<TimeSpan> compile, IReadOnlyDictionary<AnalyzerSet, List<Measurement>> measured)
    {
        var alone = Middle(compile);
        var floor = Middle(measured[AnalyzerSet.Floor].Select(round => round.CompileAndAnalyze));
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
            var own = Middle(rounds.Select(round => round.OwnTime));
            var both = Middle(rounds.Select(round => round.CompileAndAnalyze));
            output.WriteLine($"{PerThousandLines(own),22:F2} {both.TotalSeconds,8:F2} {both / floor,9:F2} {rounds[0].Findings,9}  {set.Name} ({set.Rules.Count} rules)");
        }

        double PerThousandLines(TimeSpan time) => time.TotalMilliseconds * 1000 / sources.Lines;
    }

    private static TimeSpan Middle(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Select(time => time.TotalMilliseconds).Order().ToList();
        return TimeSpan.FromMilliseconds(sorted[(sorted.Count / 4)..(sorted.Count - sorted.Count / 4)].Average());
    }
}
