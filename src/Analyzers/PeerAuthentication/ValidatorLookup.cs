using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.Flow.PolicyErrors;

namespace SocketSecurity.Analyzers.PeerAuthentication;

/// <summary>Finds the validator behind a delegate-typed expression and judges it.</summary>
internal sealed class ValidatorLookup(PolicyErrorTypes types, MethodBodies bodies, Settings settings)
{
    /// <returns>Null when the delegate comes from elsewhere or is no validator.</returns>
    public FoundValidator? Find(IOperation callback, OperationAnalysisContext context)
    {
        if (SingleValue.Of(callback) is not IDelegateCreationOperation creation)
        {
            return null;
        }

        var outer = context.GetControlFlowGraph();
        var (method, graph, location) = creation.Target switch
        {
            IAnonymousFunctionOperation lambda => (lambda.Symbol, NestedGraphs.Of(lambda, outer), lambda.Syntax.GetLocation()),
            IMethodReferenceOperation reference => (
                reference.Method, bodies.GraphOf(reference.Method, reference, outer, context.CancellationToken), reference.Method.Locations[0]),
            _ => ((IMethodSymbol?)null, (ControlFlowGraph?)null, Location.None),
        };

        return method is not null && graph is not null && ValidatorSignature.Of(method, types) is { } signature
            ? new FoundValidator(ValidatorVerdict.Of(method, signature, graph, types, bodies, settings), location)
            : null;
    }
}

/// <summary>A validator's verdict and where it is written.</summary>
internal sealed record FoundValidator(ValidatorVerdict Verdict, Location Location);
