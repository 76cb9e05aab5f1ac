using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.Flow.PolicyErrors;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.PeerAuthentication;

/// <summary>
/// SOCK1001 for validators that get no <c>SslPolicyErrors</c>, whose place in a library the API catalogue knows: what they
/// do with their one input is all there is to judge.
/// </summary>
public sealed class CertificateCallbackAnalyzer : RuleAnalyzer
{
    private const string SetsPrefix = "sets:";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.CertificateValidationDisabled];

    public override IEnumerable<string> NamesOfInterest(ApiCatalogue catalogue) => catalogue.NamesOf(ApiRole.CertificateCallback);

    public override void AnalyzeCompilation(RuleContext context)
    {
        if (PolicyErrorTypes.In(context.Compilation) is not { } types)
        {
            return;
        }

        var catalogue = ApiCatalogue.For(context.Options, context.CancellationToken);
        var bodies = MethodBodies.For(context.Compilation);
        var settings = new Settings();

        context.RegisterOperationAction(
            operation =>
            {
                var assignment = (IAssignmentOperation)operation.Operation;
                if (assignment.Target is IMemberReferenceOperation { Member: { } member })
                {
                    AnalyzeHandler(operation, member, assignment.Value);
                }
            },
            OperationKind.SimpleAssignment);

        context.RegisterOperationAction(
            operation =>
            {
                var subscription = (IEventAssignmentOperation)operation.Operation;
                if (subscription is { Adds: true, EventReference: IEventReferenceOperation { Event: { } member } })
                {
                    AnalyzeHandler(operation, member, subscription.HandlerValue);
                }
            },
            OperationKind.EventAssignment);

        context.RegisterOperationBlockAction(block =>
        {
            if (block.OwningSymbol is IMethodSymbol method
                && catalogue.TryGet(method, ApiRole.CertificateCallback, out var entry)
                && entry.Arguments[0] == "does-not-throw"
                && !CanRefuse(block.OperationBlocks))
            {
                Report(block.OperationBlocks[0], method.Locations[0], $"'{method.Name}'", block.Compilation, block.Options, block.ReportDiagnostic);
            }
        });

        void AnalyzeHandler(OperationAnalysisContext operation, ISymbol member, IOperation handler)
        {
            if (!catalogue.TryGet(member, ApiRole.CertificateCallback, out var entry)
                || entry.Arguments[0] == "does-not-throw"
                || TargetOf(handler) is not { } target)
            {
                return;
            }

            var outer = operation.GetControlFlowGraph();
            var (method, graph) = target switch
            {
                IAnonymousFunctionOperation lambda => (lambda.Symbol, NestedGraphs.Of(lambda, outer)),
                IMethodReferenceOperation reference => (reference.Method, bodies.GraphOf(reference.Method, reference, outer, operation.CancellationToken)),
                _ => ((IMethodSymbol?)null, (ControlFlowGraph?)null),
            };
            var decision = entry.Arguments[0].StartsWith(SetsPrefix, StringComparison.Ordinal) ? entry.Arguments[0].Substring(SetsPrefix.Length) : null;
            if (method is not null
                && graph is not null
                && ValidatorSignature.OfCatalogue(method, decision) is { } signature
                && ValidatorVerdict.Of(method, signature, graph, types, bodies, settings).Acceptance == Acceptance.Everything)
            {
                Report(target, target.Syntax.GetLocation(), "This validator", operation.Compilation, operation.Options, operation.ReportDiagnostic);
            }
        }
    }

    private static IOperation? TargetOf(IOperation handler) => handler.WithoutConversions() is IDelegateCreationOperation creation
        ? creation.Target
        : null;

    /// <summary>Whether the body throws, or hands what it got to code that may.</summary>
    private static bool CanRefuse(ImmutableArray<IOperation> blocks)
    {
        foreach (var block in blocks)
        {
            foreach (var part in block.DescendantsAndSelf())
            {
                if (part is IThrowOperation
                    || (part is IParameterReferenceOperation && part.Syntax.Ancestors().Any(node => node is Microsoft.CodeAnalysis.CSharp.Syntax.InvocationExpressionSyntax)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static void Report(
        IOperation where, Location location, string name, Compilation compilation, AnalyzerOptions options, Action<Diagnostic> report)
    {
        var guard = ProductionGuard.Of(where, compilation, options);
        report(Diagnostic.Create(
            Rules.CertificateValidationDisabled,
            location,
            guard is null ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
            additionalLocations: null,
            properties: null,
            name,
            guard is null ? "" : $"; {guard}"));
    }
}
