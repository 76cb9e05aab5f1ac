namespace SocketSecurity.Keys;

/// <summary>
/// A key could not be loaded from where it should be: it is missing, malformed, or stored where others can read it.
/// The message names the place, never the content.
/// </summary>
public sealed class KeyUnavailableException : SocketSecurityException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which place failed and why.</param>
    public KeyUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which place failed and why.</param>
    /// <param name="innerException">The input/output failure beneath it.</param>
    public KeyUnavailableException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
