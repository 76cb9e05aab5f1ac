using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.KeysAndCredentials;

/// <summary>Constructions that take a public label where a key goes in, and the secret as data.</summary>
internal static class DerivedKeys
{
    /// <summary>
    /// <c>HMAC(label, secret)</c> whose result is the key of another MAC: the label keeps uses apart and is meant to be known.
    /// </summary>
    public static bool IsLabel(SinkValue sink)
    {
        if (sink.Use != "mac" || sink.Place is not IArgumentOperation { Parent: IInvocationOperation call })
        {
            return false;
        }

        var result = call.WithConversions();
        return result.Parent switch
        {
            IArgumentOperation { Parameter.Name: "key" } => true,
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } } => IsUsedAsKey(local, call),
            _ => false,
        };
    }

    private static bool IsUsedAsKey(ILocalSymbol local, IOperation from)
    {
        foreach (var operation in from.Body().Descendants())
        {
            if (operation is ILocalReferenceOperation reference
                && SymbolEqualityComparer.Default.Equals(reference.Local, local)
                && reference.WithConversions().Parent is IArgumentOperation { Parameter.Name: "key" })
            {
                return true;
            }
        }

        return false;
    }
}
