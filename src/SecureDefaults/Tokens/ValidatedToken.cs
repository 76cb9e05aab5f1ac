namespace SocketSecurity.Tokens;

/// <summary>What an authentic, current token says.</summary>
public sealed class ValidatedToken
{
    internal ValidatedToken(
        byte[] id,
        string subject,
        string audience,
        DateTimeOffset issuedAt,
        DateTimeOffset expiresAt,
        IReadOnlyDictionary<string, string> claims)
    {
        Id = id;
        Subject = subject;
        Audience = audience;
        IssuedAt = issuedAt;
        ExpiresAt = expiresAt;
        Claims = claims;
    }

    /// <summary>The token's own 16 random bytes: what single use and revocation go by.</summary>
    public ReadOnlyMemory<byte> Id { get; }

    /// <summary>Whom the token speaks for.</summary>
    public string Subject { get; }

    /// <summary>Whom the token is meant for: the validator's own audience.</summary>
    public string Audience { get; }

    /// <summary>When it was issued, in whole seconds.</summary>
    public DateTimeOffset IssuedAt { get; }

    /// <summary>When it ends, in whole seconds.</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <summary>Everything else it says.</summary>
    public IReadOnlyDictionary<string, string> Claims { get; }
}
