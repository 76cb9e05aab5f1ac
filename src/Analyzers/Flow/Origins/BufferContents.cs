using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SocketSecurity.Analyzers.Flow.Origins;

/// <summary>Whether and with what the content of an array, span or list is changed at a mention of the variable that holds it.</summary>
internal static class BufferContents
{
    public static bool IsBuffer(ITypeSymbol? type) =>
        type is IArrayTypeSymbol or INamedTypeSymbol { Name: "Span" or "Memory" or "ArraySegment" or "List" };

    public static bool IsTextBuilder(ITypeSymbol? type) =>
        type is { Name: "StringBuilder", ContainingNamespace: { Name: "Text", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } };

    /// <summary>The argument that the mention is passed as, whole or as a slice; null when it is not passed to a call.</summary>
    public static IArgumentOperation? ArgumentOf(IOperation mention)
    {
        var whole = Sliced(mention);
        return whole.Parent as IArgumentOperation;
    }

    /// <summary>
    /// Whether two mentions of a buffer are slices that are not plainly the same: what is written to one of them need not be in
    /// the other, as in a message whose nonce and code have their own places.
    /// </summary>
    public static bool AreDifferentParts(IOperation mention, IOperation other) =>
        SliceTextOf(mention) is { } first && SliceTextOf(other) is { } second && first != second;

    /// <summary>The slice as it is written; null when the whole buffer is meant.</summary>
    private static string? SliceTextOf(IOperation mention)
    {
        string? text = null;
        for (var slice = OuterSlice(mention); slice is not null; slice = OuterSlice(slice))
        {
            var isWhole = slice is IConversionOperation or IParenthesizedOperation or IPropertyReferenceOperation
                || slice.Syntax is InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0 };
            text = isWhole ? text : slice.Syntax.ToString();
        }

        return text;
    }

    /// <summary>What is copied into the buffer at the mention; null when nothing is.</summary>
    public static IOperation? CopiedInto(IOperation mention)
    {
        if (ArgumentOf(mention) is not { Parameter: { } parameter, Parent: IInvocationOperation call } argument)
        {
            return null;
        }

        return call.TargetMethod switch
        {
            { Name: "CopyTo" or "TryCopyTo", ReducedFrom: null } when call.Instance is { } source => source,
            { Name: "CopyTo" or "TryCopyTo" } when call.Arguments.Length > 1 && argument != call.Arguments[0] => call.Arguments[0].Value,
            { Name: "Copy" or "BlockCopy" or "ConstrainedCopy" } when parameter.Name.StartsWith("d", StringComparison.Ordinal) => call.Arguments[0].Value,
            _ => null,
        };
    }

    private static IOperation Sliced(IOperation mention)
    {
        var whole = mention;
        while (OuterSlice(whole) is { } outer)
        {
            whole = outer;
        }

        return whole;
    }

    private static IOperation? OuterSlice(IOperation part) => part.Parent switch
    {
        IConversionOperation or IParenthesizedOperation => part.Parent,
        IInvocationOperation { TargetMethod.Name: "Slice" or "AsSpan" or "AsMemory" } slice when slice.Instance == part => slice,
        IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "AsSpan" or "AsMemory" } extension } argument
            when extension.Arguments[0] == argument => extension,
        IPropertyReferenceOperation { Property.Name: "Span" } span => span,
        IImplicitIndexerReferenceOperation range when range.Instance == part && IsBuffer(range.Type) => range,
        IArrayElementReferenceOperation range when range.ArrayReference == part && IsBuffer(range.Type) => range,
        _ => null,
    };

    /// <summary>What the content is replaced with; null when the mention only reads.</summary>
    public static ValueOriginKind? WrittenBy(IOperation mention)
    {
        var whole = mention.WithConversions();
        return whole.Parent switch
        {
            IArgumentOperation { Parameter: { } parameter, Parent: IInvocationOperation call } argument => OfArgument(argument, parameter, call),
            IArgumentOperation { Parameter: { } parameter, Parent: IObjectCreationOperation { Constructor: { } constructor } creation } =>
                IsBuffer(creation.Type) && parameter.Type is IArrayTypeSymbol ? WrittenBy(creation) : OriginApis.FillKind(constructor, parameter),
            IInvocationOperation call when call.Instance == whole => OfOwnMethod(call),
            IArrayElementReferenceOperation element when element.ArrayReference == whole => OfElement(element),
            IPropertyReferenceOperation { Property.IsIndexer: true } element when element.Instance == whole => OfElement(element),
            IImplicitIndexerReferenceOperation slice when slice.Instance == whole => OfElement(slice),
            IArgumentOperation or IAddressOfOperation => ValueOriginKind.Unknown,
            _ => null,
        };
    }

    private static ValueOriginKind? OfArgument(IArgumentOperation argument, IParameterSymbol parameter, IInvocationOperation call) =>
        OriginApis.IsPassThrough(call.TargetMethod) && IsBuffer(call.Type) && argument.Parameter?.Ordinal == 0
            ? (call.TargetMethod.Name.StartsWith("As", StringComparison.Ordinal) ? WrittenBy(call) : null)
            : IsReadFromNetwork(call) && !OriginApis.IsOnlyRead(parameter) ? ValueOriginKind.Network
            : OriginApis.FillKind(call.TargetMethod, parameter);

    /// <summary><c>ReadExactly</c> and its like are declared by every stream; what it is called on says where the bytes come from.</summary>
    private static bool IsReadFromNetwork(IInvocationOperation call) =>
        call.TargetMethod.Name.StartsWith("Read", StringComparison.Ordinal)
        && call.Instance is { } stream
        && SingleValue.Of(stream).Type is { Name: "NetworkStream" or "SslStream", ContainingNamespace.Name: "Sockets" or "Security" };

    private static ValueOriginKind? OfOwnMethod(IInvocationOperation call) => call.TargetMethod.Name switch
    {
        "Slice" or "AsSpan" => WrittenBy(call),
        "ToArray" or "Clone" or "CopyTo" or "TryCopyTo" or "ToString" or "GetHashCode" or "Equals" or "GetEnumerator" or "SequenceEqual" or "IndexOf" => null,
        _ => ValueOriginKind.Unknown,
    };

    private static ValueOriginKind? OfElement(IOperation element) => element.Parent switch
    {
        IAssignmentOperation assignment when assignment.Target == element => ValueOriginKind.Unknown,
        IIncrementOrDecrementOperation or IAddressOfOperation => ValueOriginKind.Unknown,
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } => ValueOriginKind.Unknown,
        IInvocationOperation or IArgumentOperation or IConversionOperation when IsBuffer(element.Type) => WrittenBy(element),
        _ => null,
    };
}
