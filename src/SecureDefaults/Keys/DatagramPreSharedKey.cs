namespace SocketSecurity.Keys;

/// <summary>Shared by two peers ahead of time, to agree on datagram keys in <c>Datagrams.SecureUdpClient</c>.</summary>
public sealed class DatagramPreSharedKey : SymmetricKey, ISymmetricKey<DatagramPreSharedKey>
{
    private DatagramPreSharedKey(KeyMaterial material)
        : base(material)
    {
    }

    static string ISymmetricKey<DatagramPreSharedKey>.Purpose => "datagram-psk";

    static DatagramPreSharedKey ISymmetricKey<DatagramPreSharedKey>.From(KeyMaterial material) => new(material);

    /// <summary>A new key from the operating system's random generator.</summary>
    /// <returns>The key; dispose it when it is no longer needed.</returns>
    public static DatagramPreSharedKey Generate() => new(KeyMaterial.Generate());

    /// <summary>Takes over a key that another program shares. Prefer <see cref="SecretKey.Derive{TKey}"/>.</summary>
    /// <param name="bytes">Exactly 32 bytes, not all zero; the caller wipes them afterwards.</param>
    /// <returns>The key; dispose it when it is no longer needed.</returns>
    /// <exception cref="ArgumentException">The size is not 32 bytes, or every byte is zero.</exception>
    public static DatagramPreSharedKey FromBytes(ReadOnlySpan<byte> bytes) => new(Accept(bytes));
}
