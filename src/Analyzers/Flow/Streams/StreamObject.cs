using Microsoft.CodeAnalysis;

namespace SocketSecurity.Analyzers.Flow.Streams;

/// <summary>
/// A stream that one function handles: a TLS stream by the place it is made at, every other one by the variable that it, or
/// the client or socket it belongs to, was first reached through.
/// </summary>
/// <param name="Number">Its number in the function, for comparing states.</param>
/// <param name="Creation">Where a TLS stream is made; null for a plain one.</param>
/// <param name="Inner">The stream that a TLS stream is put around; null where that is not known.</param>
internal sealed record StreamObject(int Number, SyntaxNode? Creation, StreamObject? Inner)
{
    public bool IsTls => Creation is not null;

    /// <summary>Whether it surely is a connection, and not a file or a log.</summary>
    public bool IsNetwork { get; init; }

    public bool Equals(StreamObject? other) => other is not null && other.Number == Number;

    public override int GetHashCode() => Number;
}

/// <summary>How far a TLS stream is.</summary>
internal enum TlsState
{
    /// <summary>Made; no handshake yet.</summary>
    Made,

    /// <summary>The handshake succeeded.</summary>
    Protected,

    /// <summary>The handshake failed, and the exception was caught.</summary>
    Failed,

    /// <summary>Somebody else had it, or it was closed.</summary>
    Unknown,
}
