using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketSecurity.Analyzers.Flow;

/// <summary>Where a member of a flags enumeration goes: into a place where it takes effect, or only into a comparison, mask or table.</summary>
internal static class FlagPosition
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
            IsTyped(argument) && !IsCollectionAdd(argument),
        _ => false,
    };

    /// <summary>Elements of lists and dictionaries are tables of what exists, not policy.</summary>
    private static bool IsCollectionAdd(IArgumentOperation argument) =>
        argument.Parent is IInvocationOperation { TargetMethod.Name: "Add" } && argument.Parent.Parent is IObjectOrCollectionInitializerOperation;

    /// <summary>The parameter itself wants the enumeration; where anything would do, as in logging and test data, nothing is set.</summary>
    private static bool IsTyped(IArgumentOperation argument) =>
        argument.Parameter?.OriginalDefinition.Type is { } type
        && (type.TypeKind == TypeKind.Enum || type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [{ TypeKind: TypeKind.Enum }] });

    private static IOperation WithoutCompilersConversions(IOperation expression)
    {
        while (expression is IConversionOperation { IsImplicit: true } conversion)
        {
            expression = conversion.Operand;
        }

        return expression;
    }
}
