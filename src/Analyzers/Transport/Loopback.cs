using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;

namespace SocketSecurity.Analyzers.Transport;

/// <summary>Hosts that the traffic never leaves this machine for.</summary>
internal static class Loopback
{
    /// <summary>A host, an address or a URI of this machine, or a path to a Unix socket.</summary>
    public static bool IsHost(string host)
    {
        var name = host.Trim().TrimStart('[');
        return name.StartsWith("localhost", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("127.", StringComparison.Ordinal)
            || name.StartsWith("::1", StringComparison.Ordinal)
            || name.StartsWith("/", StringComparison.Ordinal)
            || name.StartsWith("(local", StringComparison.OrdinalIgnoreCase)
            || name == "."
            || name.StartsWith(".\\", StringComparison.Ordinal);
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
