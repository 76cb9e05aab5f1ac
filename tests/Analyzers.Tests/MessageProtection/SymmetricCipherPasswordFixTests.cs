using System.Security.Cryptography;
using SocketSecurity.Analyzers.CodeFixes.MessageProtection;
using SocketSecurity.Encryption;

namespace SocketSecurity.Analyzers.Tests.MessageProtection;

/// <summary><see cref="SymmetricCipherFix"/> where the message carries the salt of a password's key: compiled and run.</summary>
public sealed class SymmetricCipherPasswordFixTests
{
    public static TheoryData<string, string, bool> Texts =>
    [
        .. from program in CipherPasswordPrograms.Texts
           from withSecureDefaults in new[] { false, true }
           select new TheoryDataRow<string, string, bool>(program.Key, program.Value, withSecureDefaults),
    ];

    public static TheoryData<string, string> NotOffered =>
        [.. CipherPasswordPrograms.NotUnderstood.Select(pair => new TheoryDataRow<string, string>(pair.Key, pair.Value))];

    [Theory]
    [MemberData(nameof(Texts))]
    public async ValueTask Rewritten_methods_seal_and_open_and_refuse(string name, string members, bool withSecureDefaults)
    {
        var program = await Rewrite(name, members, withSecureDefaults);

        var text = (string)program.Call("Encrypt", "amount=100; to=Zoë", "correct horse");

        Assert.Equal("amount=100; to=Zoë", program.Call("Decrypt", text, "correct horse"));
        Assert.NotEqual(text, program.Call("Encrypt", "amount=100; to=Zoë", "correct horse"));
        AssertRefused(() => program.Call("Decrypt", text, "battery staple"));
        foreach (var position in new[] { 0, 20, 40 })
        {
            var changed = Convert.FromBase64String(text);
            changed[position] ^= 1;
            AssertRefused(() => program.Call("Decrypt", Convert.ToBase64String(changed), "correct horse"));
        }

        AssertRefused(() => program.Call("Decrypt", "", "correct horse"));
        Assert.Contains(withSecureDefaults ? "PasswordBox(\"messages/v1\")" : "600000, HashAlgorithmName.SHA256, 32)", program.Source, StringComparison.Ordinal);
        Assert.DoesNotContain("1000,", program.Source, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(NotOffered))]
    public async ValueTask What_is_not_understood_is_left_alone(string name, string members)
    {
        var program = await RewrittenProgram.CreateAsync(CipherPrograms.Program(members), withSecureDefaults: true, TestContext.Current.CancellationToken);

        Assert.True(program is null, $"{name}: {program?.Source}");
    }

    [Fact]
    public async ValueTask The_new_bodies_read_as_a_person_would_write_them()
    {
        var program = await Rewrite("spread", CipherPasswordPrograms.Texts["spread, and cut by ranges"], withSecureDefaults: true);

        Assert.Contains(
            """
                public static string Decrypt(string text, string password)
                {
                    var message = Convert.FromBase64String(text);
                    var opened = new SocketSecurity.Encryption.PasswordBox("messages/v1").Open(password, message);
                    return Encoding.UTF8.GetString(opened);
                }
            """,
            program.Source.ReplaceLineEndings("\n"),
            StringComparison.Ordinal);
    }

    private static void AssertRefused(Func<object> open)
    {
        var refusal = Record.Exception(() => { open(); });
        Assert.True(refusal is CryptographicException or DecryptionFailedException, $"{refusal}");
    }

    private static async Task<RewrittenProgram> Rewrite(string name, string members, bool withSecureDefaults)
    {
        var program = await RewrittenProgram.CreateAsync(CipherPrograms.Program(members), withSecureDefaults, TestContext.Current.CancellationToken);
        Assert.True(program is not null, $"The fix is not offered for: {name}");
        return program;
    }
}
