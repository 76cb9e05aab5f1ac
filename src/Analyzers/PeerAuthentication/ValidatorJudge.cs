using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.Flow.PolicyErrors;

namespace SocketSecurity.Analyzers.PeerAuthentication;

/// <summary>Turns the verdict about a validator into at most one finding.</summary>
internal sealed class ValidatorJudge(PolicyErrorTypes types, MethodBodies bodies, Settings settings, AnalyzerOptions options)
{
    public void Judge(
        IMethodSymbol validator,
        ValidatorSignature signature,
        ControlFlowGraph graph,
        IOperation where,
        Location location,
        Action<Diagnostic> report)
    {
        var verdict = ValidatorVerdict.Of(validator, signature, graph, types, bodies, settings);
        if (verdict.Acceptance == Acceptance.Sound)
        {
            return;
        }

        // "HasProblem(certificate, errors)" reads like an inverted validator; only a callback's result means acceptance.
        var isLambda = validator.MethodKind == MethodKind.LambdaMethod;
        if (verdict.IsInverted && !isLambda && !signature.IsFrameworkShape)
        {
            return;
        }

        var name = isLambda ? "This validator" : $"'{validator.Name}'";
        var guard = ProductionGuard.Of(where, bodies.Compilation, options) ?? (DebugOnlyAnswer.IsOf(where) ? ProductionGuard.DebugOnly : null);
        var suffix = guard is null ? "" : $"; {guard}";

        var (rule, arguments) = verdict.Acceptance switch
        {
            Acceptance.Everything => (Rules.CertificateValidationDisabled, new object[] { name, suffix }),
            Acceptance.ByForgeable => (Rules.CertificateIdentifiedByName, [name, ValidatorWording.Traits(verdict.Traits), suffix]),
            _ => (Rules.CertificateErrorsIgnored, [name, ValidatorWording.What(verdict), ValidatorWording.Consequence(verdict.PassingFlags), suffix]),
        };

        report(Diagnostic.Create(
            rule,
            location,
            guard is null && !NeedsJudgement(verdict) ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
            additionalLocations: null,
            properties: ImmutableDictionary<string, string?>.Empty,
            arguments));
    }

    /// <summary>A switch that is off unless somebody turns it on needs a person's judgement, and so does a list of hosts.</summary>
    private static bool NeedsJudgement(ValidatorVerdict verdict) => verdict.Acceptance switch
    {
        Acceptance.BySetting => Settings.AcceptsByDefault(verdict.Setting!) != true,
        Acceptance.InDevelopment or Acceptance.ForConnection => true,
        _ => false,
    };
}
