using Microsoft.CodeAnalysis.Diagnostics;

namespace SocketSecurity.Analyzers;

/// <summary>
/// What every analyzer of this project has in common: it runs concurrently, and it looks into generated code (helpers that
/// a finding elsewhere depends on may live there) without reporting in it, because nobody can fix it there.
/// </summary>
public abstract class SocketSecurityAnalyzer : DiagnosticAnalyzer
{
    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze);
        context.RegisterCompilationStartAction(AnalyzeCompilation);
    }

    /// <summary>Looks up the types the rules need, and registers callbacks only when they are there.</summary>
    protected abstract void AnalyzeCompilation(CompilationStartAnalysisContext context);
}
