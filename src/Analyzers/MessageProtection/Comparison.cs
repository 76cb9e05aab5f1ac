using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;

namespace SocketSecurity.Analyzers.MessageProtection;

/// <summary>Two texts or byte sequences that are compared in a way that ends at the first difference.</summary>
/// <param name="Left">The first of them; for a comparison of elements in a loop, what the elements are of.</param>
/// <param name="Right">The second of them.</param>
/// <param name="Words">What compares them, as a message names it.</param>
internal sealed record Comparison(IOperation Left, IOperation Right, string Words)
{
    /// <summary>The comparison that the operation is; null for every other operation.</summary>
    public static Comparison? Of(IOperation operation) => operation switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } binary => OfOperator(binary),
        IInvocationOperation call => OfCall(call),
        _ => null,
    };

    /// <summary>As <see cref="Of"/>, and also a comparison in constant time, for rules that ask what is compared and not how.</summary>
    public static Comparison? OfAnyKind(IOperation operation) =>
        operation is IInvocationOperation { TargetMethod: { Name: "FixedTimeEquals", ContainingType.Name: "CryptographicOperations" }, Arguments: [var left, var right] }
            ? new Comparison(left.Value, right.Value, "'FixedTimeEquals'")
            : Of(operation);

    private static Comparison? OfOperator(IBinaryOperation binary)
    {
        var words = binary.OperatorKind == BinaryOperatorKind.Equals ? "'=='" : "'!='";
        if (IsText(binary.LeftOperand.Type) && IsText(binary.RightOperand.Type))
        {
            return Known(binary.LeftOperand, binary.RightOperand, words);
        }

        return ElementsOf(binary.LeftOperand) is { } left && ElementsOf(binary.RightOperand) is { } right && LoopExit.IsAt(binary)
            ? Known(left, right, "The loop")
            : null;
    }

    private static Comparison? OfCall(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        switch (method.Name)
        {
            case "SequenceEqual" or "SequenceCompareTo":
            case "Equals" or "Compare" or "CompareOrdinal" or "CompareTo":
                break;
            default:
                return null;
        }

        if (method.ContainingNamespace is not { } space || !IsFramework(space))
        {
            return null;
        }

        // An extension method has the receiver among its arguments.
        var (left, right) = (call.Instance, call.Arguments) switch
        {
            ({ } instance, [var other, ..]) when IsText(instance.Type) || IsBytes(instance.Type) => (instance, other.Value),
            (_, [var first, var second, ..]) => (first.Value, second.Value),
            _ => (null, null),
        };
        return left is not null && right is not null && IsComparable(left.WithoutConversions().Type) && IsComparable(right.WithoutConversions().Type)
            ? Known(left, right, $"'{method.Name}'")
            : null;
    }

    /// <summary>A comparison with a constant compares with nothing that has to be found out.</summary>
    private static Comparison? Known(IOperation left, IOperation right, string words) =>
        left.ConstantValue.HasValue || right.ConstantValue.HasValue ? null : new Comparison(left, right, words);

    /// <summary>What the element of a byte or character sequence is taken from.</summary>
    private static IOperation? ElementsOf(IOperation element) => element.WithoutConversions() switch
    {
        IArrayElementReferenceOperation { ArrayReference: var array } when IsComparable(array.Type) => array,
        IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } sequence } when IsComparable(sequence.Type) => sequence,
        _ => null,
    };

    private static bool IsComparable(ITypeSymbol? type) => IsText(type) || IsBytes(type);

    private static bool IsText(ITypeSymbol? type) => type?.SpecialType == SpecialType.System_String;

    internal static bool IsBytes(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol { Rank: 1 } array => IsUnit(array.ElementType),
        INamedTypeSymbol { TypeArguments: [var element], Name: "Span" or "ReadOnlySpan" or "IEnumerable" or "List" or "IList" or "IReadOnlyList" or "ArraySegment" } => IsUnit(element),
        _ => false,
    };

    private static bool IsUnit(ITypeSymbol element) => element.SpecialType is SpecialType.System_Byte or SpecialType.System_Char;

    private static bool IsFramework(INamespaceSymbol space)
    {
        while (space is { IsGlobalNamespace: false, ContainingNamespace.IsGlobalNamespace: false })
        {
            space = space.ContainingNamespace;
        }

        return space.Name == "System";
    }
}
