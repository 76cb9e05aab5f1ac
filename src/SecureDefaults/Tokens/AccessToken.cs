using System.Buffers.Text;
using System.Security.Cryptography;
using SocketSecurity.Keys;

namespace SocketSecurity.Tokens;

/// <summary>
/// Random bearer tokens that a service looks up: 256 random bits as base64url. The service stores only the SHA-256 of a
/// token, so its database gives nothing away that could be presented.
/// </summary>
/// <remarks>All members are thread-safe.</remarks>
public static class AccessToken
{
    /// <summary>The size of what the service stores: 32 bytes.</summary>
    public const int HashSize = SHA256.HashSizeInBytes;

    private const int Size = 32;
    private const int TextLength = 43;

    /// <summary>Makes a token.</summary>
    /// <returns>The token for the client, shown once, and the hash for the service's database.</returns>
    public static (string Token, byte[] StorageHash) CreateRandom()
    {
        Span<byte> bytes = stackalloc byte[Size];
        RandomNumberGenerator.Fill(bytes);
        var result = (Base64Url.EncodeToString(bytes), SHA256.HashData(bytes));
        CryptographicOperations.ZeroMemory(bytes);
        return result;
    }

    /// <summary>The hash under which a presented token would be stored, for a look-up.</summary>
    /// <param name="presented">The text a client sent.</param>
    /// <returns>The hash, or null when the text cannot be a token.</returns>
    public static byte[]? HashForLookup(ReadOnlySpan<char> presented)
    {
        Span<byte> bytes = stackalloc byte[Size];
        return TryDecode(presented, bytes) ? SHA256.HashData(bytes) : null;
    }

    /// <summary>Whether a presented token is the stored one, in constant time.</summary>
    /// <param name="presented">The text a client sent; only the one spelling that was issued counts.</param>
    /// <param name="storageHash">The hash from <see cref="CreateRandom"/>.</param>
    /// <returns>False for anything else.</returns>
    public static bool Matches(ReadOnlySpan<char> presented, ReadOnlySpan<byte> storageHash)
    {
        Span<byte> bytes = stackalloc byte[Size];
        Span<byte> hash = stackalloc byte[HashSize];
        if (!TryDecode(presented, bytes))
        {
            return false;
        }

        SHA256.HashData(bytes, hash);
        CryptographicOperations.ZeroMemory(bytes);
        return CryptographicOperations.FixedTimeEquals(hash, storageHash);
    }

    private static bool TryDecode(ReadOnlySpan<char> text, Span<byte> bytes) =>
        text.Length == TextLength && CanonicalBase64.TryDecodeUrl(text, bytes, out var written) && written == Size;
}
