using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.PeerAuthentication;

/// <summary>
/// SOCK1001 and SOCK1002 through a library's own means: ready-made accept-any delegates, switches, and masks of accepted
/// errors, as the API catalogue lists them. Validators that people write are <see cref="CertificateValidatorAnalyzer"/>'s.
/// </summary>
public sealed class AcceptAnyCertificateAnalyzer : RuleAnalyzer
{
    /// <summary>Property of a finding: the value that is safe, where the catalogue knows one.</summary>
    public const string SafeValue = "SafeValue";

    private const int AllPolicyErrors = 7;

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [Rules.CertificateValidationDisabled, Rules.CertificateErrorsIgnored];

    public override IEnumerable<string> NamesOfInterest(ApiCatalogue catalogue) => catalogue.NamesOf(ApiRole.AcceptAny, ApiRole.AcceptAnySwitch, ApiRole.PolicyErrorsMask);

    public override void AnalyzeCompilation(RuleContext context)
    {
        var catalogue = ApiCatalogue.For(context.Options, context.CancellationToken);
        context.RegisterOperationAction(
            operation => AnalyzeReference(operation, catalogue), OperationKind.PropertyReference, OperationKind.FieldReference);
        context.RegisterOperationAction(operation => AnalyzeCall(operation, catalogue), OperationKind.Invocation);
        context.RegisterOperationAction(operation => AnalyzeAssignment(operation, catalogue), OperationKind.SimpleAssignment);
    }

    private static void AnalyzeReference(OperationAnalysisContext context, ApiCatalogue catalogue)
    {
        var reference = (IMemberReferenceOperation)context.Operation;
        if (catalogue.TryGet(reference.Member, ApiRole.AcceptAny, out _) && IsUsed(reference))
        {
            Report(context, reference, $"'{NameOf(reference.Member)}'", null);
        }
    }

    private static void AnalyzeCall(OperationAnalysisContext context, ApiCatalogue catalogue)
    {
        var call = (IInvocationOperation)context.Operation;
        if (catalogue.TryGet(call.TargetMethod, ApiRole.AcceptAny, out _))
        {
            Report(context, call, $"'{NameOf(call.TargetMethod)}'", null);
        }
        else if (catalogue.TryGet(call.TargetMethod, ApiRole.AcceptAnySwitch, out var entry)
            && call.Arguments is [var argument, ..]
            && HasValue(argument.Value, entry.Arguments[0]))
        {
            // An argument that is left out has no place of its own.
            var place = argument.ArgumentKind == ArgumentKind.DefaultValue ? call : argument.Value;
            Report(context, place, $"'{NameOf(call.TargetMethod)}'", entry);
        }
    }

    private static void AnalyzeAssignment(OperationAnalysisContext context, ApiCatalogue catalogue)
    {
        var assignment = (ISimpleAssignmentOperation)context.Operation;
        if (assignment.Target is not IMemberReferenceOperation { Member: { } member })
        {
            return;
        }

        if (catalogue.TryGet(member, ApiRole.AcceptAnySwitch, out var entry))
        {
            if (HasValue(assignment.Value, entry.Arguments[0]) && !ObjectSettings.InBodyOf(assignment).IsAlwaysOverwritten(assignment))
            {
                Report(context, assignment.Value, $"'{NameOf(member)} = {entry.Arguments[0]}'", entry);
            }
        }
        else if (catalogue.TryGet(member, ApiRole.PolicyErrorsMask, out _)
            && SingleValue.TryGetConstant(assignment.Value, out var constant)
            && constant is int mask)
        {
            ReportMask(context, assignment.Value, NameOf(member), mask);
        }
    }

    private static void ReportMask(OperationAnalysisContext context, IOperation value, string member, int mask)
    {
        if ((mask & AllPolicyErrors) == AllPolicyErrors)
        {
            Report(context, value, $"'{member}' with every error", null);
        }
        else if ((mask & ~1) != 0)
        {
            context.ReportDiagnostic(GuardedFinding.Create(
                Rules.CertificateErrorsIgnored,
                context,
                value,
                null,
                $"'{member}'",
                ValidatorWording.Errors(mask & ~1),
                ValidatorWording.Consequence(mask & ~1)));
        }
    }

    /// <summary>Comparing a value with it, or naming it, accepts nothing.</summary>
    private static bool IsUsed(IOperation reference)
    {
        var place = reference.WithConversions();
        return place.Parent switch
        {
            INameOfOperation or IBinaryOperation or IConstantPatternOperation or ISingleValueCaseClauseOperation or IInterpolationOperation => false,
            IAssignmentOperation assignment => assignment.Value == place,
            _ => true,
        };
    }

    private static bool HasValue(IOperation value, string expected) =>
        SingleValue.TryGetConstant(value, out var constant)
        && constant is not null
        && string.Equals(Convert.ToString(constant, System.Globalization.CultureInfo.InvariantCulture), expected, StringComparison.OrdinalIgnoreCase);

    private static string NameOf(ISymbol member) => $"{member.ContainingType.Name}.{member.Name}";

    private static void Report(OperationAnalysisContext context, IOperation place, string what, ApiEntry? entry)
    {
        var guard = ProductionGuard.Of(place, context.Compilation, context.Options);
        context.ReportDiagnostic(Diagnostic.Create(
            Rules.CertificateValidationDisabled,
            place.Syntax.GetLocation(),
            guard is null ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
            additionalLocations: null,
            properties: entry is { Arguments: [_, var safe, ..] } ? ImmutableDictionary<string, string?>.Empty.Add(SafeValue, safe) : null,
            what,
            guard is null ? "" : $"; {guard}"));
    }
}
