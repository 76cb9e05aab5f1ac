namespace SocketSecurity.Keys;

/// <summary>Authenticates messages that stay readable, in <see cref="Tokens.MessageMac"/>.</summary>
public sealed class MacKey : SymmetricKey, ISymmetricKey<MacKey>
{
    private MacKey(KeyMaterial material)
        : base(material)
    {
    }

    static string ISymmetricKey<MacKey>.Purpose => "mac";

    static MacKey ISymmetricKey<MacKey>.From(KeyMaterial material) => new(material);

    /// <summary>A new key from the operating system's random generator.</summary>
    /// <returns>The key; dispose it when it is no longer needed.</returns>
    public static MacKey Generate() => new(KeyMaterial.Generate());

    /// <summary>Takes over a key that another program shares. Prefer <see cref="SecretKey.Derive{TKey}"/>.</summary>
    /// <param name="bytes">Exactly 32 bytes, not all zero; the caller wipes them afterwards.</param>
    /// <returns>The key; dispose it when it is no longer needed.</returns>
    /// <exception cref="ArgumentException">The size is not 32 bytes, or every byte is zero.</exception>
    public static MacKey FromBytes(ReadOnlySpan<byte> bytes) => new(Accept(bytes));
}
