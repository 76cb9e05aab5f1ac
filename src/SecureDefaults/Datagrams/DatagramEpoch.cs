using System.Buffers.Binary;
using System.Security.Cryptography;
using SocketSecurity.Keys;
using SocketSecurity.Replay;

namespace SocketSecurity.Datagrams;

/// <summary>
/// One direction's keys between two rekeyings: an AES-256-GCM key, a base IV, and the secret from which the next epoch
/// follows. Old keys cannot be computed from new ones. For one thread at a time.
/// </summary>
internal sealed class DatagramEpoch : IDisposable
{
    public const int NonceSize = 12;
    public const int TagSize = 16;

    private readonly AesGcm _cipher;
    private readonly byte[] _iv;
    private readonly byte[] _next;
    private readonly DatagramRole _sender;

    private DatagramEpoch(ReadOnlySpan<byte> chain, uint spi, DatagramRole sender)
    {
        Spi = spi;
        _sender = sender;
        Span<byte> material = stackalloc byte[SymmetricKey.Size + NonceSize];
        _next = GC.AllocateArray<byte>(KeyMaterial.Size, pinned: true);
        HKDF.Expand(HashAlgorithmName.SHA256, chain, material, Info("datagram/1/packet", spi, sender));
        HKDF.Expand(HashAlgorithmName.SHA256, chain, _next, Info("datagram/1/next", spi, sender));
        _cipher = new AesGcm(material[..SymmetricKey.Size], TagSize);
        _iv = material[SymmetricKey.Size..].ToArray();
        CryptographicOperations.ZeroMemory(material);
    }

    public uint Spi { get; }

    public SequenceWindow Window { get; } = new();

    public static DatagramEpoch First(ReadOnlySpan<byte> master, uint spi, DatagramRole sender)
    {
        Span<byte> chain = stackalloc byte[KeyMaterial.Size];
        HKDF.Expand(HashAlgorithmName.SHA256, master, chain, Info("datagram/1", spi, sender));
        var epoch = new DatagramEpoch(chain, spi, sender);
        CryptographicOperations.ZeroMemory(chain);
        return epoch;
    }

    public DatagramEpoch Next() => new(_next, (Spi & ~0xffu) | ((Spi + 1) & 0xff), _sender);

    public void Seal(ulong sequence, ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload, Span<byte> ciphertext, Span<byte> tag)
    {
        Span<byte> nonce = stackalloc byte[NonceSize];
        WriteNonce(sequence, nonce);
        _cipher.Encrypt(nonce, payload, ciphertext, tag, header);
    }

    public bool TryOpen(ulong sequence, ReadOnlySpan<byte> header, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> tag, Span<byte> payload)
    {
        Span<byte> nonce = stackalloc byte[NonceSize];
        WriteNonce(sequence, nonce);
        try
        {
            _cipher.Decrypt(nonce, ciphertext, tag, payload, header);
            return true;
        }
        catch (CryptographicException)
        {
            CryptographicOperations.ZeroMemory(payload);
            return false;
        }
    }

    public void Dispose()
    {
        _cipher.Dispose();
        CryptographicOperations.ZeroMemory(_iv);
        CryptographicOperations.ZeroMemory(_next);
    }

    private void WriteNonce(ulong sequence, Span<byte> nonce)
    {
        _iv.CopyTo(nonce);
        var low = nonce[4..];
        BinaryPrimitives.WriteUInt64BigEndian(low, BinaryPrimitives.ReadUInt64BigEndian(low) ^ sequence);
    }

    private static byte[] Info(string label, uint spi, DatagramRole sender)
    {
        Span<byte> tail = stackalloc byte[5];
        BinaryPrimitives.WriteUInt32BigEndian(tail, spi);
        tail[4] = (byte)sender;
        return [.. System.Text.Encoding.ASCII.GetBytes("SocketSecurity/1/" + label), 0, .. tail];
    }
}
