using System.Security.Cryptography;
using SocketSecurity.Keys;

namespace SocketSecurity.Tokens;

/// <summary>
/// A <see cref="MessageMac"/> over data that arrives in pieces. The pieces are simply joined: where one ends and the next
/// begins is not authenticated. For one thread.
/// </summary>
public sealed class IncrementalMac : IDisposable
{
    private readonly IncrementalHash _hash;

    internal IncrementalMac(SymmetricKey key)
    {
        Span<byte> bytes = stackalloc byte[SymmetricKey.Size];
        try
        {
            key.CopyTo(bytes);
            _hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, bytes);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>Adds a piece.</summary>
    /// <param name="data">The piece; may be empty.</param>
    public void Append(ReadOnlySpan<byte> data) => _hash.AppendData(data);

    /// <summary>The tag of everything added; begins anew.</summary>
    /// <returns>The 32-byte tag.</returns>
    public byte[] Complete() => _hash.GetHashAndReset();

    /// <summary>Whether a tag is that of everything added, in constant time; begins anew.</summary>
    /// <param name="tag">The tag, from anywhere.</param>
    /// <returns>False for anything but the whole right tag.</returns>
    public bool Verify(ReadOnlySpan<byte> tag)
    {
        Span<byte> expected = stackalloc byte[MessageMac.TagSize];
        _hash.GetHashAndReset(expected);
        return CryptographicOperations.FixedTimeEquals(expected, tag);
    }

    /// <summary>Forgets the key.</summary>
    public void Dispose() => _hash.Dispose();
}
