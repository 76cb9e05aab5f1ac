namespace SocketSecurity.Tokens;

/// <summary>What a token shall say.</summary>
public sealed class TokenRequest
{
    private readonly TimeSpan _lifetime = TimeSpan.FromMinutes(15);

    /// <summary>Whom the token speaks for; not empty.</summary>
    public required string Subject { get; init; }

    /// <summary>How long the token is valid: 15 minutes; above zero, at most 24 hours, in whole seconds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below one second or above 24 hours.</exception>
    public TimeSpan Lifetime
    {
        get => _lifetime;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.FromSeconds(1));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TokenFormat.MaxLifetime);
            _lifetime = value;
        }
    }

    /// <summary>Anything else the token shall say; readable by whoever sees it. The name <c>cnf</c> is reserved.</summary>
    public IReadOnlyDictionary<string, string>? Claims { get; init; }

    /// <summary>
    /// SHA-256 of the client certificate's public key (SubjectPublicKeyInfo), 32 bytes: the token is then worth nothing on
    /// a connection of anybody else. Empty for a bearer token.
    /// </summary>
    public ReadOnlyMemory<byte> BoundTo { get; init; }
}
