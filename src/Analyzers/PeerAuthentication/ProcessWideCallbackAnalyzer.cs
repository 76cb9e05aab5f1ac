using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.PeerAuthentication;

/// <summary>SOCK1012: a validator is set for every connection of the process, whatever it decides.</summary>
public sealed class ProcessWideCallbackAnalyzer : RuleAnalyzer
{
    public const string PropertyName = "ServerCertificateValidationCallback";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.ProcessWideValidationCallback];

    public override IEnumerable<string> NamesOfInterest(ApiCatalogue catalogue) => [PropertyName];

    public override void AnalyzeCompilation(RuleContext context)
    {
        if (context.Compilation.GetTypeByMetadataName("System.Net.ServicePointManager") is not { } manager)
        {
            return;
        }

        context.RegisterOperationAction(
            operation =>
            {
                var assignment = (IAssignmentOperation)operation.Operation;
                if (IsCallback(assignment.Target, manager)
                    && assignment is not ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Subtract }
                    && !IsNothingNew(assignment.Value, manager))
                {
                    operation.ReportDiagnostic(Diagnostic.Create(
                        Rules.ProcessWideValidationCallback, assignment.Target.Syntax.GetLocation(), $"{manager.Name}.{PropertyName}"));
                }
            },
            OperationKind.SimpleAssignment,
            OperationKind.CompoundAssignment,
            OperationKind.CoalesceAssignment);
    }

    private static bool IsCallback(IOperation operation, INamedTypeSymbol manager) =>
        operation is IPropertyReferenceOperation { Property: { Name: PropertyName, ContainingType: var type } }
        && SymbolEqualityComparer.Default.Equals(type, manager);

    /// <summary>Taking the callback away, or putting back what was there before.</summary>
    private static bool IsNothingNew(IOperation value, INamedTypeSymbol manager) =>
        SingleValue.Of(value) is var origin
        && (origin.ConstantValue is { HasValue: true, Value: null } || IsCallback(origin, manager));
}
