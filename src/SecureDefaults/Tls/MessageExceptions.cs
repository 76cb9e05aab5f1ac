namespace SocketSecurity.Tls;

/// <summary>
/// The server finished the handshake and then refused the client: with TLS 1.3, and with .NET in every version, a client's
/// handshake succeeds before the server has looked at its certificate.
/// </summary>
public sealed class PeerRejectedException : TlsException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened and what to check.</param>
    /// <param name="innerException">The failure beneath it.</param>
    public PeerRejectedException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>What the peer sent is no message that is accepted: too large, or of another protocol.</summary>
public sealed class MalformedMessageException : TlsException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was wrong.</param>
    /// <param name="innerException">The failure beneath it.</param>
    public MalformedMessageException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>The connection ended in the middle: the peer crashed, or somebody cut the connection to hide the rest.</summary>
public sealed class TruncatedStreamException : TlsException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is missing.</param>
    /// <param name="innerException">The failure beneath it.</param>
    public TruncatedStreamException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
