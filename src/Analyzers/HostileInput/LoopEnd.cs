using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;

namespace SocketSecurity.Analyzers.HostileInput;

/// <summary>Whether a loop that reads ends only when the stream does, and what it collected is then taken for a message.</summary>
internal static class LoopEnd
{
    public static bool IsEndOfStream(IInvocationOperation read, GrowingLoop growing)
    {
        var loop = growing.Loop;
        var condition = (loop as IWhileLoopOperation)?.Condition ?? (loop as IForLoopOperation)?.Condition;
        var count = CountOf(read);
        var endsAtEnd = condition is not null && IsEndTest(condition, read, count);
        if (condition is { ConstantValue.HasValue: false } && !endsAtEnd)
        {
            return false;
        }

        foreach (var operation in loop.Body.Descendants())
        {
            if (operation is IThrowOperation or IReturnOperation or IBranchOperation { BranchKind: BranchKind.Break or BranchKind.GoTo } && !IsOfInnerLoop(operation, loop))
            {
                if (operation is not IBranchOperation { BranchKind: BranchKind.Break } || TestOf(operation, loop) is not { } test || !IsEndTest(test, read, count))
                {
                    return false;
                }

                endsAtEnd = true;
            }
        }

        return endsAtEnd && IsTakenUnchecked(growing);
    }

    /// <summary>The variable that gets the number of bytes.</summary>
    private static ILocalSymbol? CountOf(IInvocationOperation read)
    {
        for (IOperation value = read; value.Parent is { } parent; value = parent)
        {
            switch (parent)
            {
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                    return declarator.Symbol;
                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation local }:
                    return local.Local;
                case IAwaitOperation or IConversionOperation or IParenthesizedOperation or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" }:
                    continue;
                default:
                    return null;
            }
        }

        return null;
    }

    /// <summary>A comparison of the number of bytes with zero, or of a byte with minus one.</summary>
    private static bool IsEndTest(IOperation condition, IInvocationOperation read, ILocalSymbol? count)
    {
        if (condition.WithoutConversions() is not IBinaryOperation comparison
            || !(comparison.RightOperand.ConstantValue is { HasValue: true, Value: 0 or -1 } || comparison.LeftOperand.ConstantValue is { HasValue: true, Value: 0 or -1 }))
        {
            return false;
        }

        return read.IsInside(comparison) || (count is not null && GrowingLoop.Mentions(comparison, count));
    }

    private static IOperation? TestOf(IOperation exit, IOperation loop)
    {
        for (var current = exit.Parent; current is not null && current != loop; current = current.Parent)
        {
            if (current is IConditionalOperation conditional)
            {
                return conditional.Condition;
            }
        }

        return null;
    }

    /// <summary>A <c>break</c> of a loop or switch inside the loop does not end it.</summary>
    private static bool IsOfInnerLoop(IOperation exit, IOperation loop)
    {
        for (var current = exit.Parent; current is not null && current != loop; current = current.Parent)
        {
            if (current is IAnonymousFunctionOperation or ILocalFunctionOperation
                || (exit is IBranchOperation && current is ILoopOperation or ISwitchOperation))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What was collected is used after the loop, and nothing there compares how much it is.</summary>
    private static bool IsTakenUnchecked(GrowingLoop growing)
    {
        var isUsed = false;
        foreach (var operation in growing.Loop.Body().Descendants())
        {
            if (operation.Syntax.SpanStart < growing.Loop.Syntax.Span.End || !GrowingLoop.Mentions(operation, growing.Collected))
            {
                continue;
            }

            isUsed = true;
            if (operation is IBinaryOperation { OperatorKind: not BinaryOperatorKind.Add } or IIsPatternOperation)
            {
                return false;
            }
        }

        return isUsed;
    }
}
