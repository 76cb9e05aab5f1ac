using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketSecurity.Analyzers.Flow.Streams;

/// <summary>What the members of streams, sockets and what is built on them do, by name and type.</summary>
internal static class StreamApis
{
    /// <summary>Readers, writers and streams through which the same bytes go, encoded, buffered or compressed.</summary>
    private static readonly HashSet<string> Wrappers = new(StringComparer.Ordinal)
    {
        "BufferedStream", "StreamReader", "StreamWriter", "BinaryReader", "BinaryWriter", "NetworkStream",
        "GZipStream", "DeflateStream", "ZLibStream", "BrotliStream",
    };

    private static readonly HashSet<string> Handshakes = new(StringComparer.Ordinal)
    {
        "AuthenticateAsClient", "AuthenticateAsClientAsync", "BeginAuthenticateAsClient",
        "AuthenticateAsServer", "AuthenticateAsServerAsync", "BeginAuthenticateAsServer",
    };

    private static readonly string[] Transfers = ["Read", "Write", "Send", "Receive", "CopyTo", "BeginRead", "BeginWrite", "BeginSend", "BeginReceive"];

    /// <summary>The methods of <c>SslStream</c> that begin a session.</summary>
    public static IEnumerable<string> HandshakeNames => Handshakes;

    public static bool IsSslStream(ITypeSymbol? type) => type is { Name: "SslStream", ContainingNamespace: { Name: "Security", ContainingNamespace.Name: "Net" } };

    public static bool IsHandshake(IMethodSymbol method) => Handshakes.Contains(method.Name);

    public static bool IsServerHandshake(IMethodSymbol method) => IsHandshake(method) && method.Name.IndexOf("AsServer", StringComparison.Ordinal) >= 0;

    /// <summary>Whether the call sends or receives data over its receiver.</summary>
    public static bool IsTransfer(IMethodSymbol method)
    {
        foreach (var prefix in Transfers)
        {
            if (method.Name.StartsWith(prefix, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    public static bool IsReceiving(IMethodSymbol method) =>
        method.Name.StartsWith("Read", StringComparison.Ordinal) || method.Name.StartsWith("Receive", StringComparison.Ordinal)
        || method.Name.StartsWith("BeginRe", StringComparison.Ordinal) || method.Name.StartsWith("CopyTo", StringComparison.Ordinal);

    public static bool IsEnd(IMethodSymbol method) =>
        method.Name is "Dispose" or "DisposeAsync" or "Close" or "Shutdown" or "ShutdownAsync" or "Abort";

    /// <summary>Calls that change nothing about what goes over the stream, and hand it to nobody.</summary>
    public static bool IsHarmless(IMethodSymbol method) =>
        method.Name is "ThrowIfNull" or "ReferenceEquals" or "Equals" or "WriteLine" or "SuppressFinalize" or "GetHashCode" or "ToString";

    /// <summary>The stream or socket that the expression is another way to: through a wrapper, a pipe, or the client that owns it.</summary>
    public static IOperation? Below(IOperation operation) => operation switch
    {
        IObjectCreationOperation { Type: INamedTypeSymbol type } creation when Wrappers.Contains(type.Name) && type.DeclaringSyntaxReferences.IsEmpty => FirstStream(creation.Arguments),
        IInvocationOperation { TargetMethod: { Name: "Create", ContainingType.Name: "PipeReader" or "PipeWriter" } } pipe => FirstStream(pipe.Arguments),
        IInvocationOperation { TargetMethod: { Name: "GetStream", ContainingType.Name: "TcpClient" } } call => call.Instance,
        IInvocationOperation { TargetMethod: { Name: "ConfigureAwait", ContainingType.Name: "TaskAsyncEnumerableExtensions" }, Arguments: [var stream, ..] } => stream.Value,
        IPropertyReferenceOperation { Property: { Name: "Client", ContainingType.Name: "TcpClient" or "UdpClient" } } property => property.Instance,
        IPropertyReferenceOperation { Property: { Name: "BaseStream", ContainingType.Name: "StreamReader" or "StreamWriter" or "BinaryReader" or "BinaryWriter" } } property => property.Instance,
        IPropertyReferenceOperation { Property: { Name: "Socket", ContainingType.Name: "NetworkStream" } } property => property.Instance,
        _ => null,
    };

    /// <summary>Whether values of the type carry what goes over a connection.</summary>
    public static bool IsCarrier(ITypeSymbol? type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.Name is "Stream" or "Socket" or "TcpClient" or "UdpClient" or "TextReader" or "TextWriter" or "BinaryReader" or "BinaryWriter" or "PipeReader" or "PipeWriter")
            {
                return true;
            }
        }

        return false;
    }

    private static IOperation? FirstStream(System.Collections.Immutable.ImmutableArray<IArgumentOperation> arguments)
    {
        foreach (var argument in arguments)
        {
            if (IsCarrier(argument.Value.WithoutConversions().Type))
            {
                return argument.Value;
            }
        }

        return null;
    }
}
