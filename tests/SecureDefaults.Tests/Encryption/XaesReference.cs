using System.Security.Cryptography;

namespace SocketSecurity.SecureDefaults.Tests.Encryption;

/// <summary>XAES-256-GCM straight from its specification, with a nonce of the caller's choice; for tests only.</summary>
internal static class XaesReference
{
    public static byte[] DeriveKey(byte[] key, ReadOnlySpan<byte> nonce)
    {
        using var aes = Aes.Create();
        aes.Key = key;
        var k1 = aes.EncryptEcb(new byte[16], PaddingMode.None);
        var msb = k1[0] >> 7;
        for (var i = 0; i < 15; i++)
        {
            k1[i] = (byte)(k1[i] << 1 | k1[i + 1] >> 7);
        }

        k1[15] = (byte)(k1[15] << 1 ^ (msb * 0x87));
        byte[] m1 = [0, 1, (byte)'X', 0, .. nonce[..12]];
        byte[] m2 = [0, 2, (byte)'X', 0, .. nonce[..12]];
        for (var i = 0; i < 16; i++)
        {
            m1[i] ^= k1[i];
            m2[i] ^= k1[i];
        }

        return [.. aes.EncryptEcb(m1, PaddingMode.None), .. aes.EncryptEcb(m2, PaddingMode.None)];
    }

    public static byte[] Encrypt(byte[] key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> aad)
    {
        using var gcm = new AesGcm(DeriveKey(key, nonce), 16);
        var output = new byte[plaintext.Length + 16];
        gcm.Encrypt(nonce[12..], plaintext, output.AsSpan(0, plaintext.Length), output.AsSpan(plaintext.Length), aad);
        return output;
    }

    public static byte[] Decrypt(byte[] key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> aad)
    {
        using var gcm = new AesGcm(DeriveKey(key, nonce), 16);
        var output = new byte[ciphertext.Length - 16];
        gcm.Decrypt(nonce[12..], ciphertext[..^16], ciphertext[^16..], output, aad);
        return output;
    }
}
