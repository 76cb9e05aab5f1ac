using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SocketSecurity.Analyzers.Dispatch;

/// <summary>What is called for operations with certain names; a rule that slept until the first of them is woken by it. Thread-safe.</summary>
internal sealed class NamedRule
{
    private readonly object _waking = new();
    private readonly Func<CancellationToken, Awake> _wake;
    private Awake? _awake;

    public NamedRule(RuleAnalyzer analyzer, Compilation compilation, AnalyzerOptions options) =>
        _wake = cancellationToken =>
        {
            var context = new RuleContext(compilation, options, cancellationToken);
            analyzer.AnalyzeCompilation(context);
            return new Awake(context);
        };

    public NamedRule(Action<OperationAnalysisContext> action, OperationKind[] kinds) =>
        _wake = _ => new Awake(kinds.ToDictionary(static kind => kind, _ => new[] { action }), []);

    public void See(OperationAnalysisContext context)
    {
        if (Wake(context.CancellationToken).Operations.TryGetValue(context.Operation.Kind, out var actions))
        {
            Turns.Each(actions, context);
        }
    }

    public void See(OperationBlockAnalysisContext context) => Turns.Each(Wake(context.CancellationToken).Blocks, context);

    private Awake Wake(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _awake) is { } awake)
        {
            return awake;
        }

        // When waking it is cancelled, the next operation tries again.
        lock (_waking)
        {
            return _awake ??= _wake(cancellationToken);
        }
    }

    private sealed record Awake(Dictionary<OperationKind, Action<OperationAnalysisContext>[]> Operations, Action<OperationBlockAnalysisContext>[] Blocks)
    {
        public Awake(RuleContext context)
            : this(context.Operations.ToDictionary(static pair => pair.Key, static pair => pair.Value.ToArray()), [.. context.Blocks])
        {
            if (context.Symbols.Count > 0 || context.Files.Count > 0 || context.NamedOperations.Count > 0 || context.Operations.Keys.Except(OperationNames.Kinds).Any())
            {
                throw new InvalidOperationException("A rule that sleeps is called for operations that have names, and for blocks of members that do.");
            }
        }
    }
}
