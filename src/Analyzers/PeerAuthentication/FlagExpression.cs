using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketSecurity.Analyzers.PeerAuthentication;

/// <summary>The whole expression that a verification flag is combined into, and whether that expression takes effect.</summary>
internal static class FlagExpression
{
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
}
