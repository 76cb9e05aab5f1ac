using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.MessageProtection;

/// <summary>
/// SOCK4011: a check of a token is switched off, or replaced by a delegate that always succeeds. A switch that is off because a
/// delegate of the same options does the check is not reported.
/// </summary>
public sealed class TokenValidationAnalyzer : RuleAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.TokenValidationDisabled];

    public override IEnumerable<string> NamesOfInterest(ApiCatalogue catalogue) => [.. catalogue.NamesOf(ApiRole.TokenCheck), .. TokenChecks.ValidatorNames];

    public override void AnalyzeCompilation(RuleContext context)
    {
        var catalogue = ApiCatalogue.For(context.Options, context.CancellationToken);
        var checks = new TokenChecks(context.Compilation, catalogue);
        if (checks.IsEmpty)
        {
            return;
        }

        context.RegisterOperationAction(
            operation =>
            {
                var assignment = (ISimpleAssignmentOperation)operation.Operation;
                if (assignment.Target is not IPropertyReferenceOperation { Property: var property })
                {
                    return;
                }

                if (checks.SwitchOf(property) is { } entry)
                {
                    AnalyzeSwitch(operation, assignment, entry);
                }
                else if (checks.IsValidator(property) && AlwaysSucceeds.Is(assignment.Value))
                {
                    Report(operation, assignment.Value, $"'{property.ContainingType.Name}.{property.Name}' accepts everything", "so anyone can write the tokens that it accepts");
                }
            },
            OperationKind.SimpleAssignment);

        context.RegisterOperationAction(
            operation =>
            {
                var call = (IInvocationOperation)operation.Operation;
                if (checks.SwitchOf(call.TargetMethod) is not { } entry)
                {
                    return;
                }

                if (entry.Arguments[0] == "called")
                {
                    Report(operation, call, $"'{call.TargetMethod.Name}' switches the check off", entry.Words(1));
                    return;
                }

                foreach (var argument in call.Arguments)
                {
                    if (argument is { ArgumentKind: ArgumentKind.Explicit, Parameter: { Type.SpecialType: SpecialType.System_Boolean, Name: "verify" or "verifySignature" } } && SingleValue.IsConstant(argument.Value, false))
                    {
                        Report(operation, argument.Value, $"'{call.TargetMethod.Name}' does not verify", entry.Words(1));
                    }
                }
            },
            OperationKind.Invocation);
    }

    private static void AnalyzeSwitch(OperationAnalysisContext context, ISimpleAssignmentOperation assignment, ApiEntry entry)
    {
        var target = (IPropertyReferenceOperation)assignment.Target;
        if (!SingleValue.IsConstant(assignment.Value, false))
        {
            return;
        }

        var settings = ObjectSettings.InBodyOf(assignment);
        if (settings.IsAlwaysOverwritten(assignment)
            || (entry.Arguments[0] != "-" && ObjectPath.Of(target.Instance) is { } options && settings.Find(options, entry.Arguments[0]) is not null))
        {
            return;
        }

        var severity = entry.Arguments[1] == "minor" || IsReadOfOldToken(assignment) ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning;
        Report(context, assignment.Value, $"'{target.Property.ContainingType.Name}.{target.Property.Name}' is false", entry.Words(2), severity);
    }

    /// <summary>To renew a token, its lifetime is left out while everything else is checked. A name only lowers the severity.</summary>
    private static bool IsReadOfOldToken(ISimpleAssignmentOperation assignment) =>
        ((IPropertyReferenceOperation)assignment.Target).Property.Name == "ValidateLifetime"
        && assignment.SemanticModel?.GetEnclosingSymbol(assignment.Syntax.SpanStart) is IMethodSymbol { Name: var name }
        && (name.IndexOf("Expired", StringComparison.OrdinalIgnoreCase) >= 0 || name.IndexOf("Refresh", StringComparison.OrdinalIgnoreCase) >= 0 || name.IndexOf("Renew", StringComparison.OrdinalIgnoreCase) >= 0);

    private static void Report(OperationAnalysisContext context, IOperation place, string what, string why, DiagnosticSeverity severity = DiagnosticSeverity.Warning) =>
        context.ReportDiagnostic(Diagnostic.Create(Rules.TokenValidationDisabled, place.Syntax.GetLocation(), severity, additionalLocations: null, properties: null, what, why));
}
