using SocketSecurity.Trust;

namespace SocketSecurity.Tls;

/// <summary>A TLS connection was not set up. The derived types say why.</summary>
public class TlsException : SocketSecurityException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What went wrong and what to do about it.</param>
    /// <param name="innerException">The failure beneath it.</param>
    public TlsException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>The peer's certificate was refused. <see cref="Report"/> names every reason.</summary>
public sealed class PeerCertificateException : TlsException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="report">What speaks against the certificate.</param>
    /// <param name="innerException">The failure beneath it.</param>
    public PeerCertificateException(ValidationReport report, Exception? innerException = null)
        : base($"The peer's certificate is not accepted. {report}", innerException) => Report = report;

    /// <summary>What speaks against the certificate.</summary>
    public ValidationReport Report { get; }
}

/// <summary>
/// The peers could not agree on a TLS version and cipher suite of the profile, or agreed on a weaker one than it allows.
/// </summary>
public sealed class TlsNegotiationException : TlsException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was offered or negotiated.</param>
    /// <param name="innerException">The failure beneath it.</param>
    public TlsNegotiationException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>The handshake was not finished in time. The connection is closed.</summary>
public sealed class HandshakeTimeoutException : TlsException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="timeout">The time that was allowed.</param>
    /// <param name="innerException">The failure beneath it.</param>
    public HandshakeTimeoutException(TimeSpan timeout, Exception? innerException = null)
        : base($"The peer did not finish the TLS handshake within {timeout.TotalSeconds:0.###} seconds.", innerException)
    {
    }
}

/// <summary>The peer ended the handshake: it sent an alert or closed the connection.</summary>
public sealed class HandshakeRefusedException : TlsException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What the peer did, as far as it said so.</param>
    /// <param name="innerException">The failure beneath it.</param>
    public HandshakeRefusedException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
