using System.Security.Cryptography;
using SocketSecurity.Encryption;
using SocketSecurity.Keys;

namespace SocketSecurity.SecureDefaults.Tests.Vectors;

/// <summary>
/// The platform's primitives that everything here is built on, against Wycheproof. They differ by operating system, so
/// they are checked where the library runs.
/// </summary>
public sealed class PlatformPrimitiveVectorTests
{
    [Fact]
    public void Aes_gcm()
    {
        var (done, outside) = (0, 0);
        foreach (var (group, test) in Wycheproof.Cases("aes_gcm"))
        {
            // .NET takes 12-byte nonces only, and so does every format of this library.
            if (group.GetProperty("ivSize").GetInt32() != 96)
            {
                outside++;
                continue;
            }

            using var cipher = new AesGcm(test.Hex("key"), 16);
            var plaintext = new byte[test.Hex("ct").Length];
            Check(test, () => cipher.Decrypt(test.Hex("iv"), test.Hex("ct"), test.Hex("tag"), plaintext, test.Hex("aad")), () => plaintext);
            Assert.True(test.IsValid() || !plaintext.AsSpan().ContainsAnyExcept((byte)0), test.Name());
            done++;
        }

        Wycheproof.Report("aes_gcm", done, outside);
    }

    [Fact]
    public void Chacha20_poly1305()
    {
        Assert.SkipUnless(ChaCha20Poly1305.IsSupported, "This platform has no ChaCha20-Poly1305.");
        var (done, outside) = (0, 0);
        foreach (var (group, test) in Wycheproof.Cases("chacha20_poly1305"))
        {
            if (group.GetProperty("ivSize").GetInt32() != 96)
            {
                outside++;
                continue;
            }

            using var cipher = new ChaCha20Poly1305(test.Hex("key"));
            var plaintext = new byte[test.Hex("ct").Length];
            Check(test, () => cipher.Decrypt(test.Hex("iv"), test.Hex("ct"), test.Hex("tag"), plaintext, test.Hex("aad")), () => plaintext);
            done++;
        }

        Wycheproof.Report("chacha20_poly1305", done, outside);
    }

    [Fact]
    public void Aes_key_wrap_with_padding()
    {
        var (done, ours) = (0, 0);
        foreach (var (_, test) in Wycheproof.Cases("aes_kwp"))
        {
            using var aes = Aes.Create();
            aes.Key = test.Hex("key");
            byte[] unwrapped = [];
            Check(test, () => unwrapped = aes.DecryptKeyWrapPadded(test.Hex("ct")), () => unwrapped);
            if (test.Hex("key").Length == 32)
            {
                ours++;
                using var kek = KeyEncryptionKey.FromBytes(test.Hex("key"));
                var fits = test.IsValid() && test.Hex("msg").Length == 32;
                if (fits)
                {
                    Assert.Equal(test.Hex("msg"), kek.Unwrap<SecretKey>(test.Hex("ct")).ExportDangerous());
                    Assert.Equal(test.Hex("ct"), kek.Wrap(SecretKey.FromBytes(test.Hex("msg"))));
                }
                else
                {
                    Assert.Throws<DecryptionFailedException>(() => kek.Unwrap<SecretKey>(test.Hex("ct")));
                }
            }

            done++;
        }

        Assert.True(ours > 50);
        Wycheproof.Report("aes_kwp", done);
    }

    [Theory]
    [InlineData("hkdf_sha256", "SHA256")]
    [InlineData("hkdf_sha512", "SHA512")]
    public void Hkdf(string file, string hash)
    {
        var done = 0;
        foreach (var (_, test) in Wycheproof.Cases(file))
        {
            byte[] derived = [];
            var size = test.GetProperty("size").GetInt32();
            Check(test, () => derived = HKDF.DeriveKey(new(hash), test.Hex("ikm"), size, test.Hex("salt"), test.Hex("info")), () => derived, "okm");
            done++;
        }

        Wycheproof.Report(file, done);
    }

    [Theory]
    [InlineData("pbkdf2_hmacsha256", "SHA256")]
    [InlineData("pbkdf2_hmacsha512", "SHA512")]
    public void Pbkdf2(string file, string hash)
    {
        var done = 0;
        foreach (var (_, test) in Wycheproof.Cases(file))
        {
            byte[] derived = [];
            Check(
                test,
                () => derived = Rfc2898DeriveBytes.Pbkdf2(
                    test.Hex("password"), test.Hex("salt"), test.GetProperty("iterationCount").GetInt32(), new(hash), test.GetProperty("dkLen").GetInt32()),
                () => derived,
                "dk");
            done++;
        }

        Wycheproof.Report(file, done);
    }

    [Fact]
    public void Hmac_sha512()
    {
        var done = 0;
        foreach (var (group, test) in Wycheproof.Cases("hmac_sha512"))
        {
            var tag = HMACSHA512.HashData(test.Hex("key"), test.Hex("msg"))[..(group.GetProperty("tagSize").GetInt32() / 8)];
            Assert.Equal(test.IsValid(), CryptographicOperations.FixedTimeEquals(tag, test.Hex("tag")));
            done++;
        }

        Wycheproof.Report("hmac_sha512", done);
    }

    [Fact]
    public void Aes_cbc_with_padding()
    {
        var done = 0;
        foreach (var (_, test) in Wycheproof.Cases("aes_cbc_pkcs5"))
        {
            using var aes = Aes.Create();
            aes.Key = test.Hex("key");
            byte[] plaintext = [];
#pragma warning disable SOCK4003 // The vectors are of the bare mode.
            Check(test, () => plaintext = aes.DecryptCbc(test.Hex("ct"), test.Hex("iv")), () => plaintext);
#pragma warning restore SOCK4003
            done++;
        }

        Wycheproof.Report("aes_cbc_pkcs5", done);
    }

    private static void Check(System.Text.Json.JsonElement test, Action run, Func<byte[]> result, string expected = "msg")
    {
        Exception? error = null;
        try
        {
            run();
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            error = e;
        }

        Assert.True(test.IsValid() == (error is null), test.Name());
        if (error is null)
        {
            Assert.Equal(test.Hex(expected), result());
        }
    }
}
