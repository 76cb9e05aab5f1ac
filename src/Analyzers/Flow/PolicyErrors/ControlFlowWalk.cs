using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketSecurity.Analyzers.Flow.PolicyErrors;

/// <summary>
/// Follows every path of a control-flow graph and builds the <see cref="Decision"/> that its returns add up to. Paths that
/// meet in the same block with the same values are followed once; a path that comes back to where it was decides nothing.
/// </summary>
internal sealed class ControlFlowWalk
{
    /// <summary>A loop whose values are still new after this many rounds does not settle.</summary>
    private const int MostRounds = 8;

    private readonly ControlFlowGraph _graph;
    private readonly ValidatorRun _run;
    private readonly IPropertySymbol? _decisionProperty;
    private readonly ExpressionEvaluator _evaluator;
    private readonly Dictionary<(int Block, EvaluationState State), Decision?> _decided = [];

    /// <summary>How often the path that is being followed has entered each block.</summary>
    private readonly int[] _rounds;

    /// <param name="decisionProperty">The event-args property that decides, or null when the result does.</param>
    public ControlFlowWalk(ControlFlowGraph graph, ValidatorRun run, IPropertySymbol? decisionProperty)
    {
        _graph = graph;
        _run = run;
        _decisionProperty = decisionProperty;
        _evaluator = new ExpressionEvaluator(graph, run);
        _rounds = new int[graph.Blocks.Length];
    }

    public Decision Run(EvaluationState state) => Explore(_graph.Blocks[0], state);

    private Decision Explore(BasicBlock block, EvaluationState state)
    {
        var place = (block.Ordinal, state);
        if (_decided.TryGetValue(place, out var decided))
        {
            return decided ?? Decision.Never;
        }

        if (_rounds[block.Ordinal] == MostRounds || !_run.TryVisit())
        {
            return Decision.Unknown;
        }

        _decided[place] = null;
        _rounds[block.Ordinal]++;
        var decision = ExploreOnce(block, state);
        _rounds[block.Ordinal]--;
        _decided[place] = decision;
        return decision;
    }

    private Decision ExploreOnce(BasicBlock block, EvaluationState state)
    {
        var entry = state;
        foreach (var operation in block.Operations)
        {
            _evaluator.Evaluate(operation, ref state);
        }

        var normal = Leave(block, state);
        foreach (var handler in HandlersEnteredAt(block))
        {
            var caught = Explore(_graph.Blocks[handler.FirstBlockOrdinal], Forget(handler.EnclosingRegion!, entry));
            var question = new SymbolicValue("exception@" + handler.FirstBlockOrdinal, ValueSources.Exception);
            normal = Decision.Ask(question, caught, normal);
        }

        return normal;
    }

    private Decision Leave(BasicBlock block, EvaluationState state)
    {
        if (block.Kind == BasicBlockKind.Exit)
        {
            return EndOfHandler(state);
        }

        var value = block.BranchValue is null ? null : _evaluator.Evaluate(block.BranchValue, ref state);
        if (block.ConditionKind == ControlFlowConditionKind.None)
        {
            return Take(block.FallThroughSuccessor, value, state);
        }

        var jump = Take(block.ConditionalSuccessor, null, state);
        var next = Take(block.FallThroughSuccessor, null, state);
        return block.ConditionKind == ControlFlowConditionKind.WhenTrue
            ? Decision.Ask(value!, jump, next)
            : Decision.Ask(value!, next, jump);
    }

    private Decision Take(ControlFlowBranch? branch, AbstractValue? value, EvaluationState state)
    {
        switch (branch?.Semantics)
        {
            case ControlFlowBranchSemantics.Return when _decisionProperty is null:
                return value is null ? Decision.Unknown : Decision.Ask(value, Decision.Accept, Decision.Reject);

            case ControlFlowBranchSemantics.Return:
                return EndOfHandler(state);

            // A validator that throws ends the handshake.
            case ControlFlowBranchSemantics.Throw or ControlFlowBranchSemantics.Rethrow or ControlFlowBranchSemantics.ProgramTermination:
                return Decision.Reject;

            case ControlFlowBranchSemantics.Regular when branch.Destination is not null:
                return Explore(branch.Destination, OutOf(branch.LeavingRegions, state));

            case null or ControlFlowBranchSemantics.StructuredExceptionHandling:
                return Decision.Never;

            default:
                return Decision.Unknown;
        }
    }

    /// <summary>
    /// What goes out of scope cannot matter any more. Two ways through <c>a?.b</c> are the same state after it, so that paths do not
    /// double with every such expression.
    /// </summary>
    private static EvaluationState OutOf(ImmutableArray<ControlFlowRegion> regions, EvaluationState state)
    {
        foreach (var region in regions)
        {
            foreach (var capture in region.CaptureIds)
            {
                state = state.Without(capture);
            }

            foreach (var local in region.Locals)
            {
                state = state.Without(local);
            }
        }

        return state;
    }

    /// <summary>A handler that leaves the decision alone leaves it to the library, which accepts what has no errors.</summary>
    private Decision EndOfHandler(EvaluationState state)
    {
        if (_decisionProperty is null)
        {
            return Decision.Unknown;
        }

        if (state.TryGet(_decisionProperty, out var decision))
        {
            return Decision.Ask(decision, Decision.Accept, Decision.Reject);
        }

        return _run.Signature.AcceptsUnlessTold || _run.Input == PolicyErrorInput.None ? Decision.Accept : Decision.Reject;
    }

    /// <summary>The catch handlers of the try blocks that begin with this block and can throw.</summary>
    private IEnumerable<ControlFlowRegion> HandlersEnteredAt(BasicBlock block)
    {
        for (var region = block.EnclosingRegion; region is not null && region.FirstBlockOrdinal == block.Ordinal; region = region.EnclosingRegion)
        {
            if (region.Kind != ControlFlowRegionKind.Try || region.EnclosingRegion is not { Kind: ControlFlowRegionKind.TryAndCatch } whole || !CanThrow(region))
            {
                continue;
            }

            foreach (var sibling in whole.NestedRegions)
            {
                if (sibling.Kind == ControlFlowRegionKind.Catch)
                {
                    yield return sibling;
                }
                else if (sibling.Kind == ControlFlowRegionKind.FilterAndHandler)
                {
                    yield return sibling.NestedRegions.First(nested => nested.Kind == ControlFlowRegionKind.Catch);
                }
            }
        }
    }

    private bool CanThrow(ControlFlowRegion region)
    {
        for (var ordinal = region.FirstBlockOrdinal; ordinal <= region.LastBlockOrdinal; ordinal++)
        {
            var block = _graph.Blocks[ordinal];
            if (block.FallThroughSuccessor?.Semantics == ControlFlowBranchSemantics.Throw
                || block.Operations.Any(Throws)
                || (block.BranchValue is { } value && Throws(value)))
            {
                return true;
            }
        }

        return false;

        static bool Throws(IOperation operation) => operation.DescendantsAndSelf().Any(
            part => part is IInvocationOperation or IObjectCreationOperation or IPropertyReferenceOperation or IArrayElementReferenceOperation or IConversionOperation { IsTryCast: false, Conversion.IsReference: true, IsImplicit: false });
    }

    /// <summary>What was written inside the try before it threw is not known in its handler.</summary>
    private EvaluationState Forget(ControlFlowRegion whole, EvaluationState state)
    {
        for (var ordinal = whole.FirstBlockOrdinal; ordinal <= whole.LastBlockOrdinal; ordinal++)
        {
            foreach (var operation in _graph.Blocks[ordinal].Operations)
            {
                foreach (var part in operation.DescendantsAndSelf())
                {
                    if (part is IAssignmentOperation { Target: ILocalReferenceOperation target } && state.TryGet(target.Local, out var before))
                    {
                        state = state.With(target.Local, SymbolicValue.Combine("in try " + target.Local.Name, before));
                    }
                }
            }
        }

        return state;
    }
}
