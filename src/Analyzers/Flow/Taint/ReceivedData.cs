using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow.Origins;

namespace SocketSecurity.Analyzers.Flow.Taint;

/// <summary>Whether a stream, reader, text or buffer holds what a peer sent: straight from the network, or after it was read into memory.</summary>
internal sealed class ReceivedData(ValueOrigins origins, CancellationToken cancellationToken)
{
    private const int MaximumSteps = 6;

    /// <summary>What reads from memory, a text or another reader.</summary>
    private static readonly HashSet<string> Readers = new(StringComparer.Ordinal)
    {
        "MemoryStream", "StringReader", "StreamReader", "BufferedStream", "GZipStream", "DeflateStream", "JsonTextReader", "BsonDataReader",
    };

    private readonly NetworkStreams _streams = new(origins, tlsOnly: false, cancellationToken);

    public bool Holds(IOperation data) => Holds(data, MaximumSteps);

    private bool Holds(IOperation data, int steps)
    {
        if (steps == 0)
        {
            return false;
        }

        if (_streams.IsNetwork(data))
        {
            return true;
        }

        return SingleValue.Of(data) switch
        {
            IObjectCreationOperation { Arguments: [var inner, ..], Type: { } type } when Readers.Contains(type.Name) => Holds(inner.Value, steps - 1),
            IInvocationOperation { Instance: null, TargetMethod: { ContainingType.Name: "XmlReader" or "XmlDictionaryReader" } create, Arguments: [var inner, ..] }
                when create.Name.StartsWith("Create", StringComparison.Ordinal) => Holds(inner.Value, steps - 1),
            var value => origins.Of(value, IsRead, cancellationToken).CanBe(ValueOriginKind.Sought),
        };
    }

    /// <summary>What a read from the network results in, or the buffer that it fills.</summary>
    private bool IsRead(IOperation operation)
    {
        var call = operation as IInvocationOperation ?? (operation as IArgumentOperation)?.Parent as IInvocationOperation;
        return call is not null && _streams.IsRead(call);
    }
}
