using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
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

    private async Task Run(Variant variant, CancellationToken cancellation)
    {
        var (compilation, analyzerOptions) = variant.Flavour;
        var options = new CompilationWithAnalyzersOptions(
            analyzerOptions,
            (exception, analyzer, _) => Report(exception, analyzer),
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false);

        var run = compilation.WithAnalyzers(analyzers, options);
        var diagnostics = variant.Only.IsEmpty
            ? await run.GetAnalyzerDiagnosticsAsync(cancellation)
            : await Of(run, variant.Only, cancellation);
        foreach (var diagnostic in diagnostics)
        {
            if (!diagnostic.IsSuppressed)
            {
                findings.Add(diagnostic, analyzerOptions.AdditionalFiles, cancellation);
            }
        }
    }

    private static async Task<IEnumerable<Diagnostic>> Of(CompilationWithAnalyzers run, ImmutableArray<SyntaxTree> trees, CancellationToken cancellation)
    {
        var diagnostics = new ConcurrentBag<Diagnostic>();
        await Parallel.ForEachAsync(trees, cancellation, async (tree, token) =>
        {
            foreach (var diagnostic in await run.GetAnalyzerSemanticDiagnosticsAsync(run.Compilation.GetSemanticModel(tree), filterSpan: null, token))
            {
                diagnostics.Add(diagnostic);
            }
        });
        return diagnostics;
    }

    private void Report(Exception exception, DiagnosticAnalyzer analyzer) => problems.Add(new ScanProblem(
        ProblemKind.InternalError,
        $"{analyzer.GetType().Name} failed with {exception.GetType().Name}: {exception.Message.ReplaceLineEndings(" ")}; its other findings may be incomplete"));
}
