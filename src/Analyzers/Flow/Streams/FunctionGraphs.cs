using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketSecurity.Analyzers.Flow.Streams;

/// <summary>The control-flow graph of the function that an operation stands in.</summary>
internal static class FunctionGraphs
{
    /// <summary>Null for half-typed bodies and parts of bodies.</summary>
    public static ControlFlowGraph? Around(IOperation operation, CancellationToken cancellationToken)
    {
        var body = operation.Body() switch
        {
            IMethodBodyOperation method => ControlFlowGraph.Create(method, cancellationToken),
            IConstructorBodyOperation constructor => ControlFlowGraph.Create(constructor, cancellationToken),
            IBlockOperation block => ControlFlowGraph.Create(block, cancellationToken),
            _ => null,
        };
        return body is null ? null : operation.EnclosingFunction() switch
        {
            IAnonymousFunctionOperation lambda => NestedGraphs.Of(lambda, body),
            ILocalFunctionOperation local => NestedGraphs.Of(local, body),
            _ => body,
        };
    }
}
