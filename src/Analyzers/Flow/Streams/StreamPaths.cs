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

    private readonly ControlFlowGraph _graph;
    private readonly StreamSteps _steps;
    private readonly CancellationToken _cancellationToken;
    private readonly Dictionary<int, HashSet<string>> _seen = [];
    private readonly Stack<(BasicBlock Block, StreamState State)> _pending = new();

    private StreamPaths(ControlFlowGraph graph, ValueOrigins origins, CancellationToken cancellationToken)
    {
        _graph = graph;
        _cancellationToken = cancellationToken;
        _steps = new StreamSteps(origins, EnterHandlers, cancellationToken);
    }

    /// <summary>Everything that happens in the function of the operation, each on every path that differs; empty when it is not known.</summary>
    public static IReadOnlyList<StreamEvent> Around(IOperation operation, ValueOrigins origins, CancellationToken cancellationToken) =>
        FunctionGraphs.Around(operation, cancellationToken) is { } graph && new StreamPaths(graph, origins, cancellationToken) is var paths && paths.Walk()
            ? paths._steps.Events
            : [];

    private bool Walk()
    {
        Enter(_graph.Blocks[0], StreamState.Empty);
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
                if (block.FallThroughSuccessor?.Semantics == ControlFlowBranchSemantics.Return)
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

        if (states.Add(state.Key(_steps.NumberOf)) && states.Count <= MaximumStatesOfBlock)
        {
            _pending.Push((block, state));
        }
    }

    /// <summary>The catch blocks around a block that take what a handshake throws.</summary>
    private void EnterHandlers(BasicBlock block, StreamState state)
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
