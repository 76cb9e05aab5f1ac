using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketSecurity.Analyzers.Flow.Taint;

/// <summary>
/// Whether something before a use of a number can have refused large values. Anything that may be a check counts, wherever in
/// the function it stands before the use: correct code checks in too many ways to be sure of the contrary.
/// </summary>
internal static class Bounds
{
    /// <param name="variables">The variables that hold the number on its way.</param>
    /// <param name="use">Where the number is used.</param>
    /// <param name="limit">Comparisons with constants above this do not limit anything.</param>
    public static bool HasUpper(List<ISymbol> variables, IOperation use, long limit)
    {
        if (variables.Count == 0)
        {
            return false;
        }

        foreach (var operation in use.Body().Descendants())
        {
            if (operation is ILocalReferenceOperation local
                && variables.Contains(local.Local, SymbolEqualityComparer.Default)
                && !local.IsInside(use)
                && ComesBefore(local, use)
                && Limits(local, limit))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Above the use, or below it in a loop around both, whose next turn comes to the use again with the same variable.
    /// </summary>
    private static bool ComesBefore(ILocalReferenceOperation mention, IOperation use)
    {
        if (mention.Syntax.SpanStart < use.Syntax.SpanStart)
        {
            return true;
        }

        for (var current = use.Parent; current is not null; current = current.Parent)
        {
            if (current is ILoopOperation && mention.IsInside(current) && !IsDeclaredIn(mention.Local, current))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsDeclaredIn(ILocalSymbol local, IOperation loop) =>
        local.DeclaringSyntaxReferences is [var reference] && reference.SyntaxTree == loop.Syntax.SyntaxTree && loop.Syntax.Span.Contains(reference.Span);

    private static bool Limits(IOperation mention, long limit)
    {
        var value = mention;
        while (value.Parent is IConversionOperation or IParenthesizedOperation
            || value.Parent is IBinaryOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract or BinaryOperatorKind.Multiply })
        {
            value = value.Parent;
        }

        return value.Parent switch
        {
            IBinaryOperation comparison => IsLimit(comparison, value, limit),
            IIsPatternOperation pattern => IsLimit(pattern.Pattern, limit),
            ISwitchOperation or ISwitchExpressionOperation => true,
            IArgumentOperation { Parent: IInvocationOperation call } => MayCheck(call),
            ICompoundAssignmentOperation or IIncrementOrDecrementOperation or ITupleOperation => true,
            _ => false,
        };
    }

    private static bool IsLimit(IBinaryOperation comparison, IOperation value, long limit)
    {
        var other = comparison.LeftOperand == value ? comparison.RightOperand : comparison.LeftOperand;
        return comparison.OperatorKind switch
        {
            BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual =>
                !(Number(other) is { } constant && (constant <= 0 || constant > limit)),
            BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals => !(Number(other) is <= 0),
            _ => false,
        };
    }

    private static bool IsLimit(IPatternOperation pattern, long limit)
    {
        foreach (var part in pattern.DescendantsAndSelf())
        {
            if ((part is IRelationalPatternOperation relational && !(Number(relational.Value) is { } bound && (bound <= 0 || bound > limit)))
                || (part is IConstantPatternOperation constant && Number(constant.Value) is > 0))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Methods that get the number and may throw because of it; the framework's readers and writers do not judge it.</summary>
    private static bool MayCheck(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        return method.Name switch
        {
            "ThrowIfNegative" or "ThrowIfZero" or "ThrowIfNegativeOrZero" or "ThrowIfLessThan" or "ThrowIfLessThanOrEqual" => false,
            _ when LoggingOnly.IsLoggingCall(call) => false,
            "ThrowIfGreaterThan" or "ThrowIfGreaterThanOrEqual" or "Min" or "Clamp" or "Assert" => true,
            _ => !method.DeclaringSyntaxReferences.IsEmpty && !method.Name.StartsWith("Read", StringComparison.Ordinal),
        };
    }

    private static decimal? Number(IOperation operation)
    {
        var value = SingleValue.Of(operation);
        return value.ConstantValue is { HasValue: true, Value: int or long or uint or ulong or short or ushort or byte or sbyte } constant
            ? Convert.ToDecimal(constant.Value, System.Globalization.CultureInfo.InvariantCulture)
            : null;
    }
}
