using System.Security.Cryptography;
using SocketSecurity.Analyzers.CodeFixes.MessageProtection;

namespace SocketSecurity.Analyzers.Tests.MessageProtection;

/// <summary>
/// <see cref="SymmetricCipherFix"/>: the rewritten methods are compiled and run. What the one seals the other opens, equal
/// messages look different, and every changed message is refused.
/// </summary>
public sealed class SymmetricCipherFixTests
{
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);

    /// <summary>Pairs of byte methods <c>Encrypt(data, key)</c> and <c>Decrypt(data, key)</c>.</summary>
    public static TheoryData<string, string, bool> BytePairs => Both(CipherPrograms.Bytes);

    /// <summary>Pairs of text methods.</summary>
    public static TheoryData<string, string, bool> TextPairs => Both(CipherPrograms.Texts);

    public static TheoryData<string, string> NotOffered =>
        [.. CipherPrograms.NotUnderstood.Select(pair => new TheoryDataRow<string, string>(pair.Key, pair.Value))];

    [Theory]
    [MemberData(nameof(BytePairs))]
    public async ValueTask Rewritten_byte_methods_seal_and_open_and_refuse(string name, string members, bool withSecureDefaults)
    {
        var program = await Rewrite(name, members, withSecureDefaults);
        var plaintext = RandomNumberGenerator.GetBytes(100);

        var message = (byte[])program.Call("Encrypt", plaintext, Key);

        Assert.Equal(plaintext, (byte[])program.Call("Decrypt", message, Key));
        Assert.NotEqual(message, (byte[])program.Call("Encrypt", plaintext, Key));
        foreach (var position in new[] { 0, 13, 50, message.Length - 1 })
        {
            var changed = (byte[])message.Clone();
            changed[position] ^= 1;
            AssertRefused(() => program.Call("Decrypt", changed, Key));
        }

        AssertRefused(() => program.Call("Decrypt", message[..^1], Key));
        AssertRefused(() => program.Call("Decrypt", Array.Empty<byte>(), Key));
        AssertRefused(() => program.Call("Decrypt", message, RandomNumberGenerator.GetBytes(32)));
        Assert.Throws<CryptographicException>(() => program.Call("Encrypt", plaintext, new byte[8]));
        Assert.Empty((byte[])program.Call("Decrypt", program.Call("Encrypt", Array.Empty<byte>(), Key), Key));
    }

    [Theory]
    [MemberData(nameof(TextPairs))]
    public async ValueTask Rewritten_text_methods_seal_and_open_and_refuse(string name, string members, bool withSecureDefaults)
    {
        var program = await Rewrite(name, members, withSecureDefaults);
        const string Secret = "correct horse battery staple, 32";

        var text = (string)program.Call("Encrypt", "amount=100; to=Zoë", Secret);

        Assert.Equal("amount=100; to=Zoë", program.Call("Decrypt", text, Secret));
        Assert.NotEqual(text, program.Call("Encrypt", "amount=100; to=Zoë", Secret));
        var changed = Convert.FromBase64String(text);
        changed[20] ^= 1;
        AssertRefused(() => program.Call("Decrypt", Convert.ToBase64String(changed), Secret));
    }

    [Theory]
    [MemberData(nameof(NotOffered))]
    public async ValueTask What_is_not_understood_is_left_alone(string name, string members)
    {
        var program = await RewrittenProgram.CreateAsync(CipherPrograms.Program(members), withSecureDefaults: false, TestContext.Current.CancellationToken);

        Assert.True(program is null, $"{name}: {program?.Source}");
    }

    [Fact]
    public async ValueTask The_new_body_reads_as_a_person_would_write_it()
    {
        var program = await Rewrite("one shot", CipherPrograms.Bytes["one-shot with the vector in front"], withSecureDefaults: false);

        var body = program.Source.Split('\n').Select(line => line.TrimEnd()).SkipWhile(line => !line.Contains("Encrypt", StringComparison.Ordinal)).Take(7);
        Assert.Equal(
            [
                "    public static byte[] Encrypt(byte[] data, byte[] key)",
                "    {",
                "        if (key.Length < 16) { throw new CryptographicException(\"The key has fewer than 16 bytes.\"); }",
                "        // Nonce, ciphertext, tag.",
                "        var sealedMessage = new byte[12 + data.Length + 16];",
                "        RandomNumberGenerator.Fill(new Span<byte>(sealedMessage, 0, 12));",
                "        using var gcm = new AesGcm(HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 32, info: Encoding.UTF8.GetBytes(\"messages/v1\")), 16);",
            ],
            body);
    }

    [Fact]
    public async ValueTask What_has_nothing_to_do_with_the_cipher_still_happens()
    {
        var program = await Rewrite(
            "effects",
            "public static int Calls; static int Count() => ++Calls; public static byte[] Encrypt(byte[] data, byte[] key) { var unused = Count(); using var aes = Aes.Create(); aes.Key = key; Count(); return aes.EncryptCbc(data, aes.IV); } public static int Seen() => Calls;",
            withSecureDefaults: false);

        program.Call("Encrypt", new byte[1], Key);

        Assert.Equal(2, program.Call("Seen"));
    }

    [Fact]
    public async ValueTask With_the_library_the_body_is_a_box()
    {
        var program = await Rewrite("one shot", CipherPrograms.Bytes["one-shot with the vector in front"], withSecureDefaults: true);

        Assert.Contains("\"messages/v1\");", program.Source, StringComparison.Ordinal);
        Assert.Contains("box.Seal(data)", program.Source, StringComparison.Ordinal);
        Assert.Contains("box.Open(message)", program.Source, StringComparison.Ordinal);
    }

    /// <summary>The framework and the library each have their own exception.</summary>
    private static void AssertRefused(Func<object> open)
    {
        var refusal = Record.Exception(() => { open(); });
        Assert.True(refusal is CryptographicException or SocketSecurity.Encryption.DecryptionFailedException, $"{refusal}");
    }

    private static async Task<RewrittenProgram> Rewrite(string name, string members, bool withSecureDefaults)
    {
        var program = await RewrittenProgram.CreateAsync(CipherPrograms.Program(members), withSecureDefaults, TestContext.Current.CancellationToken);
        Assert.True(program is not null, $"The fix is not offered for: {name}");
        return program;
    }

    private static TheoryData<string, string, bool> Both(IReadOnlyDictionary<string, string> programs) =>
    [
        .. from program in programs
           from withSecureDefaults in new[] { false, true }
           select new TheoryDataRow<string, string, bool>(program.Key, program.Value, withSecureDefaults),
    ];
}
