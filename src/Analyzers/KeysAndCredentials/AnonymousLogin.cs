using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.KeysAndCredentials;

/// <summary>
/// A login that is open to everybody: the user <c>anonymous</c>, or <c>ftp</c> as its other name (RFC 1635), gives any password,
/// by custom a mail address.
/// </summary>
internal static class AnonymousLogin
{
    public static bool IsAt(SinkValue sink)
    {
        if (sink.Place is not IArgumentOperation { Parent: { } call })
        {
            return false;
        }

        foreach (var part in call.ChildOperations)
        {
            if (part is IArgumentOperation { Parameter: { } parameter, Value: var value }
                && parameter.Name.StartsWith("user", StringComparison.OrdinalIgnoreCase)
                && SingleValue.TryGetConstant(value, out var constant)
                && constant is string name
                && (name.Equals("anonymous", StringComparison.OrdinalIgnoreCase) || name == "ftp"))
            {
                return true;
            }
        }

        return false;
    }
}
