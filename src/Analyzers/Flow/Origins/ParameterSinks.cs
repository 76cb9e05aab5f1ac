using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketSecurity.Analyzers.Flow.Origins;

/// <summary>
/// Summaries of methods towards their callers: which parameters reach a sink, such as the key of a cipher. A rule asks at
/// the call that passes a constant, so that the finding is at the constant and the sink an additional location.
/// </summary>
/// <param name="origins">The compilation's value origins.</param>
/// <param name="sinkValue">The value that an operation consumes when it is a sink; null for all other operations.</param>
internal sealed class ParameterSinks(ValueOrigins origins, Func<IOperation, IOperation?> sinkValue)
{
    /// <summary>Helpers that call helpers are followed this far.</summary>
    private const int MaximumCalls = 3;

    private static readonly ImmutableDictionary<int, IOperation> NoSinks = ImmutableDictionary<int, IOperation>.Empty;

    private readonly ConcurrentDictionary<(IMethodSymbol Method, int Depth), ImmutableDictionary<int, IOperation>> _summaries = new(MethodAndDepth.Instance);

    /// <summary>The sink that the argument reaches inside the method it is passed to; null when there is none or it is not known.</summary>
    public IOperation? ReachedBy(IArgumentOperation argument, CancellationToken cancellationToken) => ReachedBy(argument, MaximumCalls, cancellationToken);

    private IOperation? ReachedBy(IArgumentOperation argument, int depth, CancellationToken cancellationToken)
    {
        var method = argument.Parent switch
        {
            IInvocationOperation { TargetMethod: { IsAbstract: false, IsVirtual: false, IsOverride: false } target } => target.ReducedFrom ?? target,
            IObjectCreationOperation creation => creation.Constructor,
            _ => null,
        };
        if (argument.Parameter is not { } parameter || method is null || method.DeclaringSyntaxReferences.IsEmpty || depth == 0)
        {
            return null;
        }

        return _summaries.GetOrAdd((method.OriginalDefinition, depth), key => Summarize(key.Method, argument, depth, cancellationToken))
            .TryGetValue(parameter.Ordinal, out var sink) ? sink : null;
    }

    private ImmutableDictionary<int, IOperation> Summarize(IMethodSymbol method, IOperation near, int depth, CancellationToken cancellationToken)
    {
        if (origins.Models.BodyOf(method, near, cancellationToken) is not { } body)
        {
            return NoSinks;
        }

        var reached = NoSinks;
        foreach (var operation in body.DescendantsAndSelf())
        {
            if (sinkValue(operation) is { } value)
            {
                Add(value, operation);
            }
            else if (operation is IArgumentOperation argument && ReachedBy(argument, depth - 1, cancellationToken) is { } inner)
            {
                Add(argument.Value, inner);
            }
        }

        return reached;

        void Add(IOperation value, IOperation sink)
        {
            foreach (var origin in origins.Of(value, cancellationToken).Origins)
            {
                if (origin.Parameter is { } parameter
                    && SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, method)
                    && !reached.ContainsKey(parameter.Ordinal))
                {
                    reached = reached.Add(parameter.Ordinal, sink);
                }
            }
        }
    }

    private sealed class MethodAndDepth : IEqualityComparer<(IMethodSymbol Method, int Depth)>
    {
        public static MethodAndDepth Instance { get; } = new();

        public bool Equals((IMethodSymbol Method, int Depth) x, (IMethodSymbol Method, int Depth) y) =>
            x.Depth == y.Depth && SymbolEqualityComparer.Default.Equals(x.Method, y.Method);

        public int GetHashCode((IMethodSymbol Method, int Depth) value) => SymbolEqualityComparer.Default.GetHashCode(value.Method) + value.Depth;
    }
}
