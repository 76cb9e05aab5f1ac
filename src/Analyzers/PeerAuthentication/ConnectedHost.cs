using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;

namespace SocketSecurity.Analyzers.PeerAuthentication;

/// <summary>The host that a body opens a connection to, when there is exactly one.</summary>
internal static class ConnectedHost
{
    public static IOperation? In(IOperation place)
    {
        IOperation? found = null;
        var function = place.EnclosingFunction();
        foreach (var operation in place.Body().DescendantsAndSelf())
        {
            var host = operation switch
            {
                IInvocationOperation { TargetMethod: { Name: "Connect" or "ConnectAsync" or "BeginConnect", ContainingType.Name: "TcpClient" or "Socket" } } call => TextArgument(call.Arguments),
                IObjectCreationOperation { Type.Name: "TcpClient" or "DnsEndPoint" } creation => TextArgument(creation.Arguments),
                _ => null,
            };

            if (host is null || host.EnclosingFunction() != function)
            {
                continue;
            }

            if (found is not null && found.Syntax.ToString() != host.Syntax.ToString())
            {
                return null;
            }

            found = host;
        }

        return found;
    }

    private static IOperation? TextArgument(System.Collections.Immutable.ImmutableArray<IArgumentOperation> arguments)
    {
        foreach (var argument in arguments)
        {
            if (argument.Parameter?.Type.SpecialType == SpecialType.System_String)
            {
                return argument.Value;
            }
        }

        return null;
    }
}
