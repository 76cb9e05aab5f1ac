using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SocketSecurity.Analyzers.Flow;

/// <summary>The length of a buffer, where it is made with a constant length or cut to one.</summary>
internal static class BufferLength
{
    public static int? Of(IOperation buffer)
    {
        var made = SingleValue.Of(buffer);
        return made switch
        {
            IArrayCreationOperation { DimensionSizes: [var size], Initializer: null } => Constant(size),
            IInvocationOperation { TargetMethod.Name: "AsSpan" or "Slice" or "AsMemory" } slice => OfSlice(slice),
            IInvocationOperation { TargetMethod: { Name: "Take", ContainingType.Name: "Enumerable" }, Arguments: [_, var count] } => Constant(count.Value),
            IInvocationOperation { TargetMethod: { Name: "ToArray", ContainingType.Name: "Enumerable" or "Span" or "ReadOnlySpan" } } copy =>
                (copy.Instance ?? (copy.Arguments.Length > 0 ? copy.Arguments[0].Value : null)) is { } copied ? Of(copied) : null,
            { ChildOperations.Count: 1, Syntax: StackAllocArrayCreationExpressionSyntax { Initializer: null } } => Constant(made.ChildOperations.First()),
            IImplicitIndexerReferenceOperation { Argument: IRangeOperation range } => OfRange(range),
            IArrayElementReferenceOperation { Indices: [IRangeOperation range] } => OfRange(range),
            _ => null,
        };
    }

    private static int? OfSlice(IInvocationOperation slice)
    {
        foreach (var argument in slice.Arguments)
        {
            if (argument.Parameter?.Name == "length")
            {
                return Constant(argument.Value);
            }

            if (argument.Value is IRangeOperation range)
            {
                return OfRange(range);
            }
        }

        return null;
    }

    /// <summary><c>..n</c> and <c>m..n</c>, both counted from the start.</summary>
    private static int? OfRange(IRangeOperation range) =>
        range.RightOperand is { } end && Constant(end) is { } last
            ? range.LeftOperand is { } start ? last - Constant(start) : last
            : null;

    /// <summary>A number, or the position that a number from the start is converted to.</summary>
    private static int? Constant(IOperation value)
    {
        while (value is IConversionOperation conversion)
        {
            value = conversion.Operand;
        }

        return SingleValue.TryGetConstant(value, out var constant) && constant is int size ? size : null;
    }
}
