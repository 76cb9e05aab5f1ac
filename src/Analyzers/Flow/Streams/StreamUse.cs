namespace SocketSecurity.Analyzers.Flow.Streams;

/// <summary>What code does with a stream, all of it together.</summary>
[Flags]
internal enum StreamUse
{
    None = 0,

    /// <summary>Data is sent or received over it.</summary>
    Transfers = 1,

    /// <summary>A TLS stream is put around it.</summary>
    Wrapped = 2,

    /// <summary>A handshake is performed on it.</summary>
    Handshakes = 4,

    /// <summary>It goes where nobody here sees what is done with it.</summary>
    Escapes = 8,
}
