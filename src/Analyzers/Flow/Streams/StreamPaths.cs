using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow.Origins;

namespace SocketSecurity.Analyzers.Flow.Streams;

/// <summary>
/// Walks every path of one function and says what happens to which stream, and how far TLS is then. Paths are told apart by
/// what they know, so that "encrypted if the flag is set" stays true to the end of the function. A handshake that fails leads
/// into the catch blocks around it; other exceptions do not, because nothing is protected or given up by them.
/// </summary>
/// <remarks>When there are too many paths, there is no answer, and rules stay silent.</remarks>
internal sealed class StreamPaths
{
    /// <summary>Different states of one block, and of all blocks together; real functions with streams have a handful.</summary>
    private const int MaximumStatesOfBlock = 48;

    private const int MaximumVisits = 2000;

    /// <summary>Methods that call each other on the way; a connection is opened in two or three steps.</summary>
    private const int MaximumDepth = 3;

    /// <summary>Callers that are gone up to from the function with the stream.</summary>
    private const int MaximumCallers = 3;

    private readonly ControlFlowGraph _graph;
    private readonly StreamSteps _steps;
    private readonly int _depth;
    private readonly CancellationToken _cancellationToken;
    private readonly Dictionary<int, HashSet<string>> _seen = [];
    private readonly Stack<(BasicBlock Block, StreamState State)> _pending = new();
    private readonly Dictionary<string, StreamState> _ends = [];

    private StreamPaths(ControlFlowGraph graph, StreamSteps steps, int depth, CancellationToken cancellationToken)
    {
        _graph = graph;
        _steps = steps;
        _depth = depth;
        _cancellationToken = cancellationToken;
    }

    /// <summary>Everything that happens in the function of the operation, each on every path that differs; empty when it is not known.</summary>
    public static IReadOnlyList<StreamEvent> Around(IOperation operation, ValueOrigins origins, CancellationToken cancellationToken)
    {
        if (FunctionGraphs.Around(operation, origins, cancellationToken) is not { } graph)
        {
            return [];
        }

        var steps = new StreamSteps(origins, cancellationToken);
        return new StreamPaths(graph, steps, depth: 0, cancellationToken).Walk(StreamState.Empty) ? steps.Events : [];
    }

    /// <summary>
    /// The same from the one caller on that a private method has, as far up as that goes: what happens before and after in methods of the
    /// type that it calls in turn. Empty where there is no such caller.
    /// </summary>
    public static IReadOnlyList<StreamEvent> AroundCallers(IOperation operation, ValueOrigins origins, CancellationToken cancellationToken)
    {
        var from = operation;
        for (var i = 0; i < MaximumCallers && OnlyCall(from, origins, cancellationToken) is { } call; i++)
        {
            from = call;
        }

        return ReferenceEquals(from, operation) ? [] : Around(from, origins, cancellationToken);
    }

    /// <summary>Walks a method of the type that is called on a path; the state at its end, or null where its ends differ or are not known.</summary>
    public StreamState? Into(ControlFlowGraph graph, StreamState state)
    {
        if (_depth >= MaximumDepth)
        {
            return null;
        }

        var start = state.OfMembers();
        var key = (graph, _depth, start.Key(_steps.NumberOf));
        if (!_steps.Ends.TryGetValue(key, out var end))
        {
            _steps.Ends.Add(key, end = Walk(graph, start));
        }

        return end;
    }

    private StreamState? Walk(ControlFlowGraph graph, StreamState start)
    {
        var (block, walk) = (_steps.Block, _steps.Paths);
        var inner = new StreamPaths(graph, _steps, _depth + 1, _cancellationToken);
        var isWalked = inner.Walk(start);
        (_steps.Block, _steps.Paths) = (block, walk);
        return isWalked && inner._ends.Count == 1 ? inner._ends.Values.First() : null;
    }

    private static IInvocationOperation? OnlyCall(IOperation operation, ValueOrigins origins, CancellationToken cancellationToken) =>
        operation.EnclosingFunction() is null
        && operation.SemanticModel?.GetEnclosingSymbol(operation.Syntax.SpanStart, cancellationToken)
            is IMethodSymbol { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Private, IsStatic: false } method
        && CallSites.Of(method, origins.Models, operation, cancellationToken) is [{ Instance: IInstanceReferenceOperation } call]
        && call.Syntax.SyntaxTree == operation.Syntax.SyntaxTree
        && call.EnclosingFunction() is null
            ? call : null;

    private bool Walk(StreamState start)
    {
        _steps.Paths = this;
        Enter(_graph.Blocks[0], start);
        for (var visits = 0; _pending.Count > 0; visits++)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            if (visits > MaximumVisits)
            {
                return false;
            }

            var (block, state) = _pending.Pop();
            _steps.Block = block;
            foreach (var operation in block.Operations)
            {
                state = _steps.Through(operation, state);
            }

            if (block.BranchValue is { } value)
            {
                state = _steps.Through(value, state);
                if (_depth == 0 && block.FallThroughSuccessor?.Semantics == ControlFlowBranchSemantics.Return)
                {
                    _steps.Returns(value, state);
                }
            }

            Leave(block, state);
        }

        return !_seen.Values.Any(states => states.Count > MaximumStatesOfBlock);
    }

    private void Leave(BasicBlock block, StreamState state)
    {
        if (block.ConditionKind == ControlFlowConditionKind.None || block.BranchValue is null)
        {
            Follow(block.FallThroughSuccessor, state);
            return;
        }

        var whenConditional = block.ConditionKind == ControlFlowConditionKind.WhenTrue;
        if (_steps.Conditions.Assume(block.BranchValue, whenConditional, state) is { } taken)
        {
            Follow(block.ConditionalSuccessor, taken);
        }

        if (_steps.Conditions.Assume(block.BranchValue, !whenConditional, state) is { } other)
        {
            Follow(block.FallThroughSuccessor, other);
        }
    }

    private void Follow(ControlFlowBranch? branch, StreamState state)
    {
        if (branch?.Destination is { } destination)
        {
            Enter(destination, state);
        }
    }

    private void Enter(BasicBlock block, StreamState state)
    {
        if (!_seen.TryGetValue(block.Ordinal, out var states))
        {
            _seen.Add(block.Ordinal, states = new HashSet<string>(StringComparer.Ordinal));
        }

        if (block.Kind == BasicBlockKind.Exit && _depth > 0)
        {
            var end = state.OfMembers();
            _ends[end.Key(_steps.NumberOf)] = end;
        }
        else if (states.Add(state.Key(_steps.NumberOf)) && states.Count <= MaximumStatesOfBlock)
        {
            _pending.Push((block, state));
        }
    }

    /// <summary>The catch blocks around a block that take what a handshake throws.</summary>
    public void EnterHandlers(BasicBlock block, StreamState state)
    {
        for (var region = block.EnclosingRegion; region is not null; region = region.EnclosingRegion)
        {
            if (region.Kind != ControlFlowRegionKind.Try || region.EnclosingRegion is not { Kind: ControlFlowRegionKind.TryAndCatch } whole)
            {
                continue;
            }

            foreach (var handler in whole.NestedRegions)
            {
                if (handler.Kind is ControlFlowRegionKind.Catch or ControlFlowRegionKind.FilterAndHandler && Catches(handler.ExceptionType))
                {
                    Enter(_graph.Blocks[handler.FirstBlockOrdinal], state);
                }
            }
        }
    }

    /// <summary>What a handshake that an attacker disturbs ends with.</summary>
    private static bool Catches(ITypeSymbol? exception) =>
        exception is null or { SpecialType: SpecialType.System_Object } or { Name: "Exception" or "SystemException" or "AuthenticationException" or "IOException" };
}
