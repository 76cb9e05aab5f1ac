using System.Security.Cryptography;
using SocketSecurity.Analyzers.CodeFixes.MessageProtection;
using SocketSecurity.Encryption;

namespace SocketSecurity.Analyzers.Tests.MessageProtection;

/// <summary>
/// <see cref="SymmetricCipherFix"/> where the ciphertext is in a stream or a file: compiled and run, as with arrays. Only with
/// the library, because one message would have to be held in memory whole.
/// </summary>
public sealed class SymmetricCipherStreamFixTests : IDisposable
{
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);
    private readonly string _folder = Directory.CreateTempSubdirectory("cipher").FullName;

    public static TheoryData<string, string> Streams => Rows(CipherStreamPrograms.Streams);

    public static TheoryData<string, string> Files => Rows(CipherStreamPrograms.Files);

    public static TheoryData<string, string> TextFiles => Rows(CipherStreamPrograms.TextFiles);

    public static TheoryData<string, string> NotOffered => Rows(CipherStreamPrograms.NotUnderstood);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Streams))]
    public async ValueTask Rewritten_stream_methods_encrypt_and_decrypt_and_refuse(string name, string members)
    {
        var program = await Rewrite(name, members);
        foreach (var size in new[] { 0, 100, 100_000 })
        {
            var plaintext = RandomNumberGenerator.GetBytes(size);
            var encrypted = Run("Encrypt", plaintext, Key);

            Assert.Equal(plaintext, Run("Decrypt", encrypted, Key));
            Assert.NotEqual(encrypted, Run("Encrypt", plaintext, Key));
            foreach (var position in new[] { 0, 40, encrypted.Length / 2, encrypted.Length - 1 })
            {
                var changed = (byte[])encrypted.Clone();
                changed[position] ^= 1;
                Assert.Throws<DecryptionFailedException>(() => Run("Decrypt", changed, Key));
            }

            Assert.Throws<DecryptionFailedException>(() => Run("Decrypt", encrypted[..^1], Key));
            Assert.Throws<DecryptionFailedException>(() => Run("Decrypt", [.. encrypted, 0], Key));
            Assert.Throws<DecryptionFailedException>(() => Run("Decrypt", encrypted, RandomNumberGenerator.GetBytes(32)));
        }

        Assert.Throws<CryptographicException>(() => Run("Encrypt", [1], new byte[8]));

        byte[] Run(string method, byte[] content, byte[] key)
        {
            var output = new MemoryStream();
            program.Call(method, new MemoryStream(content), output, key);
            return output.ToArray();
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async ValueTask Rewritten_file_methods_encrypt_and_decrypt_and_refuse(string name, string members)
    {
        var program = await Rewrite(name, members);
        var plaintext = RandomNumberGenerator.GetBytes(40_000);
        var (plain, encrypted, opened) = (InFolder("plain"), InFolder("encrypted"), InFolder("opened"));
        await File.WriteAllBytesAsync(plain, plaintext, TestContext.Current.CancellationToken);

        program.Call("Encrypt", plain, encrypted, Key);
        program.Call("Decrypt", encrypted, opened, Key);

        Assert.Equal(plaintext, await File.ReadAllBytesAsync(opened, TestContext.Current.CancellationToken));
        var content = await File.ReadAllBytesAsync(encrypted, TestContext.Current.CancellationToken);
        content[^1] ^= 1;
        await File.WriteAllBytesAsync(encrypted, content, TestContext.Current.CancellationToken);
        Assert.Throws<DecryptionFailedException>(() => program.Call("Decrypt", encrypted, opened, Key));

        // All files are closed, and nothing that did not prove authentic is left behind.
        Assert.Empty(await File.ReadAllBytesAsync(opened, TestContext.Current.CancellationToken));
        using var alone = new FileStream(encrypted, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }

    [Theory]
    [MemberData(nameof(TextFiles))]
    public async ValueTask Rewritten_methods_put_text_into_files(string name, string members)
    {
        var program = await Rewrite(name, members);

        program.Call("Encrypt", "amount=100; to=Zoë", InFolder("text"), Key);

        Assert.Equal("amount=100; to=Zoë", program.Call("Decrypt", InFolder("text"), Key));
    }

    [Theory]
    [MemberData(nameof(NotOffered))]
    public async ValueTask What_is_not_understood_is_left_alone(string name, string members)
    {
        var program = await RewrittenProgram.CreateAsync(CipherPrograms.Program(members), withSecureDefaults: true, TestContext.Current.CancellationToken);

        Assert.True(program is null, $"{name}: {program?.Source}");
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async ValueTask Without_the_library_streams_are_left_alone(string name, string members)
    {
        var program = await RewrittenProgram.CreateAsync(CipherPrograms.Program(members), withSecureDefaults: false, TestContext.Current.CancellationToken);

        Assert.True(program is null, $"{name}: {program?.Source}");
    }

    [Fact]
    public async ValueTask A_stream_that_was_closed_is_closed_still_and_one_left_open_stays_open()
    {
        var closing = await Rewrite("closing", CipherStreamPrograms.Streams["the vector in front, guards, the output closed"]);
        var leaving = await Rewrite("leaving", CipherStreamPrograms.Streams["copied into the cipher and out of it"]);
        var (closed, open) = (new MemoryStream(), new MemoryStream());

        closing.Call("Encrypt", new MemoryStream([1]), closed, Key);
        leaving.Call("Encrypt", new MemoryStream([1]), open, Key);

        Assert.False(closed.CanWrite);
        Assert.True(open.CanWrite);
        Assert.Throws<ArgumentNullException>(() => closing.Call("Encrypt", null!, open, Key));
        Assert.Throws<ArgumentException>(() => closing.Call("Encrypt", new MemoryStream(), closed, Key));
    }

    [Fact]
    public async ValueTask The_new_body_reads_as_a_person_would_write_it()
    {
        var program = await Rewrite("files", CipherStreamPrograms.Files["file streams closed by hand"]);

        var body = program.Source.Split('\n').Select(line => line.TrimEnd()).SkipWhile(line => !line.Contains("Encrypt(", StringComparison.Ordinal)).Take(10);
        Assert.Equal(
            [
                "    public static void Encrypt(string inputFile, string outputFile, byte[] key)",
                "    {",
                "        string cryptFile = outputFile;",
                "        using FileStream fsCrypt = new FileStream(cryptFile, FileMode.Create);",
                "        using FileStream fsIn = new FileStream(inputFile, FileMode.Open);",
                "        if (key.Length < 16) { throw new CryptographicException(\"The key has fewer than 16 bytes.\"); }",
                "",
                "        using var keys = SocketSecurity.Keys.Keyring<SocketSecurity.Keys.StreamKey>.FromKey(SocketSecurity.Keys.StreamKey.FromBytes(HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 32, info: Encoding.UTF8.GetBytes(\"streams/v1\"))));",
                "        SocketSecurity.Encryption.StreamEncryption.Encrypt(fsIn, fsCrypt, keys, \"streams/v1\");",
                "    }",
            ],
            body);
    }

    private string InFolder(string name) => Path.Combine(_folder, name);

    private static async Task<RewrittenProgram> Rewrite(string name, string members)
    {
        var program = await RewrittenProgram.CreateAsync(CipherPrograms.Program(members), withSecureDefaults: true, TestContext.Current.CancellationToken);
        Assert.True(program is not null, $"The fix is not offered for: {name}");
        return program;
    }

    private static TheoryData<string, string> Rows(IReadOnlyDictionary<string, string> programs) =>
        [.. programs.Select(pair => new TheoryDataRow<string, string>(pair.Key, pair.Value))];
}
