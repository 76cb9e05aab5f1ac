using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;

namespace SocketSecurity.Analyzers.MessageProtection;

/// <summary>A hash that anybody can compute: which function, and of what.</summary>
internal sealed record PlainHash(string Function, IOperation Input)
{
    /// <summary>The hash that a call computes of bytes in memory; null for every other call.</summary>
    public static PlainHash? Of(IInvocationOperation call)
    {
        if (call.TargetMethod.Name is not ("HashData" or "ComputeHash") || call.Arguments is not [{ Value: var input }, ..] || !Comparison.IsBytes(input.WithoutConversions().Type))
        {
            return null;
        }

        var type = call.Instance is { } instance ? SingleValue.Of(instance).Type : call.TargetMethod.ContainingType;
        return type is { Name: "MD5" or "SHA1" or "SHA256" or "SHA384" or "SHA512", ContainingNamespace.Name: "Cryptography" }
            ? new PlainHash(type.Name, input)
            : null;
    }

    /// <summary>Whether the hash of a longer input can be computed from the hash of its beginning.</summary>
    public bool CanBeExtended => Function is not "SHA384";

    /// <summary>The parts that the input is put together of, in order; empty where it is no such thing.</summary>
    public IReadOnlyList<IOperation> Parts() => PartsOf(Input, steps: 8);

    private static IReadOnlyList<IOperation> PartsOf(IOperation value, int steps)
    {
        if (steps == 0)
        {
            return [];
        }

        value = SingleValue.Of(value);
        return value switch
        {
            IInvocationOperation { TargetMethod: { Name: "GetBytes", ContainingType.Name: "Encoding" }, Arguments: [var text, ..] } => PartsOf(text.Value, steps - 1),
            IInvocationOperation { TargetMethod: { Name: "ToArray", IsExtensionMethod: true }, Arguments: [var sequence] } => PartsOf(sequence.Value, steps - 1),
            IInvocationOperation { TargetMethod: { Name: "Concat", ContainingType: { Name: "Enumerable" } or { SpecialType: SpecialType.System_String } }, Arguments: [var first, var second] } =>
                [first.Value, second.Value],
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum => Operands(sum),
            IInterpolatedStringOperation text => [.. text.Parts.OfType<IInterpolationOperation>().Select(part => part.Expression)],
            ICollectionExpressionOperation { Elements: [ISpreadOperation, _, ..] elements } => [.. elements.Select(element => element is ISpreadOperation spread ? spread.Operand : element)],
            _ => [],
        };
    }

    private static List<IOperation> Operands(IBinaryOperation sum)
    {
        var operands = new List<IOperation>();
        IOperation left = sum;
        while (left.WithoutConversions() is IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } inner)
        {
            operands.Insert(0, inner.RightOperand);
            left = inner.LeftOperand;
        }

        operands.Insert(0, left);
        return operands;
    }
}
