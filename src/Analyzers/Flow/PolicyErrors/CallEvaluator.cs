using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketSecurity.Analyzers.Flow.PolicyErrors;

/// <summary>What a call returns: computed, followed into its body, or a symbol that remembers what went in.</summary>
/// <param name="run">The run the calls belong to.</param>
internal sealed class CallEvaluator(ValidatorRun run)
{
    public static CertificateTraits TraitsOf(IInvocationOperation call) => call.TargetMethod.Name switch
    {
        "GetCertHash" or "GetCertHashString" or "TryGetCertHash" => CertificateMembers.TraitsOfHash(call),
        var name => CertificateMembers.TraitsOf(name),
    };

    public AbstractValue Evaluate(IInvocationOperation call, ExpressionEvaluator evaluator, ref EvaluationState state)
    {
        var method = call.TargetMethod;
        var instance = call.Instance is null ? null : evaluator.Evaluate(call.Instance, ref state);
        var arguments = new AbstractValue[call.Arguments.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = evaluator.Evaluate(call.Arguments[i].Value, ref state);
        }

        var result = EvaluateKnown(call, instance, arguments, evaluator)
            ?? FollowIntoBody(call, arguments, evaluator, state)
            ?? Describe(call, instance, arguments, evaluator);

        for (var i = 0; i < arguments.Length; i++)
        {
            if (call.Arguments[i].Parameter is { RefKind: RefKind.Out or RefKind.Ref })
            {
                evaluator.Assign(call.Arguments[i].Value, SymbolicValue.Combine("out " + method.Name, result, arguments[i]), ref state);
            }
        }

        return result;
    }

    private AbstractValue? EvaluateKnown(
        IInvocationOperation call, AbstractValue? instance, AbstractValue[] arguments, ExpressionEvaluator evaluator)
    {
        switch (call.TargetMethod.Name)
        {
            case "HasFlag" when instance is KnownValue { Value: long value } && arguments is [KnownValue { Value: long flag }]:
                return AbstractValue.Of((value & flag) == flag);

            case "Equals" when instance is not null && arguments.Length >= 1:
                var same = evaluator.AreEqual(instance, arguments[0]);
                return same is SymbolicValue symbolic && run.Types.IsCertificate(call.Instance?.Type)
                    ? symbolic with { Traits = symbolic.Traits | CertificateTraits.Name }
                    : same;

            case "Equals" or "ReferenceEquals" or "SequenceEqual" or "FixedTimeEquals" when instance is null && arguments.Length >= 2:
                return evaluator.AreEqual(arguments[0], arguments[1]);

            case "FromResult" when arguments.Length == 1 && run.Types.IsVerdict(call.TargetMethod.ReturnType):
                return arguments[0];

            case "ConfigureAwait" when instance is not null:
                return instance;

            default:
                return null;
        }
    }

    private AbstractValue? FollowIntoBody(
        IInvocationOperation call, AbstractValue[] arguments, ExpressionEvaluator evaluator, EvaluationState state)
    {
        var method = call.TargetMethod;
        if (!run.Types.IsVerdict(method.ReturnType)
            || (method.IsVirtual && !method.ContainingType.IsSealed)
            || method.IsAbstract
            || method.IsOverride
            || JudgedByItself(method))
        {
            return null;
        }

        var graph = run.Bodies.GraphOf(method, call, evaluator.Graph);
        if (graph is null)
        {
            return null;
        }

        // A local function sees the variables around it; a method sees only what is written in fields.
        for (var i = 0; i < arguments.Length; i++)
        {
            if (call.Arguments[i].Parameter is { } parameter)
            {
                state = state.With(parameter.OriginalDefinition, arguments[i]);
            }
        }

        return run.Follow(graph, state);
    }

    /// <summary>The called method is a complete validator itself: what it accepts is reported there.</summary>
    private bool JudgedByItself(IMethodSymbol method) =>
        ValidatorSignature.Of(method, run.Types) is { Errors: not null, IsFrameworkShape: true };

    private AbstractValue Describe(
        IInvocationOperation call, AbstractValue? instance, AbstractValue[] arguments, ExpressionEvaluator evaluator)
    {
        var method = call.TargetMethod;
        if (LoopbackTests.AsksForLoopback(method))
        {
            return new SymbolicValue(method.Name, ValueSources.Loopback);
        }

        if (LoopbackTests.AsksForDevelopment(method))
        {
            return new SymbolicValue(method.Name, ValueSources.Development);
        }

        IEnumerable<AbstractValue> operands = instance is null ? arguments : [instance, .. arguments];
        if (run.Members.IsPeerType(method.ContainingType))
        {
            var traits = method.Name is "Build" or "Verify" ? evaluator.ChainTrait : TraitsOf(call);
            var about = SymbolicValue.Combine("." + CertificateMembers.Spelling(method.Name), operands);
            return about with
            {
                Key = arguments.Length == 0 && instance is SymbolicValue owner
                    ? owner.Key + "." + CertificateMembers.Spelling(method.Name)
                    : about.Key,
                Sources = about.Sources | ValueSources.Certificate,
                Traits = about.Traits | traits,
                Negated = false,
            };
        }

        var result = SymbolicValue.Combine(method.Name, operands);
        if (HandsPeerOver(call, arguments))
        {
            return result with { Sources = result.Sources | ValueSources.Certificate, Traits = result.Traits | CertificateTraits.ExaminedElsewhere };
        }

        return result.Sources == ValueSources.None
            ? result with { Sources = ValueSources.Setting, Setting = method }
            : result;
    }

    /// <summary>The certificate itself, its chain or the errors go into code that is not followed: it may check anything.</summary>
    private bool HandsPeerOver(IInvocationOperation call, AbstractValue[] arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            if (run.IsPeer(arguments[i])
                || run.Types.IsPolicyErrors(call.Arguments[i].Value.Type))
            {
                return true;
            }
        }

        return false;
    }
}
