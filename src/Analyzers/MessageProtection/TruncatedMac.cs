using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;

namespace SocketSecurity.Analyzers.MessageProtection;

/// <summary>The part of an HMAC that is left after it was cut to a constant length.</summary>
internal static class TruncatedMac
{
    /// <summary>Bytes; null for anything else.</summary>
    public static int? LengthOf(IOperation value)
    {
        var cut = SingleValue.Of(value);
        return BufferLength.Of(cut) is { } length and > 0 && WholeOf(cut) is { } whole && (IsMac(SingleValue.Of(whole)) || IsFilledWithMac(whole)) ? length : null;
    }

    private static IOperation? WholeOf(IOperation cut) => cut switch
    {
        IInvocationOperation { TargetMethod.Name: "ToArray" } copy when (copy.Instance ?? copy.Arguments.FirstOrDefault()?.Value) is { } copied => WholeOf(SingleValue.Of(copied)),
        IInvocationOperation { Instance: { } instance } => instance,
        IInvocationOperation { Arguments: [var first, ..] } => first.Value,
        IImplicitIndexerReferenceOperation slice => slice.Instance,
        IArrayElementReferenceOperation element => element.ArrayReference,
        _ => null,
    };

    private static bool IsMac(IOperation whole) =>
        whole is IInvocationOperation { TargetMethod: { Name: "ComputeHash" or "HashData" or "HmacData", ContainingType: { } type } method } call
        && (method.Name == "HmacData" || IsHmac(method.IsStatic ? type : call.Instance?.WithoutConversions().Type));

    /// <summary>A local buffer that is the destination of <c>HMACSHA256.HashData</c> and its sisters, from its first byte.</summary>
    private static bool IsFilledWithMac(IOperation whole)
    {
        if (whole.WithoutConversions() is not ILocalReferenceOperation { Local: var buffer })
        {
            return false;
        }

        foreach (var operation in whole.Body().DescendantsAndSelf())
        {
            if (operation is IArgumentOperation { Parameter.Name: "destination", Value: var destination, Parent: IInvocationOperation { TargetMethod: { Name: "HashData" or "TryHashData", ContainingType: { } type } } }
                && IsHmac(type)
                && destination.WithoutConversions() is ILocalReferenceOperation filled
                && SymbolEqualityComparer.Default.Equals(filled.Local, buffer))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsHmac(ITypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type is { Name: "HMAC" or "HMACSHA256", ContainingNamespace: { Name: "Cryptography" } })
            {
                return true;
            }
        }

        return false;
    }
}
