using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SocketSecurity.Analyzers.Tests.House;

/// <summary>Runs every analyzer over a compilation; an exception in one of them is thrown here instead of becoming AD0001.</summary>
internal static class AllAnalyzers
{
    public static async Task<IReadOnlyList<Diagnostic>> Run(Compilation compilation, bool concurrent = false)
    {
        Exception? crash = null;
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]),
            (exception, _, _) => crash = exception,
            concurrentAnalysis: concurrent,
            logAnalyzerExecutionTime: false);

        var findings = await compilation
            .WithAnalyzers([new SocketSecurityAnalyzer()], options)
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);

        return crash is null ? findings : throw new InvalidOperationException("An analyzer threw.", crash);
    }
}
