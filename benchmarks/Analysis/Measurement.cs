using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketSecurity.Analyzers;

namespace SocketSecurity.Benchmarks.Analysis;

/// <summary>One round of one set: processor time of compiling and analyzing everything, and the analyzers' own time.</summary>
internal sealed record Measurement(TimeSpan CompileAndAnalyze, IReadOnlyDictionary<string, TimeSpan> Analyzers, int Findings)
{
    public TimeSpan OwnTime => Analyzers.Values.Aggregate(TimeSpan.Zero, (sum, time) => sum + time);

    public static async Task<Measurement> RunAsync(SourceFolder sources, AnalyzerSet set)
    {
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: true);
        var together = sources.FreshCompilation(set.Rules).WithAnalyzers(set.Analyzers, options);
        GC.Collect();
        var start = ProcessorTime();
        var diagnostics = await together.GetAllDiagnosticsAsync();
        var compileAndAnalyze = ProcessorTime() - start;

        // The driver hands out its per-analyzer times only with an analysis result. It begins with as clean a heap: what the first run left
        // behind would be collected while some analyzer is timed.
        var again = sources.FreshCompilation(set.Rules).WithAnalyzers(set.Analyzers, options);
        GC.Collect();
        var result = await again.GetAnalysisResultAsync(CancellationToken.None);
        return new Measurement(
            compileAndAnalyze,
            result.AnalyzerTelemetryInfo.ToDictionary(pair => NameOf(pair.Key), pair => pair.Value.ExecutionTime),
            diagnostics.Count(finding => set.Rules.Contains(finding.Id)));
    }

    public static TimeSpan CompileAlone(SourceFolder sources)
    {
        var compilation = sources.FreshCompilation([]);
        GC.Collect();
        var start = ProcessorTime();
        _ = compilation.GetDiagnostics();
        return ProcessorTime() - start;
    }

    private static string NameOf(DiagnosticAnalyzer analyzer) =>
        (analyzer is SocketSecurityAnalyzer { Analyzers: [var only] } ? (object)only : analyzer).GetType().Name;

    private static TimeSpan ProcessorTime() => Environment.CpuUsage.TotalTime;
}
