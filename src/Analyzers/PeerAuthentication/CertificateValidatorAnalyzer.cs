using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.Flow.PolicyErrors;

namespace SocketSecurity.Analyzers.PeerAuthentication;

/// <summary>
/// Runs every method, lambda and local function that judges a peer's certificate with all eight values of
/// <c>SslPolicyErrors</c>, and reports what it lets pass.
/// </summary>
public sealed class CertificateValidatorAnalyzer : RuleAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [Rules.CertificateValidationDisabled, Rules.CertificateErrorsIgnored, Rules.CertificateIdentifiedByName];

    public override void AnalyzeCompilation(RuleContext context)
    {
        if (PolicyErrorTypes.In(context.Compilation) is not { } types)
        {
            return;
        }

        var bodies = MethodBodies.For(context.Compilation);
        var judge = new ValidatorJudge(types, bodies, new Settings(), context.Options);

        context.RegisterOperationAction(
            operation =>
            {
                var lambda = (IAnonymousFunctionOperation)operation.Operation;
                if (ValidatorSignature.Of(lambda.Symbol, types) is { } signature
                    && NestedGraphs.Of(lambda, operation.GetControlFlowGraph()) is { } graph)
                {
                    judge.Judge(lambda.Symbol, signature, graph, lambda, lambda.Syntax.GetLocation(), operation.ReportDiagnostic);
                }
            },
            OperationKind.AnonymousFunction);

        context.RegisterOperationAction(
            operation =>
            {
                var function = (ILocalFunctionOperation)operation.Operation;
                if (ValidatorSignature.Of(function.Symbol, types) is { HasCertificate: true } signature
                    && NestedGraphs.Of(function, operation.GetControlFlowGraph()) is { } graph)
                {
                    judge.Judge(function.Symbol, signature, graph, function, function.Symbol.Locations[0], operation.ReportDiagnostic);
                }
            },
            OperationKind.LocalFunction);

        context.RegisterOperationBlockAction(block =>
        {
            // Event arguments alone do not make an ordinary method a validator; being used as a handler does, see below.
            if (block.OwningSymbol is IMethodSymbol method
                && ValidatorSignature.Of(method, types) is { HasCertificate: true, Errors: not null } signature)
            {
                foreach (var body in block.OperationBlocks)
                {
                    if (body.Parent is IMethodBodyOperation)
                    {
                        judge.Judge(method, signature, block.GetControlFlowGraph(body), body, method.Locations[0], block.ReportDiagnostic);
                    }
                }
            }
        });

        context.RegisterOperationAction(
            operation =>
            {
                var reference = (IMethodReferenceOperation)operation.Operation;
                if (reference.Method.MethodKind == MethodKind.Ordinary
                    && ValidatorSignature.Of(reference.Method, types) is { Arguments: not null } signature
                    && bodies.GraphOf(reference.Method, reference, operation.GetControlFlowGraph(), operation.CancellationToken) is { } graph)
                {
                    judge.Judge(reference.Method, signature, graph, reference, reference.Syntax.GetLocation(), operation.ReportDiagnostic);
                }
            },
            OperationKind.MethodReference);
    }
}
