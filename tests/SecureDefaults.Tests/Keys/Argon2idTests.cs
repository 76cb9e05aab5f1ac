using System.Text;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using SocketSecurity.Encryption;
using SocketSecurity.Keys;

namespace SocketSecurity.SecureDefaults.Tests.Keys;

public sealed class Argon2idTests
{
    private static readonly PasswordCost Cheap = new(2, 19 * 1024, 1);

    [Theory]
    [InlineData(2, 19 * 1024)]
    [InlineData(3, 64 * 1024)]
    public void It_agrees_with_another_implementation(int passes, int memory)
    {
        var salt = Encoding.ASCII.GetBytes("sixteen byte slt");
        using var key = PasswordKey.Derive("pässword", salt, Argon2idAlgorithm.Default, new(passes, memory, 1));
        var other = new Argon2BytesGenerator();
        other.Init(new Argon2Parameters.Builder(Argon2Parameters.Argon2id)
            .WithVersion(Argon2Parameters.Version13)
            .WithIterations(passes)
            .WithMemoryAsKB(memory)
            .WithParallelism(1)
            .WithSalt(salt)
            .Build());
        var expected = new byte[32];
        other.GenerateBytes(Encoding.UTF8.GetBytes("pässword"), expected);
        Assert.Equal(expected, key.ExportDangerous());
    }

    [Fact]
    public void Stored_hashes_verify_and_move_between_algorithms()
    {
        using var hasher = new PasswordHasher(new PasswordHasherOptions { Algorithm = Argon2idAlgorithm.Default, Cost = Cheap });
        var hash = hasher.Hash("x");
        Assert.StartsWith("$argon2id$v=19$m=19456,t=2,p=1$", hash);
        Assert.True(hasher.Verify(hash, "x", out var rehash));
        Assert.False(rehash);
        Assert.False(hasher.Verify(hash, "y", out _));
        using var old = new PasswordHasher(new PasswordHasherOptions { Cost = new(100_000) });
        Assert.True(hasher.Verify(old.Hash("x"), "x", out rehash));
        Assert.True(rehash);
        Assert.False(old.Verify(hash, "x", out _));
        using var strong = new PasswordHasher(new PasswordHasherOptions { Algorithm = Argon2idAlgorithm.Default });
        Assert.True(strong.Verify(hash, "x", out rehash));
        Assert.True(rehash);
        foreach (var (from, to) in new[] { ("m=19456", "m=19455"), ("m=19456", "m=2097152"), ("t=2", "t=1"), ("t=2", "t=17"), ("p=1", "p=4"), ("v=19", "v=16"), ("m=19456,t=2", "t=2,m=19456"), ("m=19456", "m=019456"), ("$v=19", "") })
        {
            Assert.NotEqual(hash, hash.Replace(from, to));
            Assert.False(hasher.Verify(hash.Replace(from, to), "x", out _));
        }
    }

    [Fact]
    public void Password_boxes_carry_the_cost_and_refuse_another()
    {
        var box = new PasswordBox("notes/v1", Argon2idAlgorithm.Default, Cheap);
        var message = box.Seal("secret", "hello"u8);
        Assert.Equal(3, message[1]);
        Assert.Equal("hello"u8, box.Open("secret", message));
        Assert.Throws<DecryptionFailedException>(() => new PasswordBox("notes/v1").Open("secret", message));
        foreach (var position in new[] { 1, 5, 9, 10, 11, 30, 60, message.Length - 1 })
        {
            var changed = (byte[])message.Clone();
            changed[position] ^= 1;
            Assert.Throws<DecryptionFailedException>(() => box.Open("secret", changed));
        }

        Assert.Throws<ArgumentException>(() => new PasswordBox("notes/v1", Argon2idAlgorithm.Default, new(1, 19 * 1024, 1)));
    }
}
