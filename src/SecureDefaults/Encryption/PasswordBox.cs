using System.Buffers.Binary;
using System.Security.Cryptography;
using SocketSecurity.Keys;

namespace SocketSecurity.Encryption;

/// <summary>
/// Encrypts data under a password. The result carries the salt and the cost, both authenticated, and commits to the key,
/// so that one ciphertext cannot be used to test many passwords at once.
/// </summary>
/// <remarks>
/// <para>
/// Format: <c>0x03 ‖ algorithm u8 ‖ iterations u32 ‖ memory KiB u32 ‖ lanes u8 ‖ salt 16 ‖ Cobblestone-256</c>, with the
/// first 27 bytes and the context as Cobblestone's context. A cost below the algorithm's floor or above its ceiling is
/// refused before any work.
/// </para>
/// <para>
/// Every call derives, which takes about a tenth of a second on purpose. Whoever has the ciphertext can guess at that
/// rate: a weak password stays weak. All members are thread-safe.
/// </para>
/// </remarks>
public sealed class PasswordBox
{
    private const byte Marker = 0x03;
    private const int HeaderSize = 1 + 1 + 4 + 4 + 1 + PasswordKey.SaltSize;

    private readonly byte[] _context;
    private readonly PasswordAlgorithm _algorithm;
    private readonly PasswordCost _cost;
    private readonly List<PasswordAlgorithm> _known;

    /// <summary>A box.</summary>
    /// <param name="context">What the data is for, with a version; authenticated, not secret, not empty.</param>
    /// <param name="algorithm">The algorithm of new boxes, also accepted when opening; null for PBKDF2 with HMAC-SHA-512.</param>
    /// <param name="cost">The cost of new boxes; null for the algorithm's default.</param>
    /// <exception cref="ArgumentException">The context is empty or longer than 1 024 bytes, or the cost outside the algorithm's bounds.</exception>
    public PasswordBox(string context, PasswordAlgorithm? algorithm = null, PasswordCost? cost = null)
    {
        _context = ContextText.Encode(context);
        _algorithm = algorithm ?? PasswordAlgorithm.Pbkdf2Sha512;
        _cost = cost ?? _algorithm.DefaultCost;
        if (!_algorithm.Accepts(_cost))
        {
            throw new ArgumentException("The cost is outside the algorithm's bounds.", nameof(cost));
        }

        _known = [_algorithm, PasswordAlgorithm.Pbkdf2Sha512, PasswordAlgorithm.Pbkdf2Sha256];
    }

    /// <summary>Encrypts data.</summary>
    /// <param name="password">The password, 1 to 1 024 bytes in UTF-8.</param>
    /// <param name="plaintext">The data; may be empty.</param>
    /// <returns>The sealed data: 99 bytes more, and 16 per begun 16 KiB after the first.</returns>
    /// <exception cref="ArgumentException">The password is empty, too long or not text.</exception>
    public byte[] Seal(ReadOnlySpan<char> password, ReadOnlySpan<byte> plaintext)
    {
        var header = new byte[HeaderSize];
        header[0] = Marker;
        header[1] = _algorithm.Id;
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(2), _cost.Iterations);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(6), _cost.MemoryKiB);
        header[10] = (byte)_cost.Lanes;
        RandomNumberGenerator.Fill(header.AsSpan(HeaderSize - PasswordKey.SaltSize));
        using var key = DeriveKey(password, header, _algorithm, _cost);
        var output = new MemoryStream();
        output.Write(header);
        using (var sealer = StreamSealer.ForCobblestone(output, key, Context(header), leaveOpen: true))
        {
            sealer.Write(plaintext);
            sealer.Complete();
        }

        return output.ToArray();
    }

    /// <summary>Decrypts data.</summary>
    /// <param name="password">The password; an impossible one is simply wrong.</param>
    /// <param name="sealedData">The sealed data, from anywhere.</param>
    /// <returns>The plaintext.</returns>
    /// <exception cref="DecryptionFailedException">
    /// A wrong password or context, changed data, or a cost outside the bounds.
    /// </exception>
    public byte[] Open(ReadOnlySpan<char> password, ReadOnlySpan<byte> sealedData)
    {
        if (sealedData.Length < HeaderSize + CobblestoneCipher.HeaderSize + CobblestoneCipher.TagSize || sealedData[0] != Marker)
        {
            throw new DecryptionFailedException();
        }

        var header = sealedData[..HeaderSize].ToArray();
        var cost = new PasswordCost(
            BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(2)),
            BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(6)),
            header[10]);
        var algorithm = _known.Find(a => a.Id == header[1]);
        if (algorithm is null || !algorithm.Accepts(cost))
        {
            throw new DecryptionFailedException();
        }

        try
        {
            using var key = DeriveKey(password, header, algorithm, cost);
            using var source = new MemoryStream(sealedData[HeaderSize..].ToArray(), writable: false);
            using var opener = StreamOpener.ForCobblestone(source, key, Context(header));
            var output = new MemoryStream(sealedData.Length);
            try
            {
                opener.CopyTo(output);
                return output.ToArray();
            }
            finally
            {
                // A box whose last chunk is refused has already given up the ones before.
                CryptographicOperations.ZeroMemory(output.GetBuffer());
            }
        }
        catch (ArgumentException)
        {
            throw new DecryptionFailedException();
        }
    }

    private byte[] Context(byte[] header) => [.. header, .. _context];

    private static StreamKey DeriveKey(ReadOnlySpan<char> password, byte[] header, PasswordAlgorithm algorithm, PasswordCost cost)
    {
        Span<byte> key = stackalloc byte[SymmetricKey.Size];
        try
        {
            PasswordKey.DeriveBytes(password, header.AsSpan(HeaderSize - PasswordKey.SaltSize), algorithm, cost, key);
            return StreamKey.FromBytes(key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }
}
