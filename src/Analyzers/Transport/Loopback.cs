using System.Net;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;

namespace SocketSecurity.Analyzers.Transport;

/// <summary>Hosts that the traffic never leaves this machine for.</summary>
internal static class Loopback
{
    /// <summary>Loopback by name or address, and the names by which containers and proxies reach the machine they run on.</summary>
    /// <param name="host">A host name or address in lower case, and nothing else.</param>
    public static bool IsThisMachine(string host) =>
        host is "localhost" or "localhost.localdomain" or "localhost6" or "ip6-localhost" or "host.docker.internal" or "host.containers.internal" or "0.0.0.0" or "::"
        || host.EndsWith(".localhost", StringComparison.Ordinal)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    /// <summary>
    /// A host of this machine as connection strings write it, with a protocol, a port, an instance or a path; or a path to a Unix socket.
    /// </summary>
    public static bool IsHost(string host)
    {
        var text = host.Trim().ToLowerInvariant();
        if (text.StartsWith("/", StringComparison.Ordinal))
        {
            return true;
        }

        text = text.StartsWith("tcp:", StringComparison.Ordinal) || text.StartsWith("lpc:", StringComparison.Ordinal) ? text.Substring(4) : text;
        if (text.StartsWith("[", StringComparison.Ordinal) && text.IndexOf(']') is var close and > 0)
        {
            return IsThisMachine(text.Substring(1, close - 1));
        }

        var end = text.IndexOfAny([',', '\\', '/', '?']);
        var name = end < 0 ? text : text.Substring(0, end);

        // An IPv6 address without brackets has colons of its own.
        if (name.IndexOf(':') is > 0 and var colon && name.IndexOf(':', colon + 1) < 0)
        {
            name = name.Substring(0, colon);
        }

        return name is "." or "(local)" or "(localdb)" || IsThisMachine(name.TrimEnd());
    }

    /// <summary>Whether the code around names such a host: in the same call, in the same object, or in what makes the object.</summary>
    public static bool IsNamedAround(IOperation place)
    {
        for (var current = place.Parent; current is not null; current = current.Parent)
        {
            switch (current)
            {
                case IInvocationOperation call when AnyNames(call):
                case IObjectCreationOperation creation when AnyNames(creation):
                    return true;
                case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Instance: { } owner } } assignment:
                    if (ObjectPath.Of(owner) is { } path && (IsMadeFor(path, assignment) || IsSetFor(path, assignment)))
                    {
                        return true;
                    }

                    break;
                case IExpressionStatementOperation or IVariableDeclarationGroupOperation or IReturnOperation or IAnonymousFunctionOperation:
                    return false;
            }
        }

        return false;
    }

    private static bool IsSetFor(ObjectPath path, IOperation near)
    {
        var settings = ObjectSettings.InBodyOf(near);
        foreach (var name in new[] { "Host", "HostName", "Server", "Hostname" })
        {
            if (settings.Find(path, name) is { } setting && Names(setting.Value))
            {
                return true;
            }
        }

        return settings.Find(path, "DeliveryMethod") is { } delivery && delivery.Value.Syntax.ToString().IndexOf("Pickup", StringComparison.Ordinal) >= 0;
    }

    private static bool IsMadeFor(ObjectPath path, IOperation near)
    {
        foreach (var operation in near.Body().Descendants())
        {
            if (operation is IObjectCreationOperation creation && ObjectPath.Of(creation) is { } made && made.Equals(path) && AnyNames(creation))
            {
                return true;
            }
        }

        return false;
    }

    private static bool AnyNames(IOperation whole)
    {
        foreach (var part in whole.Descendants())
        {
            if (part is ILiteralOperation or IFieldReferenceOperation or ILocalReferenceOperation && part.Type?.SpecialType == SpecialType.System_String && Names(part))
            {
                return true;
            }

            if (part is IFieldReferenceOperation { Field: { Name: "Loopback" or "IPv6Loopback", ContainingType.Name: "IPAddress" } })
            {
                return true;
            }
        }

        return false;
    }

    private static bool Names(IOperation value) => SingleValue.TryGetConstant(value, out var constant) && constant is string text && (IsHost(text) || IsHost(AfterScheme(text)));

    private static string AfterScheme(string text)
    {
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        return scheme < 0 ? text : text.Substring(scheme + 3);
    }
}
