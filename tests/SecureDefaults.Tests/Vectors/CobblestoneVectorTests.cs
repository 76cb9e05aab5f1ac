using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using SocketSecurity.Encryption;
using SocketSecurity.Keys;

namespace SocketSecurity.SecureDefaults.Tests.Vectors;

public sealed class CobblestoneVectorTests
{
    [Fact]
    public void Cobblestone_256_opens_exactly_what_the_vectors_call_valid()
    {
        var done = 0;
        foreach (var (_, test) in Wycheproof.Cases("c2sp_chunked_encryption_aes_256_gcm"))
        {
            if (test.Hex("key").Length != SymmetricKey.Size)
            {
                Assert.False(test.IsValid(), test.Name());
                Assert.Throws<ArgumentException>(() => StreamKey.FromBytes(test.Hex("key")));
                done++;
                continue;
            }

            using var key = StreamKey.FromBytes(test.Hex("key"));
            using var opener = StreamOpener.ForCobblestone(new MemoryStream(Inflate(test.Hex("ct"))), key, test.Hex("ctx"));
            var plaintext = new MemoryStream();
            Exception? error = null;
            try
            {
                opener.CopyTo(plaintext);
            }
            catch (DecryptionFailedException e)
            {
                error = e;
                Assert.Throws<DecryptionFailedException>(() => opener.ReadByte());
            }

            Assert.True(test.IsValid() == (error is null), test.Name());
            if (test.IsValid())
            {
                Assert.Equal(test.GetProperty("msgLength").GetInt64(), plaintext.Length);
                Assert.Equal(test.Hex("msgSha512"), SHA512.HashData(plaintext.ToArray()));
            }

            done++;
        }

        Wycheproof.Report("c2sp_chunked_encryption_aes_256_gcm", done);
    }

    [Fact]
    public void The_seekable_reader_agrees_with_the_vectors_on_streams_of_our_format()
    {
        var done = 0;
        foreach (var (_, test) in Wycheproof.Cases("c2sp_chunked_encryption_aes_256_gcm"))
        {
            // Our streams have a context of text; the empty and the binary ones are for the interoperable mode.
            var context = Encoding.UTF8.GetString(test.Hex("ctx"));
            if (test.Hex("key").Length != SymmetricKey.Size
                || context.Length == 0
                || !Encoding.UTF8.GetBytes(context).AsSpan().SequenceEqual(test.Hex("ctx")))
            {
                continue;
            }

            using var ring = Keyring<StreamKey>.FromKey(StreamKey.FromBytes(test.Hex("key")), new KeyId(7));
            var source = new MemoryStream([2, 0, 0, 0, 7, .. Inflate(test.Hex("ct"))]);
            var hash = Array.Empty<byte>();
            try
            {
                using var opener = SeekableStreamOpener.Open(source, ring, context);
                hash = SHA512.HashData(opener);
            }
            catch (DecryptionFailedException)
            {
            }

            Assert.True(test.IsValid() == (hash.Length > 0), test.Name());
            done++;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"c2sp_chunked_encryption_aes_256_gcm, seekable: {done} cases");
        Assert.True(done > 0);
    }

    [Fact]
    public void Cobblestone_128_is_another_instance_that_is_never_taken_for_ours()
    {
        var done = 0;
        foreach (var (_, test) in Wycheproof.Cases("c2sp_chunked_encryption_aes_128_gcm"))
        {
            // The same bytes as key material give another commitment, whatever the size of the key.
            using var key = StreamKey.FromBytes(((byte[])[.. test.Hex("key"), .. new byte[32]]).AsSpan(0, 32));
            using var opener = StreamOpener.ForCobblestone(new MemoryStream(Inflate(test.Hex("ct"))), key, test.Hex("ctx"));
            Assert.Throws<DecryptionFailedException>(() => opener.CopyTo(Stream.Null));
            done++;
        }

        Wycheproof.Report("c2sp_chunked_encryption_aes_128_gcm", done);
    }

    private static byte[] Inflate(byte[] compressed)
    {
        using var zlib = new ZLibStream(new MemoryStream(compressed), CompressionMode.Decompress);
        var output = new MemoryStream();
        zlib.CopyTo(output);
        return output.ToArray();
    }
}
