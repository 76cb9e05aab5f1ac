namespace SocketSecurity.Keys;

/// <summary>Signs and checks the tokens of <see cref="Tokens.TokenIssuer"/>.</summary>
public sealed class TokenKey : SymmetricKey, ISymmetricKey<TokenKey>
{
    private TokenKey(KeyMaterial material)
        : base(material)
    {
    }

    static string ISymmetricKey<TokenKey>.Purpose => "token";

    static TokenKey ISymmetricKey<TokenKey>.From(KeyMaterial material) => new(material);

    /// <summary>A new key from the operating system's random generator.</summary>
    /// <returns>The key; dispose it when it is no longer needed.</returns>
    public static TokenKey Generate() => new(KeyMaterial.Generate());

    /// <summary>Takes over a key that another program shares. Prefer <see cref="SecretKey.Derive{TKey}"/>.</summary>
    /// <param name="bytes">Exactly 32 bytes, not all zero; the caller wipes them afterwards.</param>
    /// <returns>The key; dispose it when it is no longer needed.</returns>
    /// <exception cref="ArgumentException">The size is not 32 bytes, or every byte is zero.</exception>
    public static TokenKey FromBytes(ReadOnlySpan<byte> bytes) => new(Accept(bytes));
}
