using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SocketSecurity.Analyzers;

/// <summary>One compilation, as the analyzers of rules see it: they look around, and say what they want to be called for.</summary>
public sealed class RuleContext
{
    internal RuleContext(Compilation compilation, AnalyzerOptions options, CancellationToken cancellationToken)
    {
        Compilation = compilation;
        Options = options;
        CancellationToken = cancellationToken;
    }

    public Compilation Compilation { get; }

    public AnalyzerOptions Options { get; }

    public CancellationToken CancellationToken { get; }

    internal Dictionary<OperationKind, List<Action<OperationAnalysisContext>>> Operations { get; } = [];

    internal List<(string[] Names, Action<OperationAnalysisContext> Action, OperationKind[] Kinds)> NamedOperations { get; } = [];

    internal List<Action<OperationBlockAnalysisContext>> Blocks { get; } = [];

    internal Dictionary<SymbolKind, List<Action<SymbolAnalysisContext>>> Symbols { get; } = [];

    internal List<Action<AdditionalFileAnalysisContext>> Files { get; } = [];

    public void RegisterOperationAction(Action<OperationAnalysisContext> action, params OperationKind[] kinds) => Add(Operations, action, kinds);

    /// <summary>For operations with one of these names only, as <see cref="Dispatch.OperationNames"/> has them.</summary>
    public void RegisterOperationAction(IEnumerable<string> names, Action<OperationAnalysisContext> action, params OperationKind[] kinds) =>
        NamedOperations.Add(([.. names], action, kinds));

    public void RegisterOperationBlockAction(Action<OperationBlockAnalysisContext> action) => Blocks.Add(action);

    public void RegisterSymbolAction(Action<SymbolAnalysisContext> action, params SymbolKind[] kinds) => Add(Symbols, action, kinds);

    public void RegisterAdditionalFileAction(Action<AdditionalFileAnalysisContext> action) => Files.Add(action);

    private static void Add<TKind, TContext>(Dictionary<TKind, List<Action<TContext>>> actions, Action<TContext> action, TKind[] kinds)
        where TKind : struct
    {
        foreach (var kind in kinds)
        {
            if (!actions.TryGetValue(kind, out var ofKind))
            {
                actions.Add(kind, ofKind = []);
            }

            ofKind.Add(action);
        }
    }
}
