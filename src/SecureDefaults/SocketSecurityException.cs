namespace SocketSecurity;

/// <summary>
/// The root of every exception this library throws about security: a peer, a message, a key or a token was refused.
/// Mistakes in how the library is called are ordinary <see cref="ArgumentException"/>s and never derive from it.
/// </summary>
public class SocketSecurityException : Exception
{
    /// <summary>Creates the exception with a message that names no secret.</summary>
    /// <param name="message">What was refused, without key material, plaintext or the step that failed.</param>
    public SocketSecurityException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message that names no secret, and the failure beneath it.</summary>
    /// <param name="message">What was refused, without key material, plaintext or the step that failed.</param>
    /// <param name="innerException">The failure beneath it.</param>
    public SocketSecurityException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
