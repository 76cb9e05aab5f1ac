namespace SocketSecurity.Encryption;

/// <summary>
/// Sealed data was refused. The one exception for a wrong key, a wrong context, changed, cut or extended data: which of
/// them it was is not said, because the difference would help whoever is guessing.
/// </summary>
public sealed class DecryptionFailedException : SocketSecurityException
{
    /// <summary>Creates the exception; its message is always the same.</summary>
    public DecryptionFailedException()
        : base("The data was not sealed with this key and context, or was changed since.")
    {
    }
}
