using SocketSecurity.Benchmarks.Analysis;

if (args is not [var folder, ..] || !Directory.Exists(folder) || args.Length > 2)
{
    Console.Error.WriteLine("usage: dotnet run -c Release --project benchmarks/Analysis -- FOLDER [ROUNDS]");
    return 2;
}

var rounds = args.Length == 2 && int.TryParse(args[1], out var number) && number > 0 ? number : 8;
var sources = SourceFolder.Load(folder);
if (sources.Lines == 0)
{
    Console.Error.WriteLine($"{folder}: no C# source files");
    return 2;
}

Console.WriteLine($"{folder}: {sources.Files} files, {sources.Lines:N0} lines, {rounds} rounds, one thread");

// The sets take turns, so that a slow minute of the machine meets all of them, and change places, because the collector remembers what
// was measured before; round 0 pays for just-in-time compilation.
AnalyzerSet[] repeated = [AnalyzerSet.Floor, AnalyzerSet.Ours];
var compile = new List<TimeSpan>();
var measured = new Dictionary<AnalyzerSet, List<Measurement>>();
for (var round = 0; round <= rounds; round++)
{
    var alone = Measurement.CompileAlone(sources);
    if (round > 0)
    {
        compile.Add(alone);
    }

    foreach (var set in round % 2 == 0 ? [.. Enumerable.Reverse(repeated)] : repeated)
    {
        await MeasureAsync(set, isCounted: round > 0);
    }
}

// Once is enough for a look at the parts, and for what takes seconds to minutes.
foreach (var set in (AnalyzerSet[])[AnalyzerSet.RuleByRule, .. AnalyzerSet.Peers])
{
    await MeasureAsync(set, isCounted: true);
}

Report.Write(Console.Out, sources, compile, measured);
return 0;

async Task MeasureAsync(AnalyzerSet set, bool isCounted)
{
    var measurement = await Measurement.RunAsync(sources, set);
    if (isCounted)
    {
        (measured.TryGetValue(set, out var rounds) ? rounds : measured[set] = []).Add(measurement);
    }
}
