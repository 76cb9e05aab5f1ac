using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Paddings;
using Org.BouncyCastle.Crypto.Parameters;

namespace SocketSecurity.SecureDefaults.Tests.Vectors;

/// <summary>
/// The formats' cryptography a second time, over a library that shares nothing with the platform's: it makes test vectors on
/// machines that have none.
/// </summary>
internal static class BouncyCastleReference
{
    private const int ChunkSize = 16 * 1024;

    public static byte[] AesGcm(byte[] key, byte[] nonce, byte[] plaintext, byte[] associatedData) =>
        Seal(new GcmBlockCipher(new AesEngine()), key, nonce, plaintext, associatedData);

    public static byte[] ChaCha20Poly1305(byte[] key, byte[] nonce, byte[] plaintext, byte[] associatedData) =>
        Seal(new Org.BouncyCastle.Crypto.Modes.ChaCha20Poly1305(), key, nonce, plaintext, associatedData);

    public static byte[] AesCbc(byte[] key, byte[] iv, byte[] plaintext)
    {
        var cipher = new PaddedBufferedBlockCipher(new CbcBlockCipher(new AesEngine()), new Pkcs7Padding());
        cipher.Init(true, new ParametersWithIV(new KeyParameter(key), iv));
        return cipher.DoFinal(plaintext);
    }

    public static byte[] KeyWrap(byte[] key, byte[] secret)
    {
        var engine = new Rfc5649WrapEngine(new AesEngine());
        engine.Init(true, new KeyParameter(key));
        return engine.Wrap(secret, 0, secret.Length);
    }

    public static byte[] Hmac(IDigest digest, byte[] key, byte[] message) => Mac(new HMac(digest), key, message);

    public static byte[] Hkdf(IDigest digest, byte[] secret, byte[]? salt, byte[] info, int size) =>
        Generate(new HkdfBytesGenerator(digest), new HkdfParameters(secret, salt, info), size);

    public static byte[] HkdfExpand(IDigest digest, byte[] key, byte[] info, int size) =>
        Generate(new HkdfBytesGenerator(digest), HkdfParameters.SkipExtractParameters(key, info), size);

    public static byte[] Pbkdf2(IDigest digest, byte[] password, byte[] salt, int iterations, int size)
    {
        var generator = new Pkcs5S2ParametersGenerator(digest);
        generator.Init(password, salt, iterations);
        return ((KeyParameter)generator.GenerateDerivedMacParameters(8 * size)).GetKey();
    }

    /// <summary>XAES-256-GCM as its specification words it: SP 800-108 in counter mode over CMAC.</summary>
    public static byte[] Xaes(byte[] key, byte[] nonce, byte[] plaintext, byte[] associatedData)
    {
        byte[] Half(byte counter) => Mac(new CMac(new AesEngine()), key, [0, counter, (byte)'X', 0, .. nonce[..12]]);
        return AesGcm([.. Half(1), .. Half(2)], nonce[12..], plaintext, associatedData);
    }

    /// <summary>C2SP chunked encryption with AES-256-GCM.</summary>
    public static byte[] Cobblestone(byte[] key, byte[] salt, byte[] context, byte[] plaintext)
    {
        byte[] info = [.. "c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0"u8, .. salt, .. context];
        var material = HkdfExpand(new Sha512Digest(), key, info, 76);
        var output = new List<byte>([.. salt, .. material[44..]]);
        for (var index = 0; index <= plaintext.Length / ChunkSize; index++)
        {
            var nonce = material[32..44];
            for (var i = 0; i < 4; i++)
            {
                nonce[11 - i] ^= (byte)(index >> (8 * i));
            }

            var chunk = plaintext[(index * ChunkSize)..Math.Min(plaintext.Length, (index + 1) * ChunkSize)];
            output.AddRange(AesGcm(material[..32], nonce, chunk, []));
        }

        return [.. output];
    }

    private static byte[] Seal(IAeadCipher cipher, byte[] key, byte[] nonce, byte[] plaintext, byte[] associatedData)
    {
        cipher.Init(true, new AeadParameters(new KeyParameter(key), 128, nonce, associatedData));
        var output = new byte[cipher.GetOutputSize(plaintext.Length)];
        var written = cipher.ProcessBytes(plaintext, 0, plaintext.Length, output, 0);
        cipher.DoFinal(output, written);
        return output;
    }

    private static byte[] Mac(IMac mac, byte[] key, byte[] message)
    {
        mac.Init(new KeyParameter(key));
        mac.BlockUpdate(message, 0, message.Length);
        var tag = new byte[mac.GetMacSize()];
        mac.DoFinal(tag, 0);
        return tag;
    }

    private static byte[] Generate(IDerivationFunction generator, IDerivationParameters parameters, int size)
    {
        generator.Init(parameters);
        var output = new byte[size];
        generator.GenerateBytes(output, 0, size);
        return output;
    }
}
