using System.Security.Cryptography;
using SocketSecurity.Analyzers.CodeFixes.MessageProtection;
using SocketSecurity.Encryption;

namespace SocketSecurity.Analyzers.Tests.MessageProtection;

/// <summary><see cref="SymmetricCipherFix"/> where the algorithm is in a field: compiled and run, and the field is gone.</summary>
public sealed class SymmetricCipherFieldFixTests
{
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);

    public static TheoryData<string, string, bool> Types =>
    [
        .. from program in CipherFieldPrograms.Bytes
           from withSecureDefaults in new[] { false, true }
           select new TheoryDataRow<string, string, bool>(program.Key, program.Value, withSecureDefaults),
    ];

    public static TheoryData<string, string> NotOffered =>
        [.. CipherFieldPrograms.NotUnderstood.Select(pair => new TheoryDataRow<string, string>(pair.Key, pair.Value))];

    [Theory]
    [MemberData(nameof(Types))]
    public async ValueTask Rewritten_types_seal_and_open_and_refuse(string name, string type, bool withSecureDefaults)
    {
        var program = await Rewrite(name, type, withSecureDefaults);
        var plaintext = RandomNumberGenerator.GetBytes(100);

        var message = (byte[])program.Call("Encrypt", plaintext, Key);

        Assert.Equal(plaintext, (byte[])program.Call("Decrypt", message, Key));
        Assert.NotEqual(message, (byte[])program.Call("Encrypt", plaintext, Key));
        message[20] ^= 1;
        var refusal = Record.Exception(() => { program.Call("Decrypt", message, Key); });
        Assert.True(refusal is CryptographicException or DecryptionFailedException, $"{refusal}");
        Assert.DoesNotContain("Aes.Create", program.Source, StringComparison.Ordinal);
        Assert.DoesNotContain("new AesManaged", program.Source, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(NotOffered))]
    public async ValueTask What_is_not_understood_is_left_alone(string name, string type)
    {
        var program = await RewrittenProgram.CreateAsync(
            CipherFieldPrograms.Program(type), withSecureDefaults: true, TestContext.Current.CancellationToken);

        Assert.True(program is null, $"{name}: {program?.Source}");
    }

    [Fact]
    public async ValueTask With_the_library_the_field_is_a_box()
    {
        var program = await Rewrite("disposed", CipherFieldPrograms.Bytes["initializers, disposed, the vector in front"], withSecureDefaults: true);

        var type = program.Source[program.Source.IndexOf("public sealed class Cipher", StringComparison.Ordinal)..].ReplaceLineEndings("\n");
        Assert.Equal(
            """
            public sealed class Cipher : IDisposable
            {
                private readonly SocketSecurity.Encryption.AeadBox box;

                public Cipher(byte[] key)
                {
                    var messageKey = (byte[])key.Clone();
                    if (messageKey.Length < 16) { throw new CryptographicException("The key has fewer than 16 bytes."); }

                    box = new SocketSecurity.Encryption.AeadBox(SocketSecurity.Keys.AeadKey.FromBytes(HKDF.DeriveKey(HashAlgorithmName.SHA256, messageKey, 32, info: Encoding.UTF8.GetBytes("messages/v1"))), "messages/v1");
                }

                public byte[] Encrypt(byte[] data)
                {
                    var sealedMessage = box.Seal(data);
                    return sealedMessage;
                }

                public byte[] Decrypt(byte[] data)
                {
                    var opened = box.Open(data);
                    return opened;
                }

                public void Dispose() => box.Dispose();
            }
            """,
            type);
    }

    [Fact]
    public async ValueTask Without_the_library_the_field_is_the_derived_key()
    {
        var program = await Rewrite("constructor", CipherFieldPrograms.Bytes["made and keyed in the constructor"], withSecureDefaults: false);

        Assert.Contains("private readonly byte[] _messageKey;", program.Source, StringComparison.Ordinal);
        Assert.Contains("using var gcm = new AesGcm(_messageKey, 16);", program.Source, StringComparison.Ordinal);
    }

    private static async Task<RewrittenProgram> Rewrite(string name, string type, bool withSecureDefaults)
    {
        var program = await RewrittenProgram.CreateAsync(CipherFieldPrograms.Program(type), withSecureDefaults, TestContext.Current.CancellationToken);
        Assert.True(program is not null, $"The fix is not offered for: {name}");
        return program;
    }
}
