using Microsoft.CodeAnalysis;

namespace SocketSecurity.Analyzers.Flow.Streams;

/// <summary>What happens to a stream at one place.</summary>
internal enum StreamEventKind
{
    /// <summary>Data is sent or received.</summary>
    Transfer,

    /// <summary>A TLS handshake is performed.</summary>
    Handshake,

    /// <summary>The function hands the stream to its caller.</summary>
    Return,

    /// <summary>The stream becomes the value of a field or property.</summary>
    Store,
}

/// <summary>Something that happens to a stream on at least one path.</summary>
/// <param name="Kind">What.</param>
/// <param name="Operation">Where, as an operation of the control-flow graph.</param>
/// <param name="Stream">To which stream.</param>
/// <param name="State">What the path knows, before it happens.</param>
internal sealed record StreamEvent(StreamEventKind Kind, IOperation Operation, StreamObject Stream, StreamState State);
