using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketSecurity.Analyzers.Flow.Origins;

/// <summary>
/// Which assignments to a local or parameter can have made the value that a use of it sees. Built for one control-flow
/// graph; uses are found by their syntax, because a graph holds copies of the operations that rules see.
/// </summary>
/// <remarks>
/// Exceptions are over-approximated: a catch or finally block sees every assignment of its try block and what was before it.
/// Writes that are no plain assignment (<c>ref</c>, <c>out</c>, compound, deconstruction, patterns, loops over a collection)
/// are definitions without a known value.
/// </remarks>
internal sealed class ReachingDefinitions
{
    private readonly ControlFlowGraph _graph;
    private readonly Dictionary<SyntaxNode, (int Block, int Index)> _uses = [];
    private readonly Dictionary<ISymbol, List<Definition>> _definitions = new(SymbolEqualityComparer.Default);

    /// <summary>Variables that the graph remembers while it evaluates the branches of what is assigned to them.</summary>
    private readonly Dictionary<CaptureId, ISymbol> _captured = [];

    public ReachingDefinitions(ControlFlowGraph graph)
    {
        _graph = graph;
        foreach (var block in graph.Blocks)
        {
            for (var index = 0; index < block.Operations.Length; index++)
            {
                Collect(block.Operations[index], block.Ordinal, index);
            }

            if (block.BranchValue is { } value)
            {
                Collect(value, block.Ordinal, block.Operations.Length);
            }
        }
    }

    /// <summary>
    /// The syntax of the assignments that reach the use, in source order. A definition without a known value is null;
    /// <paramref name="entry"/> says whether the value from before the body does too. Null when the use is not in this graph.
    /// </summary>
    public ImmutableArray<SyntaxNode?>? Reaching(ISymbol variable, SyntaxNode use, out bool entry)
    {
        entry = false;
        if (!_uses.TryGetValue(use, out var place))
        {
            return null;
        }

        if (!_definitions.TryGetValue(variable, out var definitions))
        {
            entry = true;
            return [];
        }

        var found = new SortedSet<int>();
        var visited = new HashSet<int>();
        var pending = new Stack<(int Block, int Before)>();
        pending.Push((place.Block, place.Index));
        while (pending.Count > 0)
        {
            var (ordinal, before) = pending.Pop();
            if (LastIn(definitions, ordinal, before, use) is { } last)
            {
                found.Add(last);
                continue;
            }

            if (ordinal == 0)
            {
                entry = true;
            }

            foreach (var previous in Before(_graph.Blocks[ordinal], definitions, found))
            {
                if (visited.Add(previous.Ordinal))
                {
                    pending.Push((previous.Ordinal, int.MaxValue));
                }
            }
        }

        var result = ImmutableArray.CreateBuilder<SyntaxNode?>(found.Count);
        foreach (var index in found)
        {
            result.Add(definitions[index].Assignment);
        }

        return result.ToImmutable();
    }

    /// <summary>The index of the last definition in the block before the position; the use's own statement counts only around the use.</summary>
    private static int? LastIn(List<Definition> definitions, int block, int before, SyntaxNode use)
    {
        int? last = null;
        for (var i = 0; i < definitions.Count; i++)
        {
            var definition = definitions[i];
            var isEarlier = definition.Block == block
                && (definition.Index < before
                    || (definition.Index == before && definition.Place.SpanStart < use.SpanStart && !definition.Place.Span.Contains(use.Span)));
            last = isEarlier ? i : last;
        }

        return last;
    }

    private List<BasicBlock> Before(BasicBlock block, List<Definition> definitions, SortedSet<int> found)
    {
        var previous = new List<BasicBlock>();
        foreach (var branch in block.Predecessors)
        {
            previous.Add(branch.Source);
            foreach (var region in branch.FinallyRegions)
            {
                AddDefinitionsOf(region, definitions, found);
            }
        }

        for (var region = block.EnclosingRegion; region is not null && region.FirstBlockOrdinal == block.Ordinal; region = region.EnclosingRegion)
        {
            if (region.Kind is ControlFlowRegionKind.Catch or ControlFlowRegionKind.Filter or ControlFlowRegionKind.Finally
                && region.EnclosingRegion is { } whole)
            {
                var outer = whole.Kind == ControlFlowRegionKind.FilterAndHandler && whole.EnclosingRegion is { } around ? around : whole;
                AddDefinitionsOf(outer, definitions, found);
                foreach (var branch in _graph.Blocks[outer.FirstBlockOrdinal].Predecessors)
                {
                    previous.Add(branch.Source);
                }
            }
        }

        return previous;
    }

    private static void AddDefinitionsOf(ControlFlowRegion region, List<Definition> definitions, SortedSet<int> found)
    {
        for (var i = 0; i < definitions.Count; i++)
        {
            if (definitions[i].Block >= region.FirstBlockOrdinal && definitions[i].Block <= region.LastBlockOrdinal)
            {
                found.Add(i);
            }
        }
    }

    private void Collect(IOperation statement, int block, int index)
    {
        foreach (var operation in statement.DescendantsAndSelf())
        {
            var variable = operation switch
            {
                ILocalReferenceOperation local => local.Local,
                IParameterReferenceOperation parameter => parameter.Parameter,
                IFlowCaptureReferenceOperation capture when _captured.TryGetValue(capture.Id, out var captured) => captured,
                _ => (ISymbol?)null,
            };
            if (variable is null)
            {
                continue;
            }

            switch (operation.Parent)
            {
                case IFlowCaptureOperation capture:
                    _captured[capture.Id] = variable;
                    _uses[operation.Syntax] = (block, index);
                    break;
                case ISimpleAssignmentOperation { IsRef: false } assignment when assignment.Target == operation:
                    Define(variable, new Definition(block, index, assignment.Syntax, assignment.Syntax));
                    break;
                case var parent when VariableWrites.IsIndirect(operation, parent):
                    Define(variable, new Definition(block, index, operation.Syntax, Assignment: null));
                    _uses[operation.Syntax] = (block, index);
                    break;
                default:
                    _uses[operation.Syntax] = (block, index);
                    break;
            }
        }
    }

    private void Define(ISymbol variable, Definition definition)
    {
        if (!_definitions.TryGetValue(variable, out var list))
        {
            _definitions.Add(variable, list = []);
        }

        list.Add(definition);
    }

    private readonly record struct Definition(int Block, int Index, SyntaxNode Place, SyntaxNode? Assignment);
}
