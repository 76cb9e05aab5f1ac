using System.Buffers.Text;
using System.Text;
using SocketSecurity.Encryption;
using SocketSecurity.Interop;
using SocketSecurity.SecureDefaults.Tests.BadInput;
using SocketSecurity.SecureDefaults.Tests.Vectors;

namespace SocketSecurity.SecureDefaults.Tests.Interop;

public sealed class FernetTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly ManualClock _clock = new();
    private readonly FernetKey _key = FernetKey.Generate();

    [Fact]
    public void The_valid_tokens_of_the_specification_open()
    {
        foreach (var test in VectorFolder.Read("fernet/verify.json").EnumerateArray())
        {
            Assert.Equal(test.GetProperty("src").GetString(), Encoding.UTF8.GetString(Open(test)));
        }

        foreach (var test in VectorFolder.Read("fernet/generate.json").EnumerateArray())
        {
            using var key = FernetKey.Parse(test.GetProperty("secret").GetString());
            Assert.Equal(test.GetProperty("src").GetString(), Encoding.UTF8.GetString(new Fernet(key).DecryptIgnoringAge(test.GetProperty("token").GetString()!)));
        }

        TestContext.Current.TestOutputHelper?.WriteLine("fernet: verify and generate");
    }

    [Fact]
    public void The_invalid_tokens_of_the_specification_are_refused_alike()
    {
        var done = 0;
        foreach (var test in VectorFolder.Read("fernet/invalid.json").EnumerateArray())
        {
            Assert.Throws<DecryptionFailedException>(() => Open(test));
            done++;
        }

        Assert.Equal(8, done);
        TestContext.Current.TestOutputHelper?.WriteLine($"fernet: {done} invalid");
    }

    [Fact]
    public void Any_changed_bit_any_cut_and_any_other_spelling_is_refused()
    {
        var fernet = Ring();
        var token = fernet.Encrypt("hello"u8);
        foreach (var changed in Hostile.EveryChange(Base64Url.DecodeFromChars(token)))
        {
            var text = Base64Url.EncodeToString(changed);
            Assert.Throws<DecryptionFailedException>(() => fernet.Decrypt(text.PadRight((text.Length + 3) / 4 * 4, '='), Minute));
        }

        // Python's cryptography 38 reads most of these as the same token.
        foreach (var other in new[] { token + "\n", token.Insert(8, "\n"), token.Insert(8, "!"), token + "=", token + "====", token.TrimEnd('=') + "", token.Replace('-', '+').Replace('_', '/') + " ", "", "=", "====" })
        {
            if (other != token)
            {
                Assert.Throws<DecryptionFailedException>(() => fernet.Decrypt(other, Minute));
            }
        }
    }

    [Fact]
    [Trait(BadInputPageTests.Row, "a message or token from the past")]
    [Trait(BadInputPageTests.Row, "a message or token from the future")]
    public void Age_is_enforced_on_both_sides_and_rotation_keeps_it()
    {
        using var newKey = FernetKey.Generate();
        var old = Ring();
        var both = new Fernet([newKey, _key], _clock);
        var token = old.Encrypt("hello"u8);
        _clock.Advance(TimeSpan.FromSeconds(40));
        var rotated = both.Rotate(token);
        Assert.Throws<DecryptionFailedException>(() => old.Decrypt(rotated, Minute));
        Assert.Equal("hello"u8, both.Decrypt(rotated, Minute));
        Assert.Equal("hello"u8, both.Decrypt(token, Minute));
        _clock.Advance(TimeSpan.FromSeconds(21));
        Assert.Throws<DecryptionFailedException>(() => both.Decrypt(rotated, Minute));
        Assert.Equal("hello"u8, both.DecryptIgnoringAge(rotated));
        _clock.Advance(TimeSpan.FromSeconds(-61 - 61));
        Assert.Throws<DecryptionFailedException>(() => both.Decrypt(rotated, Minute));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("hello"u8, both.Decrypt(rotated, Minute));
        Assert.Throws<ArgumentOutOfRangeException>(() => both.Decrypt(rotated, TimeSpan.Zero));
        Assert.Throws<ArgumentNullException>(() => both.Decrypt(null!, Minute));
        Assert.Throws<ArgumentException>(() => new Fernet([]));
        Assert.Throws<FormatException>(() => FernetKey.Parse("short"));
    }

    [Fact]
    public void Python_opens_ours_and_we_open_pythons()
    {
        byte[][] messages = [[], "hello"u8.ToArray(), new byte[15], new byte[16], new byte[1000]];
        var ours = new Fernet(_key);
        var input = messages.Select(m => ours.Encrypt(m));
        var lines = Python.Run("fernet_peer.py", [_key.ExportDangerous(), .. input]);
        Assert.Equal(messages.Length, lines.Length);
        for (var i = 0; i < messages.Length; i++)
        {
            var fields = lines[i].Split(' ');
            Assert.Equal(Convert.ToHexStringLower(messages[i]), fields[0].TrimEnd('-'));
            Assert.Equal(messages[i], ours.Decrypt(fields[1], Minute));
        }
    }

    private Fernet Ring() => new([_key], _clock);

    private static byte[] Open(System.Text.Json.JsonElement test)
    {
        using var key = FernetKey.Parse(test.GetProperty("secret").GetString());
        var clock = new ManualClock();
        clock.Advance(test.GetProperty("now").GetDateTimeOffset() - clock.Now);
        return new Fernet([key], clock).Decrypt(test.GetProperty("token").GetString()!, TimeSpan.FromSeconds(test.GetProperty("ttl_sec").GetInt32()));
    }
}
