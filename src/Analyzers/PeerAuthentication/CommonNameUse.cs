using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;

namespace SocketSecurity.Analyzers.PeerAuthentication;

/// <summary>
/// Follows the text of a certificate's subject to a comparison with something named like a host, in a function that answers yes
/// or no from it or stops because of it. Looking for one's own certificate by name, showing a name and logging it are not that.
/// Validators with policy errors are left to the rules that judge those as a whole.
/// </summary>
internal sealed class CommonNameUse(INamedTypeSymbol? policyErrors)
{
    private const int MaximumSteps = 12;

    private static readonly string[] HostWords = ["host", "server", "domain", "dns", "peer", "endpoint"];

    public bool Decides(IOperation text, bool namesCommonName, ISymbol containingSymbol)
    {
        var method = text.EnclosingMethod(containingSymbol);
        return method is not null and not { MethodKind: MethodKind.LambdaMethod }
            && !HasPolicyErrors(method)
            && ReachesDecision(text, namesCommonName, method, MaximumSteps);
    }

    private static bool ReachesDecision(IOperation text, bool namesCommonName, IMethodSymbol method, int steps)
    {
        if (steps == 0)
        {
            return false;
        }

        switch (text.Parent)
        {
            case IConversionOperation or IParenthesizedOperation or ICoalesceOperation or IPropertyReferenceOperation or IArrayElementReferenceOperation:
                return ReachesDecision(text.Parent, namesCommonName, method, steps - 1);

            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison:
                var other = comparison.LeftOperand == text ? comparison.RightOperand : comparison.LeftOperand;
                return NamesHost(other) && (namesCommonName || MentionsCommonName(other)) && IsDecision(comparison, method);

            case IInvocationOperation call when call.Instance == text:
                return ReachesThroughCall(call, namesCommonName, method, steps);

            case IArgumentOperation { Parent: IInvocationOperation call }:
                return ReachesThroughCall(call, namesCommonName, method, steps);

            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                return AnyReadReaches(declarator.Symbol, text, namesCommonName, method, steps);

            case ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment when assignment.Value == text:
                return AnyReadReaches(target.Local, text, namesCommonName, method, steps);

            case IForEachLoopOperation { Locals: [var element] } loop when loop.Collection == text:
                return AnyReadReaches(element, text, namesCommonName, method, steps);

            default:
                return false;
        }
    }

    /// <summary>Text methods hand the name on; those that answer yes or no compare it.</summary>
    private static bool ReachesThroughCall(IInvocationOperation call, bool namesCommonName, IMethodSymbol method, int steps)
    {
        var names = namesCommonName || MentionsCommonName(call);
        if (call.Type?.SpecialType != SpecialType.System_Boolean)
        {
            return call.TargetMethod.ContainingNamespace?.ToDisplayString() is "System" or "System.Linq" or "System.Text.RegularExpressions"
                && ReachesDecision(call, names, method, steps - 1);
        }

        return names
            && call.TargetMethod.Name is "Equals" or "Contains" or "StartsWith" or "EndsWith" or "IsMatch"
            && NamesHost(call)
            && IsDecision(call, method);
    }

    private static bool AnyReadReaches(ILocalSymbol local, IOperation from, bool namesCommonName, IMethodSymbol method, int steps)
    {
        foreach (var operation in from.Body().DescendantsAndSelf())
        {
            if (operation is ILocalReferenceOperation read
                && SymbolEqualityComparer.Default.Equals(read.Local, local)
                && ReachesDecision(read, namesCommonName, method, steps - 1))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsDecision(IOperation answer, IMethodSymbol method)
    {
        while (answer.Parent is IConversionOperation or IParenthesizedOperation or IUnaryOperation or IBinaryOperation)
        {
            answer = answer.Parent;
        }

        return answer.Parent switch
        {
            IReturnOperation => AnswersYesOrNo(method),
            IConditionalOperation conditional when conditional.Condition == answer =>
                Stops(conditional.WhenTrue, method) || (conditional.WhenFalse is { } otherwise && Stops(otherwise, method)),
            _ => false,
        };
    }

    private static bool Stops(IOperation branch, IMethodSymbol method)
    {
        foreach (var operation in branch.DescendantsAndSelf())
        {
            if (operation is IThrowOperation || (operation is IReturnOperation { ReturnedValue: not null } && AnswersYesOrNo(method)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool AnswersYesOrNo(IMethodSymbol method) =>
        method.ReturnType.SpecialType == SpecialType.System_Boolean
        || method.ReturnType is INamedTypeSymbol { TypeArguments: [{ SpecialType: SpecialType.System_Boolean }] };

    private static bool MentionsCommonName(IOperation operation)
    {
        foreach (var part in operation.DescendantsAndSelf())
        {
            if (part.ConstantValue is { HasValue: true, Value: string text } && text.IndexOf("CN=", StringComparison.OrdinalIgnoreCase) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static bool NamesHost(IOperation operation)
    {
        foreach (var part in operation.DescendantsAndSelf())
        {
            var name = part switch
            {
                IParameterReferenceOperation reference => reference.Parameter.Name,
                ILocalReferenceOperation reference => reference.Local.Name,
                IMemberReferenceOperation reference => reference.Member.Name,
                _ => null,
            };

            if (name is not null && IsHostWord(name))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsHostWord(string name)
    {
        foreach (var word in HostWords)
        {
            if (name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private bool HasPolicyErrors(IMethodSymbol method)
    {
        foreach (var parameter in method.Parameters)
        {
            if (policyErrors is not null && SymbolEqualityComparer.Default.Equals(parameter.Type, policyErrors))
            {
                return true;
            }
        }

        return false;
    }
}
