using System.Collections.Immutable;
using System.Diagnostics;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketSecurity.Analyzers;

namespace SocketSecurity.Benchmarks.Analysis;

/// <summary>One round: processor time of binding everything, without and with the analyzers, and the analyzers' own time.</summary>
internal sealed record Measurement(TimeSpan Compile, TimeSpan CompileAndAnalyze, IReadOnlyDictionary<string, TimeSpan> Analyzers, int Findings)
{
    private static readonly ImmutableArray<DiagnosticAnalyzer> All =
    [
        .. typeof(Rules).Assembly.GetTypes()
            .Where(type => type.GetCustomAttribute<DiagnosticAnalyzerAttribute>() is not null)
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    public TimeSpan OwnTime => Analyzers.Values.Aggregate(TimeSpan.Zero, (sum, time) => sum + time);

    public static async Task<Measurement> Run(SourceFolder sources)
    {
        var alone = sources.FreshCompilation();
        var start = ProcessorTime();
        _ = alone.GetDiagnostics();
        var compile = ProcessorTime() - start;

        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: true);
        var together = sources.FreshCompilation().WithAnalyzers(All, options);
        start = ProcessorTime();
        var diagnostics = await together.GetAllDiagnosticsAsync();
        var compileAndAnalyze = ProcessorTime() - start;

        // The driver hands out its per-analyzer times only with a full analysis result.
        var result = await sources.FreshCompilation().WithAnalyzers(All, options).GetAnalysisResultAsync(CancellationToken.None);
        var own = result.AnalyzerTelemetryInfo.ToDictionary(pair => pair.Key.GetType().Name, pair => pair.Value.ExecutionTime);

        return new Measurement(compile, compileAndAnalyze, own, diagnostics.Count(finding => finding.Id.StartsWith("SOCK", StringComparison.Ordinal)));
    }

    private static TimeSpan ProcessorTime()
    {
        GC.Collect();
        return Process.GetCurrentProcess().TotalProcessorTime;
    }
}
