using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.Dispatch;

/// <summary>
/// One compilation: which rules see what. Registered is what any rule may ask for. The rules look for their types when the first
/// thing is there to be seen, and those with names when one occurs: by then the compiler has bound the references for itself.
/// </summary>
internal sealed class RuleDispatch(ImmutableArray<RuleAnalyzer> analyzers, Compilation compilation, AnalyzerOptions options)
{
    /// <summary>The kinds that rules can register for: those without names, and those with.</summary>
    private static readonly OperationKind[] OperationKinds =
    [
        OperationKind.Literal,
        OperationKind.Utf8String,
        OperationKind.InterpolatedString,
        OperationKind.Binary,
        OperationKind.Loop,
        OperationKind.ArrayCreation,
        OperationKind.AnonymousFunction,
        OperationKind.LocalFunction,
        OperationKind.MethodReference,
        OperationKind.ParameterInitializer,
        .. OperationNames.Kinds,
    ];

    private static readonly SymbolKind[] SymbolKinds = [SymbolKind.NamedType, SymbolKind.Field, SymbolKind.Property];

    private readonly object _starting = new();
    private Started? _started;

    public void Register(CompilationStartAnalysisContext context)
    {
        context.RegisterOperationAction(See, OperationKinds);
        context.RegisterOperationBlockAction(See);
        context.RegisterSymbolAction(See, SymbolKinds);
        context.RegisterAdditionalFileAction(See);
    }

    private void See(OperationAnalysisContext context) =>
        Turns.Each(Start(context.CancellationToken).Operations[(int)context.Operation.Kind], context);

    private void See(OperationBlockAnalysisContext context) => Turns.Each(Start(context.CancellationToken).Blocks, context);

    private void See(SymbolAnalysisContext context) => Turns.Each(Start(context.CancellationToken).Symbols[(int)context.Symbol.Kind], context);

    private void See(AdditionalFileAnalysisContext context) => Turns.Each(Start(context.CancellationToken).Files, context);

    private Started Start(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _started) is { } started)
        {
            return started;
        }

        // When starting is cancelled, whoever comes next tries again.
        lock (_starting)
        {
            if (_started is null)
            {
                _started = new Started(analyzers, compilation, options, cancellationToken);
                _started.Failure?.Throw();
            }

            return _started;
        }
    }

    private sealed class Started
    {
        public Started(ImmutableArray<RuleAnalyzer> analyzers, Compilation compilation, AnalyzerOptions options, CancellationToken cancellationToken)
        {
            var enabled = new EnabledRules(compilation, cancellationToken);
            var catalogue = ApiCatalogue.For(options, cancellationToken);
            var awake = new RuleContext(compilation, options, cancellationToken);
            var named = new NamedRules();
            foreach (var analyzer in analyzers)
            {
                if (!analyzer.SupportedDiagnostics.Any(enabled.MayReport))
                {
                    continue;
                }

                if (analyzer.NamesOfInterest(catalogue) is { } names)
                {
                    named.Add(names, new NamedRule(analyzer, compilation, options));
                }
                else
                {
                    Start(analyzer, awake);
                }
            }

            foreach (var (names, action, kinds) in awake.NamedOperations)
            {
                named.Add(names, new NamedRule(action, kinds));
            }

            awake.RegisterOperationAction(named.See, OperationNames.Kinds);
            awake.RegisterOperationBlockAction(named.See);
            Operations = Table(awake.Operations, static kind => (int)kind, OperationKinds);
            Symbols = Table(awake.Symbols, static kind => (int)kind, SymbolKinds);
            Blocks = [.. awake.Blocks];
            Files = [.. awake.Files];
        }

        /// <summary>Why a rule did not start, for whoever starts them to report; the others did.</summary>
        public ExceptionDispatchInfo? Failure { get; private set; }

        public Action<OperationAnalysisContext>[][] Operations { get; }

        public Action<SymbolAnalysisContext>[][] Symbols { get; }

        public Action<OperationBlockAnalysisContext>[] Blocks { get; }

        public Action<AdditionalFileAnalysisContext>[] Files { get; }

        private void Start(RuleAnalyzer analyzer, RuleContext context)
        {
            try
            {
                analyzer.AnalyzeCompilation(context);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                Failure ??= ExceptionDispatchInfo.Capture(exception);
            }
        }

        /// <summary>The callbacks by kind, for kinds that are registered with the compiler.</summary>
        private static Action<TContext>[][] Table<TKind, TContext>(Dictionary<TKind, List<Action<TContext>>> wanted, Func<TKind, int> number, TKind[] registered)
            where TKind : struct
        {
            var table = new Action<TContext>[registered.Max(number) + 1][];
            foreach (var kind in registered)
            {
                table[number(kind)] = wanted.TryGetValue(kind, out var actions) ? [.. actions] : [];
            }

            return wanted.Keys.All(kind => Array.IndexOf(registered, kind) >= 0)
                ? table
                : throw new InvalidOperationException("A rule asks for a kind that the compiler is not asked for.");
        }
    }
}
