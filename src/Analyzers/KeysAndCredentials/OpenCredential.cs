using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.KeysAndCredentials;

/// <summary>Passwords that keep nobody out because there is nothing to be kept out of.</summary>
internal static class OpenCredential
{
    public static bool IsAt(SinkValue sink) => IsAnonymousLogin(sink) || IsForBytesMadeHere(sink);

    /// <summary>The user that is given beside the password, when it is a constant.</summary>
    public static string? UserOf(SinkValue sink)
    {
        foreach (var argument in ArgumentsBeside(sink))
        {
            if (argument is { Parameter: { } parameter, Value: var value }
                && parameter.Name.StartsWith("user", StringComparison.OrdinalIgnoreCase)
                && SingleValue.TryGetConstant(value, out var constant))
            {
                return constant as string;
            }
        }

        return null;
    }

    /// <summary>The user <c>anonymous</c>, or <c>ftp</c> as its other name, gives any password, by custom a mail address (RFC 1635).</summary>
    private static bool IsAnonymousLogin(SinkValue sink) =>
        UserOf(sink) is { } name && (name.Equals("anonymous", StringComparison.OrdinalIgnoreCase) || name == "ftp");

    /// <summary>A certificate that is exported and read back in one breath: the password is around bytes that never leave the process.</summary>
    private static bool IsForBytesMadeHere(SinkValue sink)
    {
        foreach (var argument in ArgumentsBeside(sink))
        {
            if (argument is { Parameter.Name: "rawData" or "data", Value: var data }
                && SingleValue.Of(data).WithoutConversions() is IInvocationOperation { TargetMethod: { Name: var name, ContainingType.Name: var type } })
            {
                return (type, name) is ("MemoryStream", "ToArray" or "GetBuffer") or (_, "Export" or "ExportPkcs12");
            }
        }

        return false;
    }

    private static ImmutableArray<IArgumentOperation> ArgumentsBeside(SinkValue sink) => sink.Place.Parent switch
    {
        IInvocationOperation call => call.Arguments,
        IObjectCreationOperation creation => creation.Arguments,
        _ => [],
    };
}
