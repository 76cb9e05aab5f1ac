using System.Security.Cryptography;
using SocketSecurity.Keys;

namespace SocketSecurity.Tokens;

/// <summary>
/// Authenticates data that stays readable: HMAC-SHA-256 with a 256-bit key and the whole 32-byte tag. There is no method
/// to compare tags: <see cref="Verify"/> computes and compares in constant time.
/// </summary>
/// <remarks>
/// A MAC says that somebody with the key made the data, not when, nor for whom: put a purpose, a time and an identifier
/// into the data, or use <see cref="FrameSigner"/> or <see cref="TokenIssuer"/>. All members are thread-safe.
/// </remarks>
public static class MessageMac
{
    /// <summary>The size of a tag: 32 bytes.</summary>
    public const int TagSize = HMACSHA256.HashSizeInBytes;

    /// <summary>Computes the tag of some data.</summary>
    /// <param name="key">The key.</param>
    /// <param name="data">The data; may be empty.</param>
    /// <returns>The 32-byte tag.</returns>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public static byte[] Compute(MacKey key, ReadOnlySpan<byte> data)
    {
        var tag = new byte[TagSize];
        Compute(key, data, tag);
        return tag;
    }

    /// <summary>Computes the tag of some data into the caller's buffer.</summary>
    /// <param name="key">The key.</param>
    /// <param name="data">The data; may be empty.</param>
    /// <param name="tag">Receives the tag: exactly 32 bytes.</param>
    /// <exception cref="ArgumentException">The buffer has another size.</exception>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public static void Compute(MacKey key, ReadOnlySpan<byte> data, Span<byte> tag)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (tag.Length != TagSize)
        {
            throw new ArgumentException($"A tag is {TagSize} bytes.", nameof(tag));
        }

        ComputeCore(key, data, tag);
    }

    /// <summary>Whether a tag is that of the data, in constant time.</summary>
    /// <param name="key">The key.</param>
    /// <param name="data">The data, from anywhere.</param>
    /// <param name="tag">The tag, from anywhere.</param>
    /// <returns>False for anything but the whole right tag.</returns>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public static bool Verify(MacKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> tag)
    {
        ArgumentNullException.ThrowIfNull(key);
        Span<byte> expected = stackalloc byte[TagSize];
        ComputeCore(key, data, expected);
        return CryptographicOperations.FixedTimeEquals(expected, tag);
    }

    /// <summary>Begins a tag over data that arrives in pieces.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The computation; for one thread.</returns>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public static IncrementalMac Begin(MacKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new IncrementalMac(key);
    }

    internal static void ComputeCore(SymmetricKey key, ReadOnlySpan<byte> data, Span<byte> tag)
    {
        Span<byte> bytes = stackalloc byte[SymmetricKey.Size];
        try
        {
            key.CopyTo(bytes);
            HMACSHA256.HashData(bytes, data, tag);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }
}
