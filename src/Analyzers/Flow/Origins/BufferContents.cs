using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketSecurity.Analyzers.Flow.Origins;

/// <summary>Whether and with what the content of an array, span or list is changed at a mention of the variable that holds it.</summary>
internal static class BufferContents
{
    public static bool IsBuffer(ITypeSymbol? type) =>
        type is IArrayTypeSymbol or INamedTypeSymbol { Name: "Span" or "Memory" or "ArraySegment" or "List" };

    /// <summary>What the content is replaced with; null when the mention only reads.</summary>
    public static ValueOriginKind? WrittenBy(IOperation mention)
    {
        var whole = mention;
        while (whole.Parent is IConversionOperation or IParenthesizedOperation)
        {
            whole = whole.Parent;
        }

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
            : OriginApis.FillKind(call.TargetMethod, parameter);

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
