using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace SocketSecurity.Analyzers.Flow.PolicyErrors;

/// <summary>Why a validator lets a certificate pass that failed validation.</summary>
internal enum Acceptance
{
    /// <summary>It does not, or nothing certain can be said.</summary>
    Sound,

    /// <summary>Whatever the errors are.</summary>
    Everything,

    /// <summary>For some combinations of errors.</summary>
    SomeErrors,

    /// <summary>When the check itself throws.</summary>
    OnException,

    /// <summary>When a setting says so.</summary>
    BySetting,

    /// <summary>For some hosts or connections.</summary>
    ForConnection,

    /// <summary>When the environment is a developer's.</summary>
    InDevelopment,

    /// <summary>When something matches that an attacker can copy.</summary>
    ByForgeable,
}

/// <summary>The result of running a validator with all eight inputs.</summary>
internal sealed class ValidatorVerdict
{
    private ValidatorVerdict(Acceptance acceptance) => Acceptance = acceptance;

    public Acceptance Acceptance { get; }

    /// <summary>The flags of <c>SslPolicyErrors</c> that pass, each alone, as a mask; for <see cref="Acceptance.SomeErrors"/>.</summary>
    public long PassingFlags { get; private init; }

    /// <summary>No errors at all are rejected: the condition stands the wrong way round.</summary>
    public bool IsInverted { get; private init; }

    /// <summary>The answer that lets the certificate pass; for <see cref="Acceptance.BySetting"/>.</summary>
    public Answer? Setting { get; private init; }

    /// <summary>What the decision looks at; for <see cref="Acceptance.ByForgeable"/>.</summary>
    public CertificateTraits Traits { get; private init; }

    /// <summary>A peer without any certificate is accepted.</summary>
    public bool AcceptsMissingCertificate { get; private init; }

    public static ValidatorVerdict Of(
        IMethodSymbol validator,
        ValidatorSignature signature,
        ControlFlowGraph graph,
        PolicyErrorTypes types,
        MethodBodies bodies,
        Settings settings)
    {
        var inputs = new InputVerdict[PolicyErrorInput.Count];
        for (var input = 0; input < inputs.Length; input++)
        {
            var run = new ValidatorRun(validator, signature, input, types, bodies, settings);
            var decision = new ControlFlowWalk(graph, run, signature.Decision).Run(EvaluationState.Empty);
            inputs[input] = InputVerdict.Of(input, DecisionPaths.Of(decision));
        }

        return Summarise(inputs);
    }

    private static ValidatorVerdict Summarise(InputVerdict[] inputs)
    {
        var missing = inputs[PolicyErrorInput.RemoteCertificateNotAvailable].Acceptance == Acceptance.Everything;
        if (inputs.All(input => input.Acceptance == Acceptance.Everything))
        {
            return new ValidatorVerdict(Acceptance.Everything) { AcceptsMissingCertificate = true };
        }

        // What a peer without a certificate gets is a question of client authentication, asked elsewhere.
        var withCertificate = inputs.Where(input => PolicyErrorInput.HasCertificate(input.Input) && input.Input != PolicyErrorInput.None).ToList();
        var free = withCertificate.Where(input => input.Acceptance == Acceptance.Everything).ToList();
        if (free.Count > 0)
        {
            return new ValidatorVerdict(Acceptance.SomeErrors)
            {
                PassingFlags = FlagsOf(free),
                IsInverted = inputs[0].NeverAccepts,
                AcceptsMissingCertificate = missing,
            };
        }

        foreach (var acceptance in new[]
        {
            Acceptance.OnException, Acceptance.SomeErrors, Acceptance.BySetting, Acceptance.InDevelopment, Acceptance.ForConnection, Acceptance.ByForgeable,
        })
        {
            var some = withCertificate.Where(input => input.Acceptance == acceptance).ToList();
            if (some.Count > 0)
            {
                return new ValidatorVerdict(acceptance)
                {
                    PassingFlags = FlagsOf(some),
                    Setting = some[0].Setting,
                    Traits = some[0].Traits,
                    AcceptsMissingCertificate = missing,
                };
            }
        }

        return new ValidatorVerdict(Acceptance.Sound) { AcceptsMissingCertificate = missing };
    }

    /// <summary>The flags that pass alone; where none does, those of the first combination that passes.</summary>
    private static long FlagsOf(List<InputVerdict> passing)
    {
        var alone = 0L;
        foreach (var verdict in passing)
        {
            if ((verdict.Input & (verdict.Input - 1)) == 0)
            {
                alone |= verdict.Input;
            }
        }

        return alone != 0 ? alone : passing[0].Input;
    }
}
