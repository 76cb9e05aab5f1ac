using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;

namespace SocketSecurity.Analyzers.PeerAuthentication;

/// <summary>
/// Where a value that authenticates nobody does no harm: towards a directory on this machine, inside TLS, or in a negotiation
/// that runs over an <c>SslStream</c>.
/// </summary>
internal static class ProtectedElsewhere
{
    private static readonly string[] LocalHosts = ["localhost", "127.0.0.1", "::1", "[::1]"];

    public static bool Is(IOperation expression, IFieldSymbol value) => value.ContainingType.Name switch
    {
        "AuthType" or "AuthenticationTypes" => ConnectionOf(expression) is { } connection && IsLocalOrTls(connection, value.Name == "None"),
        "ProtectionLevel" => IsOverTls(expression),
        _ => false,
    };

    /// <summary>The creation of the object that is given the value.</summary>
    private static IObjectCreationOperation? ConnectionOf(IOperation expression)
    {
        var parent = expression.Parent;
        while (parent is IConversionOperation)
        {
            parent = parent.Parent;
        }

        return parent switch
        {
            IArgumentOperation { Parent: IObjectCreationOperation creation } => creation,
            ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Instance: IInstanceReferenceOperation }, Parent: IObjectOrCollectionInitializerOperation { Parent: IObjectCreationOperation created } } => created,
            ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Instance: { } owner } } => SingleValue.Of(owner) as IObjectCreationOperation,
            _ => null,
        };
    }

    private static bool IsLocalOrTls(IObjectCreationOperation connection, bool isSimpleBind)
    {
        foreach (var argument in connection.Arguments)
        {
            foreach (var part in SingleValue.Of(argument.Value).DescendantsAndSelf())
            {
                if (SingleValue.TryGetConstant(part, out var constant) && constant is string address)
                {
                    if (IsLocal(address) || (isSimpleBind && IsTls(address)))
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }

    /// <summary>A host name, or a path such as <c>LDAP://localhost:389/RootDSE</c>.</summary>
    private static bool IsLocal(string address)
    {
        var host = WithoutScheme(address);
        var path = host.IndexOf('/');
        host = path < 0 ? host : host.Substring(0, path);
        foreach (var local in LocalHosts)
        {
            if (host.StartsWith(local, StringComparison.OrdinalIgnoreCase) && (host.Length == local.Length || host[local.Length] == ':'))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A simple bind is right over LDAPS, which the port selects.</summary>
    private static bool IsTls(string address)
    {
        var host = WithoutScheme(address);
        var path = host.IndexOf('/');
        host = path < 0 ? host : host.Substring(0, path);
        return host.EndsWith(":636", StringComparison.Ordinal)
            || host.EndsWith(":3269", StringComparison.Ordinal)
            || address.StartsWith("LDAPS://", StringComparison.OrdinalIgnoreCase);
    }

    private static string WithoutScheme(string address)
    {
        var scheme = address.IndexOf("://", StringComparison.Ordinal);
        return scheme < 0 ? address : address.Substring(scheme + 3);
    }

    /// <summary>Whether the negotiation's stream is TLS, which protects the messages itself.</summary>
    private static bool IsOverTls(IOperation expression)
    {
        var parent = expression.Parent;
        while (parent is IConversionOperation)
        {
            parent = parent.Parent;
        }

        return parent is IArgumentOperation { Parent: IInvocationOperation { Instance: { } negotiation } }
            && SingleValue.Of(negotiation) is IObjectCreationOperation { Arguments: [{ Value: var inner }, ..] }
            && SingleValue.Of(inner).Type is { Name: "SslStream" };
    }
}
