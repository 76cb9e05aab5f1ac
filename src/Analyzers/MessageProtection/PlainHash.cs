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

    /// <summary>What stands first in the input, where that is put together of several parts; else null.</summary>
    public IOperation? FirstPart() => FirstPartOf(Input, steps: 8);

    private static IOperation? FirstPartOf(IOperation value, int steps)
    {
        if (steps == 0)
        {
            return null;
        }

        value = SingleValue.Of(value);
        return value switch
        {
            IInvocationOperation { TargetMethod: { Name: "GetBytes", ContainingType.Name: "Encoding" }, Arguments: [var text, ..] } => FirstPartOf(text.Value, steps - 1),
            IInvocationOperation { TargetMethod: { Name: "ToArray", IsExtensionMethod: true }, Arguments: [var sequence] } => FirstPartOf(sequence.Value, steps - 1),
            IInvocationOperation { TargetMethod: { Name: "Concat", ContainingType.Name: "Enumerable" }, Arguments: [var first, _] } => first.Value,
            IInvocationOperation { TargetMethod: { Name: "Concat", ContainingType.SpecialType: SpecialType.System_String }, Arguments: [var first, _, ..] } => first.Value,
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum => Leftmost(sum),
            IInterpolatedStringOperation { Parts: [IInterpolationOperation { Expression: var first }, _, ..] } => first,
            ICollectionExpressionOperation { Elements: [ISpreadOperation { Operand: var first }, _, ..] } => first,
            _ => null,
        };
    }

    private static IOperation Leftmost(IBinaryOperation sum)
    {
        IOperation left = sum;
        while (left.WithoutConversions() is IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } inner)
        {
            left = inner.LeftOperand;
        }

        return left;
    }
}
