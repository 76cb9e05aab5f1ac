using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketSecurity.Analyzers.Flow;

/// <summary>Finds the control-flow graph of a lambda or local function inside that of the body it is written in.</summary>
internal static class NestedGraphs
{
    public static ControlFlowGraph? Of(ILocalFunctionOperation function, ControlFlowGraph outer)
    {
        if (outer.LocalFunctions.Contains(function.Symbol, SymbolEqualityComparer.Default))
        {
            return outer.GetLocalFunctionControlFlowGraph(function.Symbol);
        }

        return Search(outer, graph => Of(function, graph));
    }

    public static ControlFlowGraph? Of(IAnonymousFunctionOperation lambda, ControlFlowGraph outer)
    {
        foreach (var found in LambdasIn(outer))
        {
            if (SymbolEqualityComparer.Default.Equals(found.Symbol, lambda.Symbol))
            {
                return outer.GetAnonymousFunctionControlFlowGraph(found);
            }
        }

        return Search(outer, graph => Of(lambda, graph));
    }

    private static ControlFlowGraph? Search(ControlFlowGraph outer, Func<ControlFlowGraph, ControlFlowGraph?> find)
    {
        foreach (var lambda in LambdasIn(outer))
        {
            if (find(outer.GetAnonymousFunctionControlFlowGraph(lambda)) is { } inLambda)
            {
                return inLambda;
            }
        }

        foreach (var function in outer.LocalFunctions)
        {
            if (find(outer.GetLocalFunctionControlFlowGraph(function)) is { } inFunction)
            {
                return inFunction;
            }
        }

        return null;
    }

    private static IEnumerable<IFlowAnonymousFunctionOperation> LambdasIn(ControlFlowGraph graph)
    {
        foreach (var block in graph.Blocks)
        {
            foreach (var operation in block.Operations)
            {
                foreach (var part in operation.DescendantsAndSelf())
                {
                    if (part is IFlowAnonymousFunctionOperation lambda)
                    {
                        yield return lambda;
                    }
                }
            }

            if (block.BranchValue is not null)
            {
                foreach (var part in block.BranchValue.DescendantsAndSelf())
                {
                    if (part is IFlowAnonymousFunctionOperation lambda)
                    {
                        yield return lambda;
                    }
                }
            }
        }
    }
}
