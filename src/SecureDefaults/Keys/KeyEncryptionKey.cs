using System.Security.Cryptography;
using SocketSecurity.Encryption;

namespace SocketSecurity.Keys;

/// <summary>
/// Wraps other keys for storage or transport with AES-256 key wrap with padding (AES-KWP, RFC 5649, SP 800-38F): 40
/// bytes per key, deterministic, without a nonce. Byte-compatible with every other implementation of RFC 5649.
/// </summary>
public sealed class KeyEncryptionKey : SymmetricKey, ISymmetricKey<KeyEncryptionKey>
{
    /// <summary>The size of a wrapped key: 32 bytes plus the 8-byte integrity value.</summary>
    public const int WrappedSize = Size + 8;

    private KeyEncryptionKey(KeyMaterial material)
        : base(material)
    {
    }

    static string ISymmetricKey<KeyEncryptionKey>.Purpose => "key-wrap";

    static KeyEncryptionKey ISymmetricKey<KeyEncryptionKey>.From(KeyMaterial material) => new(material);

    /// <summary>A new key from the operating system's random generator.</summary>
    /// <returns>The key; dispose it when it is no longer needed.</returns>
    public static KeyEncryptionKey Generate() => new(KeyMaterial.Generate());

    /// <summary>Takes over a key that another program shares.</summary>
    /// <param name="bytes">Exactly 32 bytes, not all zero; the caller wipes them afterwards.</param>
    /// <returns>The key; dispose it when it is no longer needed.</returns>
    /// <exception cref="ArgumentException">The size is not 32 bytes, or every byte is zero.</exception>
    public static KeyEncryptionKey FromBytes(ReadOnlySpan<byte> bytes) => new(Accept(bytes));

    /// <summary>Wraps a key of any type. The result does not say of which type: unwrap it as what it was.</summary>
    /// <param name="key">The key to wrap.</param>
    /// <returns><see cref="WrappedSize"/> bytes.</returns>
    /// <exception cref="ObjectDisposedException">One of the keys was disposed.</exception>
    public byte[] Wrap(SymmetricKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        Span<byte> plain = stackalloc byte[Size];
        try
        {
            key.CopyTo(plain);
            using var aes = CreateAes();
            return aes.EncryptKeyWrapPadded(plain);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    /// <summary>Unwraps a key.</summary>
    /// <typeparam name="TKey">The type the key had when it was wrapped.</typeparam>
    /// <param name="wrapped">The output of <see cref="Wrap"/> or of another RFC 5649 implementation.</param>
    /// <returns>The key; dispose it when it is no longer needed.</returns>
    /// <exception cref="DecryptionFailedException">
    /// The bytes are not a 32-byte key wrapped under this key, or were changed.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public TKey Unwrap<TKey>(ReadOnlySpan<byte> wrapped)
        where TKey : SymmetricKey, ISymmetricKey<TKey>
    {
        if (wrapped.Length != WrappedSize)
        {
            throw new DecryptionFailedException();
        }

        using var aes = CreateAes();
        Span<byte> plain = stackalloc byte[WrappedSize];
        try
        {
            if (!aes.TryDecryptKeyWrapPadded(wrapped, plain, out var written)
                || written != Size
                || !plain[..Size].ContainsAnyExcept((byte)0))
            {
                throw new DecryptionFailedException();
            }

            return TKey.From(KeyMaterial.From(plain[..Size]));
        }
        catch (CryptographicException)
        {
            throw new DecryptionFailedException();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    private Aes CreateAes()
    {
        Span<byte> key = stackalloc byte[Size];
        var aes = Aes.Create();
        try
        {
            CopyTo(key);
            aes.SetKey(key);
            return aes;
        }
        catch
        {
            aes.Dispose();
            throw;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }
}
