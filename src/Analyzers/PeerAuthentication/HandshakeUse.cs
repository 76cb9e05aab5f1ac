using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;

namespace SocketSecurity.Analyzers.PeerAuthentication;

/// <summary>Whether an options object goes to an <c>SslStream</c>. Other hosts of the same options fill in what is missing.</summary>
internal static class HandshakeUse
{
    public static bool IsPassedToSslStream(IObjectCreationOperation creation, ObjectPath path)
    {
        if (path.Root is null)
        {
            return IsHandshakeArgument(creation);
        }

        foreach (var operation in creation.Body().DescendantsAndSelf())
        {
            if (operation is ILocalReferenceOperation && ObjectPath.Of(operation) is { } used && used.Equals(path) && IsHandshakeArgument(operation))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsHandshakeArgument(IOperation value)
    {
        while (value.Parent is IConversionOperation)
        {
            value = value.Parent;
        }

        return value.Parent is IArgumentOperation { Parent: IInvocationOperation { TargetMethod.ContainingType.Name: "SslStream" } };
    }
}
