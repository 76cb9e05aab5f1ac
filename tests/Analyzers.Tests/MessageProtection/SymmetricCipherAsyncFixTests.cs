using System.Security.Cryptography;
using SocketSecurity.Analyzers.CodeFixes.MessageProtection;
using SocketSecurity.Encryption;

namespace SocketSecurity.Analyzers.Tests.MessageProtection;

/// <summary><see cref="SymmetricCipherFix"/> in methods that await: compiled, without warnings, and run.</summary>
public sealed class SymmetricCipherAsyncFixTests
{
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);

    public static TheoryData<string, string, bool> Bytes => Both(CipherAsyncPrograms.Bytes);

    public static TheoryData<string, string, bool> Texts => Both(CipherAsyncPrograms.Texts);

    public static TheoryData<string, string> Streams => [.. CipherAsyncPrograms.Streams.Select(pair => new TheoryDataRow<string, string>(pair.Key, pair.Value))];

    public static TheoryData<string, string> NotOffered => [.. CipherAsyncPrograms.NotUnderstood.Select(pair => new TheoryDataRow<string, string>(pair.Key, pair.Value))];

    [Theory]
    [MemberData(nameof(Bytes))]
    public async ValueTask Rewritten_byte_methods_seal_and_open_and_refuse(string name, string members, bool withSecureDefaults)
    {
        var program = await Rewrite(name, members, withSecureDefaults);
        var plaintext = RandomNumberGenerator.GetBytes(100);

        var message = await Run("Encrypt", plaintext, TestContext.Current.CancellationToken);

        Assert.Equal(plaintext, await Run("Decrypt", message, TestContext.Current.CancellationToken));
        message[30] ^= 1;
        await AssertRefused(() => Run("Decrypt", message, TestContext.Current.CancellationToken));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Run("Encrypt", plaintext, new CancellationToken(canceled: true)));

        Task<byte[]> Run(string method, byte[] content, CancellationToken token) =>
            program.Call(method, content, Key, token) switch { ValueTask<byte[]> value => value.AsTask(), var task => (Task<byte[]>)task };
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async ValueTask Rewritten_text_methods_seal_and_open_and_refuse(string name, string members, bool withSecureDefaults)
    {
        var program = await Rewrite(name, members, withSecureDefaults);

        var text = await (Task<string>)program.Call("Encrypt", "amount=100; to=Zoë", "secret");

        Assert.Equal("amount=100; to=Zoë", await (Task<string>)program.Call("Decrypt", text, "secret"));

        // What is thrown is still in the task.
        var refused = (Task<string>)program.Call("Decrypt", text, "another secret");
        await AssertRefused(() => refused);
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async ValueTask Rewritten_stream_methods_encrypt_and_decrypt_and_refuse(string name, string members)
    {
        var program = await Rewrite(name, members, withSecureDefaults: true);
        var plaintext = RandomNumberGenerator.GetBytes(100_000);

        var encrypted = await Run("Encrypt", plaintext, TestContext.Current.CancellationToken);

        Assert.Equal(plaintext, await Run("Decrypt", encrypted, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<DecryptionFailedException>(() => Run("Decrypt", encrypted[..^1], TestContext.Current.CancellationToken));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Run("Encrypt", plaintext, new CancellationToken(canceled: true)));

        async Task<byte[]> Run(string method, byte[] content, CancellationToken token)
        {
            var output = new MemoryStream();
            await (Task)program.Call(method, new MemoryStream(content), output, Key, token);
            return output.ToArray();
        }
    }

    [Theory]
    [MemberData(nameof(NotOffered))]
    public async ValueTask What_is_not_understood_is_left_alone(string name, string members)
    {
        var program = await RewrittenProgram.CreateAsync(CipherPrograms.Program(members), withSecureDefaults: true, TestContext.Current.CancellationToken);

        Assert.True(program is null, $"{name}: {program?.Source}");
    }

    private static async Task AssertRefused(Func<Task> open)
    {
        var refusal = await Record.ExceptionAsync(open);
        Assert.True(refusal is CryptographicException or DecryptionFailedException, $"{refusal}");
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
