using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow.Origins;

namespace SocketSecurity.Analyzers.KeysAndCredentials;

/// <summary>Constants that take the place of a secret. Null and empty values mean that there is none, and are no secrets.</summary>
internal static class SecretConstants
{
    /// <summary>
    /// Whether the value is a constant, or is one when a setting is missing or a caller passes nothing. One alternative that is
    /// not known makes the answer no.
    /// </summary>
    public static bool IsGivenTo(OriginSet set)
    {
        var found = false;
        foreach (var origin in set.Origins)
        {
            switch (origin.Kind)
            {
                case ValueOriginKind.Constant:
                    found |= !IsNothing(origin);
                    break;
                case ValueOriginKind.Configuration or ValueOriginKind.Parameter:
                    break;
                default:
                    return false;
            }
        }

        return found;
    }

    /// <summary>Where the constants stand, other than at the value itself.</summary>
    public static IEnumerable<Location> PlacesOf(OriginSet set, IOperation value)
    {
        foreach (var origin in set.Origins)
        {
            var isInside = origin.Operation.Syntax.SyntaxTree == value.Syntax.SyntaxTree && value.Syntax.Span.Contains(origin.Operation.Syntax.Span);
            if (origin.Kind == ValueOriginKind.Constant && !isInside && !IsNothing(origin))
            {
                yield return origin.Location;
            }
        }
    }

    private static bool IsNothing(ValueOrigin origin) =>
        origin.Constant is { HasValue: true, Value: null or "" } || IsEmpty(origin.Seed ?? origin.Operation);

    private static bool IsEmpty(IOperation operation) => operation switch
    {
        IDefaultValueOperation => true,
        IConversionOperation conversion => IsEmpty(conversion.Operand),
        IArrayCreationOperation { Initializer.ElementValues.IsEmpty: true } => true,
        IArrayCreationOperation { Initializer: null, DimensionSizes: [{ ConstantValue: { HasValue: true, Value: 0 } }] } => true,
        ICollectionExpressionOperation { Elements.IsEmpty: true } => true,
        IUtf8StringOperation { Value: "" } => true,
        { ConstantValue: { HasValue: true, Value: "" or null } } => true,
        IFieldReferenceOperation { Field.Name: "Empty" } => true,
        IPropertyReferenceOperation { Property.Name: "Empty" } => true,
        IInvocationOperation { TargetMethod.Name: "Empty" } => true,
        IInvocationOperation { TargetMethod.Name: "GetBytes" or "FromBase64String" or "FromHexString", Arguments: [{ Value: var only }] } => IsEmpty(only),
        _ => false,
    };
}
