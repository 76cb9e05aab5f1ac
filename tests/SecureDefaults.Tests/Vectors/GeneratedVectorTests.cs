using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using SocketSecurity.Encryption;
using SocketSecurity.Interop;
using SocketSecurity.Keys;
using SocketSecurity.Tokens;

namespace SocketSecurity.SecureDefaults.Tests.Vectors;

/// <summary>
/// Vectors that a second library makes, from numbers that are the same in every run: what a clone checks that has none of the
/// public vectors, for every primitive and every format that those cover.
/// </summary>
public sealed class GeneratedVectorTests
{
    private static readonly int[] Sizes = [0, 1, 15, 16, 17, 64, 1000, 16_383, 16_384, 16_385, 40_000];
    private static readonly KeyId Id = new(0x01020304);
    private readonly Random _random = new(20260101);

    [Fact]
    public void Messages_open_and_their_changed_copies_do_not()
    {
        foreach (var size in Sizes)
        {
            var (key, nonce, plaintext, aad) = (Bytes(32), Bytes(24), Bytes(size), Bytes(size % 50));
            byte[] message = [1, 1, 2, 3, 4, .. nonce, .. BouncyCastleReference.Xaes(key, nonce, plaintext, aad)];
            using var ring = Keyring<AeadKey>.FromKey(AeadKey.FromBytes(key), Id);
            using var box = AeadBox.ForTink(ring);
            Assert.Equal(plaintext, box.Open(message, aad));
            Assert.Throws<DecryptionFailedException>(() => box.Open(Changed(message), aad));
        }
    }

    [Fact]
    public void Streams_open_and_their_changed_copies_do_not()
    {
        foreach (var size in Sizes)
        {
            var (key, salt, context, plaintext) = (Bytes(32), Bytes(24), Bytes(size % 50), Bytes(size));
            var stream = BouncyCastleReference.Cobblestone(key, salt, context, plaintext);
            Assert.Equal(plaintext, Open(key, context, stream));
            Assert.Throws<DecryptionFailedException>(() => Open(key, context, Changed(stream)));
            Assert.Throws<DecryptionFailedException>(() => Open(key, [.. context, 0], stream));

            byte[] ours = [2, 1, 2, 3, 4, .. BouncyCastleReference.Cobblestone(key, salt, "orders"u8.ToArray(), plaintext)];
            using var ring = Keyring<StreamKey>.FromKey(StreamKey.FromBytes(key), Id);
            using var opener = SeekableStreamOpener.Open(new MemoryStream(ours), ring, "orders");
            var output = new MemoryStream();
            opener.CopyTo(output);
            Assert.Equal(plaintext, output.ToArray());
        }
    }

    [Fact]
    public void Tags_derived_keys_and_wrapped_keys_are_the_same_bytes()
    {
        foreach (var size in Sizes)
        {
            var (bytes, message) = (Bytes(32), Bytes(size));
            using var mac = MacKey.FromBytes(bytes);
            Assert.Equal(BouncyCastleReference.Hmac(new Sha256Digest(), bytes, message), MessageMac.Compute(mac, message));

            using var root = SecretKey.FromBytes(bytes);
            using var derived = root.Derive<SecretKey>($"label {size}");
            var info = Encoding.UTF8.GetBytes($"SocketSecurity/1/root\0label {size}");
            Assert.Equal(BouncyCastleReference.Hkdf(new Sha256Digest(), bytes, null, info, 32), derived.ExportDangerous());

            var wrappingBytes = Bytes(32);
            using var wrapping = KeyEncryptionKey.FromBytes(wrappingBytes);
            var wrapped = BouncyCastleReference.KeyWrap(wrappingBytes, bytes);
            Assert.Equal(wrapped, wrapping.Wrap(root));
            Assert.Equal(bytes, wrapping.Unwrap<SecretKey>(wrapped).ExportDangerous());
            Assert.Throws<DecryptionFailedException>(() => wrapping.Unwrap<SecretKey>(Changed(wrapped)));
        }
    }

    [Fact]
    public void Keys_from_passwords_are_the_same_bytes()
    {
        var salt = Bytes(16);
        foreach (var (algorithm, digest, cost) in new (PasswordAlgorithm, IDigest, PasswordCost)[]
        {
            (PasswordAlgorithm.Pbkdf2Sha512, new Sha512Digest(), new(100_000)),
            (PasswordAlgorithm.Pbkdf2Sha256, new Sha256Digest(), new(250_000)),
        })
        {
            using var key = PasswordKey.Derive("pässword", salt, algorithm, cost);
            Assert.Equal(BouncyCastleReference.Pbkdf2(digest, Encoding.UTF8.GetBytes("pässword"), salt, cost.Iterations, 32), key.ExportDangerous());
        }
    }

    [Fact]
    public void Fernet_tokens_open_and_their_changed_copies_do_not()
    {
        foreach (var size in Sizes)
        {
            var (bytes, iv, plaintext, time) = (Bytes(32), Bytes(16), Bytes(size), new byte[8]);
            BinaryPrimitives.WriteInt64BigEndian(time, DateTimeOffset.UtcNow.ToUnixTimeSeconds());
            byte[] signed = [0x80, .. time, .. iv, .. BouncyCastleReference.AesCbc(bytes[16..], iv, plaintext)];
            byte[] token = [.. signed, .. BouncyCastleReference.Hmac(new Sha256Digest(), bytes[..16], signed)];
            using var key = FernetKey.Parse(Padded(bytes));
            var fernet = new Fernet(key);
            Assert.Equal(plaintext, fernet.Decrypt(Padded(token), TimeSpan.FromMinutes(1)));
            Assert.Throws<DecryptionFailedException>(() => fernet.Decrypt(Padded(Changed(token)), TimeSpan.FromMinutes(1)));
        }
    }

    [Fact]
    public void The_platforms_ciphers_give_the_same_bytes()
    {
        foreach (var size in Sizes)
        {
            var (key, nonce, plaintext, aad) = (Bytes(32), Bytes(12), Bytes(size), Bytes(size % 50));
            var (ciphertext, tag) = (new byte[size], new byte[16]);
            using (var gcm = new AesGcm(key, 16))
            {
                gcm.Encrypt(nonce, plaintext, ciphertext, tag, aad);
            }

            Assert.Equal(BouncyCastleReference.AesGcm(key, nonce, plaintext, aad), (byte[])[.. ciphertext, .. tag]);
            if (ChaCha20Poly1305.IsSupported)
            {
                using var chacha = new ChaCha20Poly1305(key);
                chacha.Encrypt(nonce, plaintext, ciphertext, tag, aad);
                Assert.Equal(BouncyCastleReference.ChaCha20Poly1305(key, nonce, plaintext, aad), (byte[])[.. ciphertext, .. tag]);
            }

            Assert.Equal(BouncyCastleReference.Hmac(new Sha512Digest(), key, plaintext), HMACSHA512.HashData(key, plaintext));
            Assert.Equal(BouncyCastleReference.Hkdf(new Sha512Digest(), key, nonce, aad, 100), HKDF.DeriveKey(HashAlgorithmName.SHA512, key, 100, nonce, aad));
        }
    }

    private static byte[] Open(byte[] key, byte[] context, byte[] stream)
    {
        using var streamKey = StreamKey.FromBytes(key);
        using var opener = StreamOpener.ForCobblestone(new MemoryStream(stream), streamKey, context);
        var output = new MemoryStream();
        opener.CopyTo(output);
        return output.ToArray();
    }

    private byte[] Changed(byte[] original)
    {
        var changed = (byte[])original.Clone();
        changed[_random.Next(changed.Length)] ^= (byte)(1 << _random.Next(8));
        return changed;
    }

    private byte[] Bytes(int size)
    {
        var bytes = new byte[size];
        _random.NextBytes(bytes);
        return bytes;
    }

    private static string Padded(byte[] bytes)
    {
        var text = Base64Url.EncodeToString(bytes);
        return text.PadRight((text.Length + 3) / 4 * 4, '=');
    }
}
