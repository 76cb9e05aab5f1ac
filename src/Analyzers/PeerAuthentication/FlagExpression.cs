using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketSecurity.Analyzers.PeerAuthentication;

/// <summary>The whole expression that a verification flag is combined into, and whether that expression takes effect.</summary>
internal static class FlagExpression
{
    /// <summary>The largest expression built around the flag that is stored, passed or returned; null when it only compares or masks.</summary>
    public static IOperation? InForceAround(IOperation flag)
    {
        var expression = flag;
        var chosenBySwitch = false;
        while (expression.Parent is { } parent)
        {
            switch (parent)
            {
                case IConversionOperation or IParenthesizedOperation:
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Or }:
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.And, ConstantValue.HasValue: true }:
                case IConditionalOperation conditional when conditional.Condition != expression:
                case ICoalesceOperation:
                    expression = parent;
                    continue;
                case ISwitchExpressionArmOperation arm when arm.Value == expression:
                case ISwitchExpressionOperation:
                    chosenBySwitch = true;
                    expression = parent;
                    continue;
                default:
                    return IsInForce(parent, expression) && !(parent is IReturnOperation && (chosenBySwitch || IsCase(parent))) ? WithoutCompilersConversions(expression) : null;
            }
        }

        return null;
    }

    /// <summary>The weakening bits the expression can have: of its constant value, else of all flags in it.</summary>
    public static long WeakBits(IOperation expression)
    {
        if (expression.ConstantValue.HasValue)
        {
            return WeakFlags.In(expression);
        }

        var bits = 0L;
        foreach (var operation in expression.DescendantsAndSelf())
        {
            bits |= IsWeakLeaf(operation) ? WeakFlags.In(operation) : 0;
        }

        return bits;
    }

    /// <summary>The first flag or cast with a weakening bit, so that an expression with several is reported once.</summary>
    public static IOperation? FirstWeak(IOperation expression)
    {
        foreach (var operation in expression.DescendantsAndSelf())
        {
            if (IsWeakLeaf(operation))
            {
                return operation;
            }
        }

        return null;
    }

    /// <summary>The flag or cast with a weakening bit when there is exactly one.</summary>
    public static IOperation? OnlyWeak(IOperation expression)
    {
        IOperation? only = null;
        foreach (var operation in expression.DescendantsAndSelf())
        {
            if (IsWeakLeaf(operation))
            {
                if (only is not null)
                {
                    return null;
                }

                only = operation;
            }
        }

        return only;
    }

    private static bool IsWeakLeaf(IOperation operation) =>
        operation is IFieldReferenceOperation { Field.ContainingType.TypeKind: TypeKind.Enum } or IConversionOperation { IsImplicit: false, Operand: not IFieldReferenceOperation }
        && WeakFlags.In(operation) != 0
        && operation.Parent is not IUnaryOperation { OperatorKind: UnaryOperatorKind.BitwiseNegation };

    /// <summary>A function that returns a different flag for each case translates a setting; it does not make one.</summary>
    private static bool IsCase(IOperation result) => result.Parent is ISwitchCaseOperation or IBlockOperation { Parent: ISwitchCaseOperation };

    private static bool IsInForce(IOperation parent, IOperation expression) => parent switch
    {
        ISimpleAssignmentOperation assignment => assignment.Value == expression,
        ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Or } compound => compound.Value == expression,
        ICoalesceAssignmentOperation coalesce => coalesce.Value == expression,
        IVariableInitializerOperation or IFieldInitializerOperation or IPropertyInitializerOperation or IParameterInitializerOperation => true,
        IReturnOperation => true,
        IArgumentOperation { Parent: IInvocationOperation or IObjectCreationOperation } argument =>
            argument.Parameter?.Type is { Name: "X509VerificationFlags" } && !IsCollectionAdd(argument),
        _ => false,
    };

    /// <summary>Elements of lists and dictionaries are tables of what exists, not policy.</summary>
    private static bool IsCollectionAdd(IArgumentOperation argument) =>
        argument.Parent is IInvocationOperation { TargetMethod.Name: "Add" } && argument.Parent.Parent is IObjectOrCollectionInitializerOperation;

    private static IOperation WithoutCompilersConversions(IOperation expression)
    {
        while (expression is IConversionOperation { IsImplicit: true } conversion)
        {
            expression = conversion.Operand;
        }

        return expression;
    }
}
