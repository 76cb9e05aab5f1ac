using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketSecurity.Analyzers.Flow;

/// <summary>Whether a result has any effect on what the program does next, other than being logged.</summary>
internal static class ResultUse
{
    /// <summary>True when the value is dropped, only logged, or only kept in a local for which the same holds.</summary>
    public static bool DecidesNothing(IOperation value) => value.Parent switch
    {
        IExpressionStatementOperation => true,
        IConversionOperation or IParenthesizedOperation => DecidesNothing(value.Parent),
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } => DecidesNothing(value.Parent),
        ISimpleAssignmentOperation assignment when assignment.Value == value => assignment.Target switch
        {
            IDiscardOperation => true,
            ILocalReferenceOperation local => assignment.Parent is IExpressionStatementOperation && NoReadDecides(local.Local, value),
            _ => false,
        },
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => NoReadDecides(declarator.Symbol, value),
        IConditionalOperation { IsRef: false } conditional when conditional.Condition == value => IsTextChoice(conditional)
            ? DecidesNothing(conditional)
            : conditional.Type is null && LoggingOnly.HasNoOtherEffect(conditional.WhenTrue) && LoggingOnly.HasNoOtherEffect(conditional.WhenFalse),
        IConditionalOperation conditional when IsTextChoice(conditional) => DecidesNothing(conditional),
        IArgumentOperation { Parent: IInvocationOperation call } => LoggingOnly.IsLoggingCall(call),
        IArrayInitializerOperation { Parent: IArrayCreationOperation array } => DecidesNothing(array),
        IInterpolationOperation or IInterpolatedStringOperation => DecidesNothing(value.Parent),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, Type.SpecialType: SpecialType.System_String } => DecidesNothing(value.Parent),
        _ => false,
    };

    private static bool IsTextChoice(IConditionalOperation conditional) =>
        conditional.Type?.SpecialType == SpecialType.System_String;

    private static bool NoReadDecides(ILocalSymbol local, IOperation value)
    {
        foreach (var operation in value.Body().DescendantsAndSelf())
        {
            if (operation is ILocalReferenceOperation reference
                && SymbolEqualityComparer.Default.Equals(reference.Local, local)
                && !IsAssignmentTarget(reference)
                && !DecidesNothing(reference))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsAssignmentTarget(ILocalReferenceOperation reference) =>
        reference.Parent is ISimpleAssignmentOperation assignment && assignment.Target == reference;
}
