namespace SocketSecurity.Tokens;

/// <summary>
/// The peer did not prove that it holds the key for its name on this connection. Which part was wrong is not said.
/// </summary>
public sealed class ChallengeFailedException : SocketSecurityException
{
    /// <summary>Creates the exception; its message is always the same.</summary>
    public ChallengeFailedException()
        : base("The peer did not prove its identity on this connection.")
    {
    }
}
