using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketSecurity.Analyzers.Dispatch;

namespace SocketSecurity.Analyzers;

/// <summary>
/// All rules as one analyzer. The compiler hands each operation to each analyzer on its own, which costs more than most rules
/// need to see that the operation is none of theirs; here it is handed over once. It runs concurrently. Generated code is not handed
/// over, which would bind all of it once more; helpers there are looked up when a value leads into them.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SocketSecurityAnalyzer : DiagnosticAnalyzer
{
    public SocketSecurityAnalyzer()
        : this(RuleAnalyzers.All)
    {
    }

    /// <summary>Some rules only.</summary>
    public SocketSecurityAnalyzer(ImmutableArray<RuleAnalyzer> analyzers)
    {
        Analyzers = analyzers;
        SupportedDiagnostics = [.. analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).Distinct()];
    }

    /// <summary>What it runs.</summary>
    public ImmutableArray<RuleAnalyzer> Analyzers { get; }

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(AnalyzeCompilation);
    }

    private void AnalyzeCompilation(CompilationStartAnalysisContext context) =>
        new RuleDispatch(Analyzers, context.Compilation, context.Options).Register(context);
}
