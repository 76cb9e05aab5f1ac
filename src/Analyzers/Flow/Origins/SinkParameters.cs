using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.Flow.Origins;

/// <summary>
/// Which parameters of the compilation's own methods and constructors reach a key, nonce, salt or password sink, through
/// helpers of helpers and through fields that a constructor sets. Found from the sinks upwards, so that only code around
/// sinks is looked into, and a call costs a rule one lookup. One instance serves one compilation.
/// </summary>
internal sealed class SinkParameters
{
    /// <summary>Helpers that call helpers are followed this far.</summary>
    private const int MaximumCalls = 3;

    private static readonly ConditionalWeakTable<Compilation, SinkParameters> OfCompilations = new();

    private readonly ValueOrigins _origins;
    private readonly SinkTable _table;
    private readonly ParameterMentions _mentions;
    private readonly DeclaredUses _uses;
    private readonly object _building = new();
    private volatile Dictionary<IParameterSymbol, ImmutableArray<SinkValue>>? _reached;

    private SinkParameters(ValueOrigins origins, SinkTable table)
    {
        _origins = origins;
        _table = table;
        _mentions = new ParameterMentions(origins.Models.Compilation);
        _uses = new DeclaredUses(origins.Models);
    }

    public static SinkParameters For(Compilation compilation, AnalyzerOptions options, CancellationToken cancellationToken) =>
        OfCompilations.TryGetValue(compilation, out var known)
            ? known
            : OfCompilations.GetValue(
                compilation, key => new SinkParameters(ValueOrigins.For(key), SinkTable.For(key, options, cancellationToken)));

    /// <summary>The sinks that the argument of a call or creation reaches inside the member it is passed to; usually none.</summary>
    public ImmutableArray<SinkValue> ReachedBy(IArgumentOperation argument, CancellationToken cancellationToken) =>
        argument.Parameter is { } parameter ? ReachedBy(parameter, cancellationToken) : [];

    /// <summary>The sinks that the parameter reaches.</summary>
    public ImmutableArray<SinkValue> ReachedBy(IParameterSymbol parameter, CancellationToken cancellationToken) =>
        Reached(cancellationToken).TryGetValue(parameter.OriginalDefinition, out var sinks) ? sinks : [];

    private Dictionary<IParameterSymbol, ImmutableArray<SinkValue>> Reached(CancellationToken cancellationToken)
    {
        if (_reached is { } known)
        {
            return known;
        }

        lock (_building)
        {
            return _reached ??= Build(cancellationToken);
        }
    }

    private Dictionary<IParameterSymbol, ImmutableArray<SinkValue>> Build(CancellationToken cancellationToken)
    {
        var reached = new Dictionary<IParameterSymbol, ImmutableArray<SinkValue>>(SymbolEqualityComparer.Default);
        var frontier = new HashSet<IParameterSymbol>(SymbolEqualityComparer.Default);
        foreach (var operation in Candidates(_table.Followed, _table.IsSink, cancellationToken))
        {
            foreach (var sink in _table.ValuesOf(operation))
            {
                if (sink.Role != ApiRole.TokenSink)
                {
                    Add(sink.Value, sink);
                }
            }
        }

        for (var depth = 1; depth < MaximumCalls && frontier.Count > 0; depth++)
        {
            var callees = frontier;
            frontier = new HashSet<IParameterSymbol>(SymbolEqualityComparer.Default);
            var members = new CalledMembers();
            var called = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
            foreach (var callee in callees)
            {
                members.Add(callee);
                called.Add(callee.ContainingSymbol);
            }

            foreach (var operation in Candidates(members, called.Contains, cancellationToken))
            {
                foreach (var argument in ArgumentsOf(operation))
                {
                    if (argument.Parameter?.OriginalDefinition is { } parameter && callees.Contains(parameter))
                    {
                        foreach (var sink in reached[parameter])
                        {
                            Add(argument.Value, sink);
                        }
                    }
                }
            }
        }

        return reached;

        void Add(IOperation value, SinkValue sink)
        {
            foreach (var origin in _origins.Of(value, cancellationToken).Origins)
            {
                if (origin.Parameter?.OriginalDefinition is not { } parameter)
                {
                    continue;
                }

                if (!reached.TryGetValue(parameter, out var sinks))
                {
                    reached.Add(parameter, [sink]);
                    frontier.Add(parameter);
                }
                else if (!sinks.Any(known => known.Place == sink.Place))
                {
                    reached[parameter] = sinks.Add(sink);
                }
            }
        }
    }

    private static ImmutableArray<IArgumentOperation> ArgumentsOf(IOperation operation) => operation switch
    {
        IInvocationOperation call => call.Arguments,
        IObjectCreationOperation creation => creation.Arguments,
        _ => [],
    };

    /// <summary>Calls, creations and property assignments that may be of these members, in the order of files and places.</summary>
    private IEnumerable<IOperation> Candidates(CalledMembers members, Func<ISymbol, bool> isSought, CancellationToken cancellationToken)
    {
        foreach (var tree in _origins.Models.Compilation.SyntaxTrees)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var words = NameIndex.Of(tree);
            if (!words.MayMentionAny(members.Names))
            {
                continue;
            }

            SemanticModel? model = null;
            foreach (var node in members.PlacesIn(tree.GetRoot(cancellationToken), words, cancellationToken))
            {
                if (_mentions.MayBeIn(members.ValuesAt(node), cancellationToken)
                    && (members.MayBeOutsideOfTypes(node) || _uses.MayBeOf(node, member => isSought(member.OriginalDefinition), cancellationToken)))
                {
                    model ??= _origins.Models.For(node, near: null);
                    if (model.GetOperation(node, cancellationToken) is { } operation)
                    {
                        yield return operation;
                    }
                }
            }
        }
    }
}
