using System.Security.Cryptography;
using NSec.Cryptography;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;

namespace SocketSecurity.Benchmarks.Messages;

/// <summary>AES-256-GCM as NSec and BouncyCastle offer it; the caller brings the nonce.</summary>
internal sealed class OtherLibraries : IDisposable
{
    public const int TagSize = 16;
    private static readonly Aes256Gcm Algorithm = AeadAlgorithm.Aes256Gcm;

    private readonly byte[] _keyBytes = RandomNumberGenerator.GetBytes(32);
    private readonly Key _key;

    public OtherLibraries()
    {
        _key = Key.Import(Algorithm, _keyBytes, KeyBlobFormat.RawSymmetricKey);
    }

    public void NSecSeal(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> header, ReadOnlySpan<byte> plaintext, Span<byte> output) =>
        Algorithm.Encrypt(_key, nonce, header, plaintext, output[..(plaintext.Length + TagSize)]);

    public bool NSecOpen(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> header, ReadOnlySpan<byte> ciphertext, Span<byte> output) =>
        Algorithm.Decrypt(_key, nonce, header, ciphertext, output[..(ciphertext.Length - TagSize)]);

    public int BouncyCastle(bool seal, byte[] nonce, byte[] header, ReadOnlySpan<byte> input, Span<byte> output)
    {
        var cipher = new GcmBlockCipher(new AesEngine());
        cipher.Init(seal, new AeadParameters(new KeyParameter(_keyBytes), 8 * TagSize, nonce, header));
        var written = cipher.ProcessBytes(input, output);
        return written + cipher.DoFinal(output[written..]);
    }

    public void Dispose() => _key.Dispose();
}
