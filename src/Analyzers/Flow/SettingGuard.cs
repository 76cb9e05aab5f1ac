using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketSecurity.Analyzers.Flow;

/// <summary>Tells code that a setting of the program chooses from code that always runs.</summary>
internal static class SettingGuard
{
    /// <summary>
    /// Whether the operation stands in one arm of a condition that looks at anything more than whether an object is there:
    /// a setting, an argument, a mode. Null and type tests choose no policy.
    /// </summary>
    public static bool Chooses(IOperation operation)
    {
        for (var (child, parent) = (operation, operation.Parent); parent is not null; (child, parent) = (parent, parent.Parent))
        {
            switch (parent)
            {
                case IConditionalOperation conditional when child != conditional.Condition && !IsPresenceTest(conditional.Condition):
                case ISwitchCaseOperation or ISwitchExpressionArmOperation:
                    return true;
                case IAnonymousFunctionOperation or ILocalFunctionOperation:
                    return false;
            }
        }

        return false;
    }

    private static bool IsPresenceTest(IOperation condition) => condition.WithoutConversions() switch
    {
        { ConstantValue.HasValue: true } => true,
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not => IsPresenceTest(not.Operand),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } both =>
            IsPresenceTest(both.LeftOperand) && IsPresenceTest(both.RightOperand),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison =>
            IsNull(comparison.LeftOperand) || IsNull(comparison.RightOperand),
        IIsTypeOperation => true,
        IIsPatternOperation pattern => IsPresencePattern(pattern.Pattern),
        _ => false,
    };

    private static bool IsPresencePattern(IPatternOperation pattern) => pattern switch
    {
        IDeclarationPatternOperation or ITypePatternOperation => true,
        IRecursivePatternOperation { PropertySubpatterns.Length: 0, DeconstructionSubpatterns.Length: 0 } => true,
        INegatedPatternOperation negated => IsPresencePattern(negated.Pattern),
        IConstantPatternOperation constant => IsNull(constant.Value),
        _ => false,
    };

    private static bool IsNull(IOperation operation) => operation.WithoutConversions().ConstantValue is { HasValue: true, Value: null };
}
