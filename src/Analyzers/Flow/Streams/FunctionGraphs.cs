using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow.Origins;

namespace SocketSecurity.Analyzers.Flow.Streams;

/// <summary>The control-flow graph of the function that an operation stands in.</summary>
internal static class FunctionGraphs
{
    /// <summary>Null for half-typed bodies, parts of bodies, and initializers.</summary>
    public static ControlFlowGraph? Around(IOperation operation, ValueOrigins origins, CancellationToken cancellationToken)
    {
        var body = operation.Body() is IMethodBodyOperation or IConstructorBodyOperation or IBlockOperation ? origins.FlowOf(operation, cancellationToken).Graph : null;
        return body is null ? null : operation.EnclosingFunction() switch
        {
            IAnonymousFunctionOperation lambda => NestedGraphs.Of(lambda, body),
            ILocalFunctionOperation local => NestedGraphs.Of(local, body),
            _ => body,
        };
    }
}
