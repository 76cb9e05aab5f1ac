namespace SocketSecurity.Keys;

/// <summary>Encrypts streams and files in <see cref="Encryption.StreamSealer"/>.</summary>
public sealed class StreamKey : SymmetricKey, ISymmetricKey<StreamKey>
{
    private StreamKey(KeyMaterial material)
        : base(material)
    {
    }

    static string ISymmetricKey<StreamKey>.Purpose => "stream";

    static StreamKey ISymmetricKey<StreamKey>.From(KeyMaterial material) => new(material);

    /// <summary>A new key from the operating system's random generator.</summary>
    /// <returns>The key; dispose it when it is no longer needed.</returns>
    public static StreamKey Generate() => new(KeyMaterial.Generate());

    /// <summary>Takes over a key that another program shares. Prefer <see cref="SecretKey.Derive{TKey}"/>.</summary>
    /// <param name="bytes">Exactly 32 bytes, not all zero; the caller wipes them afterwards.</param>
    /// <returns>The key; dispose it when it is no longer needed.</returns>
    /// <exception cref="ArgumentException">The size is not 32 bytes, or every byte is zero.</exception>
    public static StreamKey FromBytes(ReadOnlySpan<byte> bytes) => new(Accept(bytes));
}
