using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SocketSecurity.Tool.Analysis;

/// <summary>Runs analyzers over units, one compilation after the other to bound memory, each with all processors.</summary>
internal sealed class UnitAnalysis(ImmutableArray<DiagnosticAnalyzer> analyzers, FindingSet findings, ProblemLog problems)
{
    public async Task Run(AnalysisUnit unit, CancellationToken cancellation)
    {
        foreach (var variant in ConditionalVariants.Of(unit))
        {
            await Run(variant, cancellation);
        }
    }

    private async Task Run(Flavour variant, CancellationToken cancellation)
    {
        var options = new CompilationWithAnalyzersOptions(
            variant.Options,
            (exception, analyzer, _) => Report(exception, analyzer),
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false);

        var run = variant.Compilation.WithAnalyzers(analyzers, options);
        foreach (var diagnostic in await run.GetAnalyzerDiagnosticsAsync(cancellation))
        {
            if (!diagnostic.IsSuppressed)
            {
                findings.Add(diagnostic, variant.Options.AdditionalFiles, cancellation);
            }
        }
    }

    private void Report(Exception exception, DiagnosticAnalyzer analyzer) => problems.Add(new ScanProblem(
        ProblemKind.InternalError,
        $"{analyzer.GetType().Name} failed with {exception.GetType().Name}: {exception.Message.ReplaceLineEndings(" ")}; its other findings may be incomplete"));
}
