using System.Buffers.Binary;
using System.Security.Cryptography;
using SocketSecurity.Keys;

namespace SocketSecurity.Encryption;

/// <summary>
/// One message of C2SP chunked encryption, instance Cobblestone-256: HKDF-Expand-SHA-512 gives an AES-256-GCM key, a base
/// nonce and a commitment to key, salt and context; chunk <c>i</c> is sealed under the base nonce XOR <c>i</c>; every
/// chunk holds 16 384 bytes except the last, which holds fewer. For one thread.
/// </summary>
internal sealed class CobblestoneCipher : IDisposable
{
    public const int ChunkSize = 16 * 1024;
    public const int TagSize = 16;
    public const int SealedChunkSize = ChunkSize + TagSize;
    public const int SaltSize = 24;
    public const int CommitmentSize = 32;
    public const int HeaderSize = SaltSize + CommitmentSize;

    private const int NonceSize = 12;

    /// <summary>The limit of the specification: 4 PiB.</summary>
    private const ulong MaxChunks = 1UL << 38;

    private readonly AesGcm _cipher;
    private readonly byte[] _baseNonce;

    private CobblestoneCipher(AesGcm cipher, byte[] baseNonce)
    {
        _cipher = cipher;
        _baseNonce = baseNonce;
    }

    private static ReadOnlySpan<byte> Label => "c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0"u8;

    /// <summary>Begins a message under a new random salt and writes its header.</summary>
    public static CobblestoneCipher Begin(SymmetricKey key, ReadOnlySpan<byte> context, Span<byte> header)
    {
        RandomNumberGenerator.Fill(header[..SaltSize]);
        return Derive(key, header[..SaltSize], context, header.Slice(SaltSize, CommitmentSize));
    }

    /// <summary>Continues from a header; null when it does not commit to this key and context.</summary>
    public static CobblestoneCipher? TryContinue(SymmetricKey key, ReadOnlySpan<byte> context, ReadOnlySpan<byte> header)
    {
        Span<byte> commitment = stackalloc byte[CommitmentSize];
        var cipher = Derive(key, header[..SaltSize], context, commitment);
        if (CryptographicOperations.FixedTimeEquals(commitment, header.Slice(SaltSize, CommitmentSize)))
        {
            return cipher;
        }

        cipher.Dispose();
        return null;
    }

    public void SealChunk(ulong index, ReadOnlySpan<byte> plaintext, Span<byte> sealedChunk)
    {
        Span<byte> nonce = stackalloc byte[NonceSize];
        WriteNonce(index, nonce);
        _cipher.Encrypt(nonce, plaintext, sealedChunk[..plaintext.Length], sealedChunk.Slice(plaintext.Length, TagSize));
    }

    /// <summary>Opens a chunk; false, with the output cleared, when it is not authentic at this place.</summary>
    public bool TryOpenChunk(ulong index, ReadOnlySpan<byte> sealedChunk, Span<byte> plaintext)
    {
        if (index >= MaxChunks)
        {
            return false;
        }

        Span<byte> nonce = stackalloc byte[NonceSize];
        WriteNonce(index, nonce);
        try
        {
            _cipher.Decrypt(nonce, sealedChunk[..^TagSize], sealedChunk[^TagSize..], plaintext);
            return true;
        }
        catch (CryptographicException)
        {
            CryptographicOperations.ZeroMemory(plaintext);
            return false;
        }
    }

    public void Dispose()
    {
        _cipher.Dispose();
        CryptographicOperations.ZeroMemory(_baseNonce);
    }

    private void WriteNonce(ulong index, Span<byte> nonce)
    {
        if (index >= MaxChunks)
        {
            throw new InvalidOperationException("A stream holds at most 4 PiB.");
        }

        _baseNonce.CopyTo(nonce);
        var low = nonce[(NonceSize - sizeof(ulong))..];
        BinaryPrimitives.WriteUInt64BigEndian(low, BinaryPrimitives.ReadUInt64BigEndian(low) ^ index);
    }

    private static CobblestoneCipher Derive(SymmetricKey key, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> context, Span<byte> commitment)
    {
        // HKDF.Expand refuses a key shorter than the hash. HMAC pads short keys with zeros anyway, so padding the key to
        // the hash's 64 bytes gives the same result.
        Span<byte> paddedKey = stackalloc byte[64];
        Span<byte> output = stackalloc byte[SymmetricKey.Size + NonceSize + CommitmentSize];
        paddedKey.Clear();
        try
        {
            key.CopyTo(paddedKey);
            byte[] info = [.. Label, .. salt, .. context];
            HKDF.Expand(HashAlgorithmName.SHA512, paddedKey, output, info);
            output[^CommitmentSize..].CopyTo(commitment);
            var baseNonce = output.Slice(SymmetricKey.Size, NonceSize).ToArray();
            return new CobblestoneCipher(new AesGcm(output[..SymmetricKey.Size], TagSize), baseNonce);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(paddedKey);
            CryptographicOperations.ZeroMemory(output);
        }
    }
}
