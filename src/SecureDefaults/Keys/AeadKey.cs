namespace SocketSecurity.Keys;

/// <summary>Encrypts messages in <see cref="Encryption.AeadBox"/>.</summary>
public sealed class AeadKey : SymmetricKey, ISymmetricKey<AeadKey>
{
    private AeadKey(KeyMaterial material)
        : base(material)
    {
    }

    static string ISymmetricKey<AeadKey>.Purpose => "aead";

    static AeadKey ISymmetricKey<AeadKey>.From(KeyMaterial material) => new(material);

    /// <summary>A new key from the operating system's random generator.</summary>
    /// <returns>The key; dispose it when it is no longer needed.</returns>
    public static AeadKey Generate() => new(KeyMaterial.Generate());

    /// <summary>Takes over a key that another program shares. Prefer <see cref="SecretKey.Derive{TKey}"/>.</summary>
    /// <param name="bytes">Exactly 32 bytes, not all zero; the caller wipes them afterwards.</param>
    /// <returns>The key; dispose it when it is no longer needed.</returns>
    /// <exception cref="ArgumentException">The size is not 32 bytes, or every byte is zero.</exception>
    public static AeadKey FromBytes(ReadOnlySpan<byte> bytes) => new(Accept(bytes));
}
