namespace SocketSecurity.Keys;

/// <summary>Shared by two peers that prove themselves to each other in <see cref="Tokens.ChallengeAuthenticator"/>.</summary>
public sealed class ChallengeKey : SymmetricKey, ISymmetricKey<ChallengeKey>
{
    private ChallengeKey(KeyMaterial material)
        : base(material)
    {
    }

    static string ISymmetricKey<ChallengeKey>.Purpose => "challenge";

    static ChallengeKey ISymmetricKey<ChallengeKey>.From(KeyMaterial material) => new(material);

    /// <summary>A new key from the operating system's random generator.</summary>
    /// <returns>The key; dispose it when it is no longer needed.</returns>
    public static ChallengeKey Generate() => new(KeyMaterial.Generate());

    /// <summary>Takes over a key that another program shares. Prefer <see cref="SecretKey.Derive{TKey}"/>.</summary>
    /// <param name="bytes">Exactly 32 bytes, not all zero; the caller wipes them afterwards.</param>
    /// <returns>The key; dispose it when it is no longer needed.</returns>
    /// <exception cref="ArgumentException">The size is not 32 bytes, or every byte is zero.</exception>
    public static ChallengeKey FromBytes(ReadOnlySpan<byte> bytes) => new(Accept(bytes));
}
