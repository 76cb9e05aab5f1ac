using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketSecurity.Analyzers.Flow.PolicyErrors;

/// <summary>
/// A lambda handed to a query, such as <c>pins.Any(pin => pin == certificate.Thumbprint)</c>: what its result can depend on.
/// </summary>
internal sealed class LambdaSummaries(ValidatorRun run)
{
    public SymbolicValue Summarise(IFlowAnonymousFunctionOperation lambda, ExpressionEvaluator evaluator, EvaluationState state)
    {
        var graph = evaluator.Graph.GetAnonymousFunctionControlFlowGraph(lambda);
        var parts = new List<AbstractValue>();
        foreach (var block in graph.Blocks)
        {
            foreach (var operation in block.Operations)
            {
                Collect(operation, state, parts);
            }

            if (block.BranchValue is not null)
            {
                Collect(block.BranchValue, state, parts);
            }
        }

        return SymbolicValue.Combine("lambda@" + lambda.Syntax.SpanStart, parts);
    }

    private void Collect(IOperation operation, EvaluationState state, List<AbstractValue> parts)
    {
        foreach (var part in operation.DescendantsAndSelf())
        {
            switch (part)
            {
                case IParameterReferenceOperation parameter when state.TryGet(parameter.Parameter, out var value):
                    parts.Add(value);
                    break;
                case IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.LambdaMethod } } parameter
                    when run.Signature.Errors is null || !SymbolEqualityComparer.Default.Equals(parameter.Parameter.ContainingSymbol, run.Signature.Errors.ContainingSymbol):
                    break;
                case IParameterReferenceOperation parameter:
                    parts.Add(run.ReadParameter(parameter));
                    break;
                case ILocalReferenceOperation local when state.TryGet(local.Local, out var value):
                    parts.Add(value);
                    break;
                case IMemberReferenceOperation { Member: { } member } when run.Members.IsPeerType(member.ContainingType):
                    parts.Add(new SymbolicValue(member.Name, ValueSources.Certificate, CertificateMembers.TraitsOf(member.Name)));
                    break;
                case IInvocationOperation { TargetMethod: { } method } call when run.Members.IsPeerType(method.ContainingType):
                    parts.Add(new SymbolicValue(method.Name, ValueSources.Certificate, CallEvaluator.TraitsOf(call)));
                    break;
            }
        }
    }
}
