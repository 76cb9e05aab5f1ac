using Microsoft.CodeAnalysis.Testing;
using SocketSecurity.Analyzers.MessageProtection;
using SocketSecurity.Analyzers.Tests.Verification;
using Rule = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.MessageProtection.SymmetricCipherAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace SocketSecurity.Analyzers.Tests.MessageProtection;

/// <summary>SOCK4003, <see cref="SymmetricCipherAnalyzer"/>.</summary>
public sealed class UnauthenticatedEncryptionTests
{
    [Theory]
    [InlineData("using var e = {|SOCK4003:aes.CreateEncryptor(key, iv)|};")]
    [InlineData("using var e = {|SOCK4003:aes.CreateDecryptor()|};")]
    [InlineData("aes.Mode = CipherMode.CFB; {|SOCK4003:aes.CreateEncryptor()|};")]
    [InlineData("aes.Mode = (CipherMode)number; {|SOCK4003:aes.CreateEncryptor()|};")]
    [InlineData("{|SOCK4003:aes.EncryptCbc(data, iv)|};")]
    [InlineData("{|SOCK4003:aes.DecryptCfb(data, iv)|};")]
    [InlineData("{|SOCK4003:aes.TryDecryptCbc(data, iv, buffer, out _)|};")]
    [InlineData("var r = new RijndaelManaged(); {|SOCK4003:r.CreateEncryptor(key, iv)|};")]
    [InlineData("SymmetricAlgorithm a = Aes.Create(); {|SOCK4003:a.CreateEncryptor(key, iv)|};")]
    [InlineData("var hash = SHA256.HashData(data); {|SOCK4003:aes.EncryptCbc(data, iv)|};")]
    [InlineData("var machine = number; {|SOCK4003:aes.EncryptCbc(data, iv)|};")]
    public Task Encryption_alone_is_found(string statement) => Rule.Finds(InMethod(statement));

    [Theory]
    [InlineData("using var g = new AesGcm(key, 16); g.Encrypt(iv, data, buffer, iv);")]
    [InlineData("aes.Mode = CipherMode.ECB; aes.Padding = PaddingMode.None; using var e = aes.CreateEncryptor(); e.TransformFinalBlock(data, 0, 16);")]
    [InlineData("var c = aes.EncryptCbc(data, iv); var tag = HMACSHA256.HashData(key, c);")]
    [InlineData("var tag = HMACSHA256.HashData(key, data); var p = aes.DecryptCbc(data, iv);")]
    [InlineData("using var h = new HMACSHA512(key); var c = aes.EncryptCbc(data, iv); h.ComputeHash(c);")]
    [InlineData("var c = aes.EncryptCbc(data, iv); rsa.SignData(c, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);")]
    [InlineData("var own = new Own(); own.CreateEncryptor();")]
    public Task Authenticated_encryption_is_silent(string statement) => Rule.Silent(InMethod(statement));

    [Theory]
    [InlineData("var tag = HMACSHA256.HashData(key, data); {|SOCK4003:aes.EncryptCbc(data, iv)|};")]
    [InlineData("var p = {|SOCK4003:aes.DecryptCbc(data, iv)|}; var tag = HMACSHA256.HashData(key, p);")]
    public Task A_mac_over_the_plaintext_does_not_count(string statement) => Rule.Finds(InMethod(statement));

    [Fact]
    public Task Encrypt_then_mac_is_seen_across_the_members_of_a_type_and_not_where_they_have_nothing_to_do_with_each_other() => Rule.Finds(
        """
        using System.Security.Cryptography;

        class Sealed
        {
            private readonly HMACSHA256 _tags = new();
            public byte[] Seal(Aes aes, byte[] data, byte[] iv) => Tag(Encrypt(aes, data, iv));
            private static byte[] Encrypt(Aes aes, byte[] data, byte[] iv) => aes.EncryptCbc(data, iv);
            private byte[] Tag(byte[] data) => _tags.ComputeHash(data);
        }

        class Apart
        {
            public byte[] Encrypt(Aes aes, byte[] data, byte[] iv) => {|SOCK4003:aes.EncryptCbc(data, iv)|};
            public byte[] SignRequest(byte[] key, byte[] data) => HMACSHA256.HashData(key, data);
        }
        """);

    [Fact]
    public Task A_protocol_authenticates_what_its_cipher_class_encrypts_and_a_password_hash_does_not() => Rule.Finds(
        """
        using System.Security.Cryptography;

        interface IRecordCipher { byte[] Encrypt(byte[] data); }

        class CbcCipher(Aes aes, byte[] iv) : IRecordCipher
        {
            public byte[] Encrypt(byte[] data) => aes.EncryptCbc(data, iv);
        }

        class Session(IRecordCipher cipher, byte[] macKey)
        {
            public byte[] Send(byte[] packet) { var c = cipher.Encrypt(packet); return HMACSHA256.HashData(macKey, c); }
        }

        class Store(Aes aes, byte[] iv)
        {
            public byte[] Encrypt(byte[] data) => {|SOCK4003:aes.EncryptCbc(data, iv)|};
        }

        class Passwords(Store store)
        {
            public byte[] Save(byte[] data) => store.Encrypt(data);
            public byte[] Hash(byte[] salt, byte[] password) => HMACSHA512.HashData(salt, password);
        }
        """);

    [Fact]
    public Task A_cipher_that_hands_on_to_another_is_silent_and_its_user_is_not() => Rule.Finds(
        """
        using System.Security.Cryptography;

        class Wrapped : SymmetricAlgorithm
        {
            private readonly Aes _inner = Aes.Create();
            public override ICryptoTransform CreateEncryptor(byte[] key, byte[] iv) => _inner.CreateEncryptor(key, iv);
            public override ICryptoTransform CreateDecryptor(byte[] key, byte[] iv) => _inner.CreateDecryptor(key, iv);
            public override void GenerateIV() { }
            public override void GenerateKey() { }
        }

        class User { public ICryptoTransform Use(Wrapped cipher) => {|SOCK4003:cipher.CreateEncryptor()|}; }
        """);

    [Fact]
    public Task The_mode_of_a_field_is_known_from_its_type() => Rule.Finds(
        """
        using System.Security.Cryptography;

        class Field
        {
            private readonly Aes _cbc = Aes.Create();
            private readonly Aes _ecb = new AesManaged { Mode = {|SOCK4002:CipherMode.ECB|} };
            private readonly Aes _later;
            public Field() { _later = Aes.Create(); _later.Mode = {|SOCK4002:CipherMode.ECB|}; }
            public ICryptoTransform A() => {|SOCK4003:_cbc.CreateEncryptor()|};
            public ICryptoTransform C() => _later.CreateEncryptor();
        }
        """);

    [Fact]
    public Task Modes_of_BouncyCastle_are_found() => Rule.Finds(
        """
        using Org.BouncyCastle.Crypto.Engines;
        using Org.BouncyCastle.Crypto.Macs;
        using Org.BouncyCastle.Crypto.Digests;
        using Org.BouncyCastle.Crypto.Modes;
        using Org.BouncyCastle.Crypto.Paddings;
        using Org.BouncyCastle.Security;

        class Engines
        {
            object _a = {|SOCK4003:CipherUtilities.GetCipher("AES/CBC/PKCS7Padding")|};
            object _b = {|SOCK4003:CipherUtilities.GetCipher("AES/CTR/NoPadding")|};
            object _c = new PaddedBufferedBlockCipher({|SOCK4003:new CbcBlockCipher(new AesEngine())|});
            object _d = {|SOCK4003:new SicBlockCipher(new AesEngine())|};
            object _e = CipherUtilities.GetCipher("AES/CCM/NoPadding");
            object Both() { var mac = new HMac(new Sha256Digest()); return new SicBlockCipher(new AesEngine()); }
        }
        """,
        setup => setup.Reference(TestFrameworks.Libraries));

    [Fact]
    public Task Test_code_is_information() => Rule.Finds(
        """
        using System.Security.Cryptography;
        using Xunit;
        namespace Xunit { class Nothing { } }
        class Vectors { void Run(Aes aes) { {|#0:aes.CreateEncryptor()|}; } }
        """,
        setup => setup.Expected.Add(new DiagnosticResult(Rules.UnauthenticatedEncryption.Id, Microsoft.CodeAnalysis.DiagnosticSeverity.Info).WithLocation(0)));

    [Fact]
    public Task Top_level_statements_are_looked_at() => Rule.Finds(
        """
        using System.Security.Cryptography;
        using var aes = Aes.Create();
        var sealedData = {|SOCK4003:aes.EncryptCbc(new byte[3], aes.IV)|};
        """,
        setup => setup.OutputKind = Microsoft.CodeAnalysis.OutputKind.ConsoleApplication);

    private static string InMethod(string statement) => $$"""
        using System.Security.Cryptography;

        class Own { public object CreateEncryptor() => null; }

        class Cipher
        {
            void Work(Aes aes, RSA rsa, byte[] key, byte[] iv, byte[] data, byte[] buffer, int number)
            {
                {{statement}}
            }
        }
        """;
}
