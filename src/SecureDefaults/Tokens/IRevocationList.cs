namespace SocketSecurity.Tokens;

/// <summary>Knows which tokens were taken back before their end. Implementations are thread-safe and answer from memory.</summary>
public interface IRevocationList
{
    /// <summary>Whether an authentic, current token was taken back.</summary>
    /// <param name="token">The token.</param>
    /// <returns>True refuses it. An exception refuses it too and reaches the validator's caller.</returns>
    bool IsRevoked(ValidatedToken token);
}
