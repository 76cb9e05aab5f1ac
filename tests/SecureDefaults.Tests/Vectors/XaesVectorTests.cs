using System.Security.Cryptography;
using SocketSecurity.Encryption;
using SocketSecurity.Keys;
using SocketSecurity.SecureDefaults.Tests.Encryption;

namespace SocketSecurity.SecureDefaults.Tests.Vectors;

public sealed class XaesVectorTests
{
    private static readonly KeyId Id = new(0x01020304);

    [Fact]
    public void The_vectors_of_the_specification_open()
    {
        var vectors = VectorFolder.Read("xaes/xaes-256-gcm.json").GetProperty("vectors");
        foreach (var vector in vectors.EnumerateArray())
        {
            var (key, nonce) = (vector.Hex("key"), vector.Hex("nonce"));
            Assert.Equal(vector.Hex("derivedKey"), XaesReference.DeriveKey(key, nonce));
            Assert.Equal(vector.Hex("ciphertext"), XaesReference.Encrypt(key, nonce, vector.Hex("plaintext"), vector.Hex("aad")));
            Assert.Equal(vector.Hex("plaintext"), Open(key, nonce, vector.Hex("ciphertext"), vector.Hex("aad")));
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"xaes: {vectors.GetArrayLength()} vectors");
    }

    [Fact]
    public void Ten_thousand_accumulated_messages_open_and_give_the_published_hash()
    {
        var expected = VectorFolder.Read("xaes/xaes-256-gcm.json").GetProperty("accumulated").GetProperty("iterations_10000").GetString();
        Assert.SkipUnless(Shake128.IsSupported, "This platform's cryptography has no SHAKE-128.");
        const int mostPerMessage = 32 + 24 + 1 + 255 + 1 + 255;
        var random = new MemoryStream(Shake128.HashData([], 10_000 * mostPerMessage));
        using var accumulated = new Shake128();
        for (var i = 0; i < 10_000; i++)
        {
            var key = Read(32);
            var nonce = Read(24);
            var plaintext = Read(random.ReadByte());
            var aad = Read(random.ReadByte());
            var ciphertext = XaesReference.Encrypt(key, nonce, plaintext, aad);
            accumulated.AppendData(ciphertext);
            Assert.True(plaintext.AsSpan().SequenceEqual(Open(key, nonce, ciphertext, aad)));
        }

        Assert.Equal(expected, Convert.ToHexStringLower(accumulated.GetHashAndReset(32)));
        TestContext.Current.TestOutputHelper?.WriteLine("xaes: 10000 accumulated messages");

        byte[] Read(int count)
        {
            var bytes = new byte[count];
            random.ReadExactly(bytes);
            return bytes;
        }
    }

    [Fact]
    public void The_specification_opens_what_the_box_seals()
    {
        byte[] key = [.. Enumerable.Range(7, 32).Select(i => (byte)i)];
        using var ring = Keyring<AeadKey>.FromKey(AeadKey.FromBytes(key), Id);
        using var tink = AeadBox.ForTink(ring);
        using var box = new AeadBox(ring, "orders");
        var message = tink.Seal("hello"u8, "aad"u8);
        Assert.Equal([1, 1, 2, 3, 4], message[..5]);
        Assert.Equal("hello"u8, XaesReference.Decrypt(key, message.AsSpan(5, 24), message.AsSpan(29), "aad"u8));
        message = box.Seal("hello"u8, "aad"u8);
        Assert.Equal("hello"u8, XaesReference.Decrypt(key, message.AsSpan(5, 24), message.AsSpan(29), "\0\0\0\0\0\0\0\u0006ordersaad"u8));
    }

    private static byte[] Open(byte[] key, byte[] nonce, byte[] ciphertext, byte[] aad)
    {
        using var ring = Keyring<AeadKey>.FromKey(AeadKey.FromBytes(key), Id);
        using var box = AeadBox.ForTink(ring);
        return box.Open([1, 1, 2, 3, 4, .. nonce, .. ciphertext], aad);
    }
}
