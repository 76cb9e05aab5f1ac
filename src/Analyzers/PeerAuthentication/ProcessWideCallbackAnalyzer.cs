using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;

namespace SocketSecurity.Analyzers.PeerAuthentication;

/// <summary>SOCK1012: a validation callback for the whole process, whatever it does. What it accepts is judged by its own rules.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ProcessWideCallbackAnalyzer : SocketSecurityAnalyzer
{
    private const string Callback = "ServerCertificateValidationCallback";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.ProcessWideValidationCallback];

    protected override void AnalyzeCompilation(CompilationStartAnalysisContext context)
    {
        if (context.Compilation.GetTypeByMetadataName("System.Net.ServicePointManager") is not { } manager)
        {
            return;
        }

        context.RegisterOperationAction(
            operation =>
            {
                var assignment = (IAssignmentOperation)operation.Operation;
                if (assignment.Target is IPropertyReferenceOperation { Property: { Name: Callback, ContainingType: var type } }
                    && SymbolEqualityComparer.Default.Equals(type, manager)
                    && assignment is not ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Subtract }
                    && assignment.Value.WithoutConversions() is not (IInvalidOperation or { ConstantValue: { HasValue: true, Value: null } }))
                {
                    operation.ReportDiagnostic(Diagnostic.Create(
                        Rules.ProcessWideValidationCallback, assignment.Target.Syntax.GetLocation(), $"{manager.Name}.{Callback}"));
                }
            },
            OperationKind.SimpleAssignment,
            OperationKind.CompoundAssignment,
            OperationKind.CoalesceAssignment);
    }
}
