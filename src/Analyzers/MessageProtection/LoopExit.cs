using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketSecurity.Analyzers.MessageProtection;

/// <summary>Whether a comparison of two elements ends the loop it stands in as soon as they differ.</summary>
internal static class LoopExit
{
    public static bool IsAt(IBinaryOperation comparison)
    {
        var differs = comparison.OperatorKind == BinaryOperatorKind.NotEquals;
        IOperation condition = comparison;
        while (condition.Parent is IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr }
            or IParenthesizedOperation or IUnaryOperation { OperatorKind: UnaryOperatorKind.Not })
        {
            differs ^= condition.Parent is IUnaryOperation;
            condition = condition.Parent;
        }

        return condition.Parent switch
        {
            IConditionalOperation choice when choice.Condition == condition && IsInLoop(choice) => Leaves(differs ? choice.WhenTrue : choice.WhenFalse),
            IWhileLoopOperation loop => loop.Condition == condition && !differs,
            IForLoopOperation loop => loop.Condition == condition && !differs,
            _ => false,
        };
    }

    private static bool IsInLoop(IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null and not (IAnonymousFunctionOperation or ILocalFunctionOperation); parent = parent.Parent)
        {
            if (parent is ILoopOperation)
            {
                return true;
            }
        }

        return false;
    }

    private static bool Leaves(IOperation? branch) => branch switch
    {
        IBlockOperation { Operations: [.., var last] } => Leaves(last),
        IReturnOperation or IBranchOperation { BranchKind: not BranchKind.Continue } => true,
        IThrowOperation => true,
        IExpressionStatementOperation { Operation: IThrowOperation } => true,
        _ => false,
    };
}
