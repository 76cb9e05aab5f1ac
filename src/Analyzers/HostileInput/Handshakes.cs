using Microsoft.CodeAnalysis.Operations;

namespace SocketSecurity.Analyzers.HostileInput;

/// <summary>The calls that perform a TLS handshake.</summary>
internal static class Handshakes
{
    public static bool IsOfSslStream(IInvocationOperation call) =>
        IsOfServer(call.TargetMethod.Name) || IsOfClient(call.TargetMethod.Name)
            ? call.TargetMethod.ContainingType is { Name: "SslStream", ContainingNamespace.Name: "Security" }
            : false;

    public static bool IsOfServer(string method) => method is "AuthenticateAsServer" or "AuthenticateAsServerAsync" or "BeginAuthenticateAsServer";

    private static bool IsOfClient(string method) => method is "AuthenticateAsClient" or "AuthenticateAsClientAsync" or "BeginAuthenticateAsClient";

    /// <summary>A handshake of a server that the calling function waits for, with a deadline or without.</summary>
    public static bool IsServersTurn(IInvocationOperation call) =>
        call.TargetMethod.Name is "AuthenticateAsServer" or "AuthenticateAsServerAsync"
        && call.TargetMethod.ContainingType is { Name: "SslStream" or "SecureTls" };
}
