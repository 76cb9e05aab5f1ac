using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow.Origins;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.Flow.Taint;

/// <summary>Whether a stream, socket or reader surely brings what a peer sends: by its type, or by what it is made from.</summary>
/// <param name="origins">The values of the compilation.</param>
/// <param name="tlsOnly">Whether only streams count whose bytes come through TLS.</param>
/// <param name="cancellationToken">Ends the search.</param>
internal sealed class NetworkStreams(ValueOrigins origins, bool tlsOnly, CancellationToken cancellationToken)
{
    private const int MaximumSteps = 6;

    private static readonly HashSet<string> Tls = new(StringComparer.Ordinal) { "SslStream" };

    private static readonly HashSet<string> ByType = new(StringComparer.Ordinal)
    {
        "NetworkStream", "SslStream", "NegotiateStream", "QuicStream", "Socket", "TcpClient", "UdpClient",
    };

    /// <summary>Streams and readers that bring what the stream below them brings.</summary>
    private static readonly HashSet<string> Wrappers = new(StringComparer.Ordinal)
    {
        "BufferedStream", "BinaryReader", "StreamReader", "GZipStream", "DeflateStream", "ZLibStream", "BrotliStream",
    };

    public bool IsNetwork(IOperation? stream) => stream is not null && IsNetwork(stream, MaximumSteps);

    /// <summary>Whether the call reads from a network stream.</summary>
    public bool IsRead(IInvocationOperation call) => IsNamedRead(call.TargetMethod) && IsNetwork(call.Instance);

    public static bool IsNamedRead(IMethodSymbol method) =>
        method.Name.StartsWith("Read", StringComparison.Ordinal) || method.Name.StartsWith("Receive", StringComparison.Ordinal);

    private bool IsNetwork(IOperation stream, int steps)
    {
        var value = stream.WithoutConversions();
        if (steps == 0)
        {
            return false;
        }

        if (IsNetworkType(value.Type))
        {
            return true;
        }

        return value switch
        {
            IAwaitOperation wait => IsNetwork(wait.Operation, steps - 1),
            IInvocationOperation { TargetMethod: { Name: "GetStream", ContainingType.Name: "TcpClient" } } => !tlsOnly,
            IPropertyReferenceOperation { Property: { Name: SecureDefaultsNames.Members.Stream, ContainingType: { Name: "TlsConnection", ContainingNamespace.Name: "Tls" } } } => true,
            IInvocationOperation { Instance: { } instance, TargetMethod.Name: "ConfigureAwait" } => IsNetwork(instance, steps - 1),
            IObjectCreationOperation { Arguments: [var inner, ..], Type: { } type } when Wrappers.Contains(type.Name) => IsNetwork(inner.Value, steps - 1),
            ILocalReferenceOperation local => OneOf(local.Local, local, steps),
            IParameterReferenceOperation parameter => OneOf(parameter.Parameter, parameter, steps) || IsPassed(parameter, steps),
            IFieldReferenceOperation { Field: { DeclaredAccessibility: Accessibility.Private } field } => IsAssigned(field, value, steps),
            IConditionalOperation { WhenFalse: { } whenFalse } choice => IsNetwork(choice.WhenTrue, steps - 1) || IsNetwork(whenFalse, steps - 1),
            _ => false,
        };
    }

    private bool IsNetworkType(ITypeSymbol? type)
    {
        var names = tlsOnly ? Tls : ByType;
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (names.Contains(current.Name) && current.ContainingNamespace is { Name: "Sockets" or "Security" or "Quic" })
            {
                return true;
            }
        }

        return false;
    }

    private bool OneOf(ISymbol variable, IOperation use, int steps)
    {
        foreach (var value in origins.FlowOf(use, cancellationToken).ValuesAt(variable, use, out _))
        {
            if (value is not null && IsNetwork(value, steps - 1))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsAssigned(IFieldSymbol field, IOperation near, int steps)
    {
        const int MaximumMentions = 100;
        foreach (var mention in origins.Models.MentionsOf(field, near, MaximumMentions, cancellationToken) ?? [])
        {
            if (mention.Parent is ISimpleAssignmentOperation assignment && assignment.Target == mention && IsNetwork(assignment.Value, steps - 1))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A helper that is called with a network stream reads from the network.</summary>
    private bool IsPassed(IParameterReferenceOperation reference, int steps)
    {
        if (reference.Parameter.ContainingSymbol is not IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction } method)
        {
            return false;
        }

        foreach (var site in CallSites.Of(method, origins.Models, reference, cancellationToken))
        {
            foreach (var argument in site.Arguments)
            {
                if (argument.Parameter?.Ordinal == reference.Parameter.Ordinal && IsNetwork(argument.Value, steps - 2 < 0 ? 0 : steps - 2))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
