using Microsoft.CodeAnalysis.Testing;
using SocketSecurity.Analyzers.MessageProtection;
using SocketSecurity.Analyzers.Tests.Verification;
using Rule = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.MessageProtection.SymmetricCipherAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace SocketSecurity.Analyzers.Tests.MessageProtection;

/// <summary>SOCK4001, <see cref="SymmetricCipherAnalyzer"/>.</summary>
public sealed class BrokenCipherTests
{
    [Theory]
    [InlineData("var c = {|SOCK4001:DES.Create()|}; c.CreateEncryptor();")]
    [InlineData("using var c = {|SOCK4001:TripleDES.Create()|}; c.EncryptCbc(data, iv);")]
    [InlineData("SymmetricAlgorithm c = {|SOCK4001:RC2.Create()|}; c.Mode = CipherMode.ECB; c.CreateEncryptor();")]
    [InlineData("var c = {|SOCK4001:new DESCryptoServiceProvider()|};")]
    [InlineData("var c = {|SOCK4001:new TripleDESCryptoServiceProvider { Key = key, Mode = CipherMode.ECB }|};")]
    [InlineData("var c = {|SOCK4001:new RC2CryptoServiceProvider()|}; c.EncryptEcb(data, PaddingMode.PKCS7);")]
    [InlineData("TripleDESCryptoServiceProvider c = {|SOCK4001:new()|};")]
    [InlineData("var c = {|SOCK4001:SymmetricAlgorithm.Create(\"DES\")|};")]
    [InlineData("var c = {|SOCK4001:SymmetricAlgorithm.Create(\"System.Security.Cryptography.TripleDESCryptoServiceProvider\")|}; c.CreateEncryptor();")]
    [InlineData("var name = \"3DES\"; var c = {|SOCK4001:SymmetricAlgorithm.Create(name)|};")]
    [InlineData("var c = (SymmetricAlgorithm){|SOCK4001:CryptoConfig.CreateFromName(\"RC2\")|};")]
    [InlineData("var c = {|SOCK4001:SymmetricAlgorithm.Create(old ? \"TripleDES\" : \"AES\")|};")]
    [InlineData("var c = {|SOCK4001:SymmetricAlgorithm.Create(Weak)|};")]
    [InlineData("{|SOCK4001:DES.Create()|}.CreateEncryptor(key, iv);")]
    [InlineData("Use({|SOCK4001:DES.Create()|});")]
    [InlineData("var c = {|SOCK4001:DES.Create()|}; c.CreateEncryptor(); c.CreateDecryptor();")]
    public Task A_broken_cipher_is_found(string statement) => Rule.Finds(InMethod(statement), Quiet);

    [Theory]
    [InlineData("var c = Aes.Create(); c.GenerateKey();")]
    [InlineData("var c = SymmetricAlgorithm.Create(\"AES\");")]
    [InlineData("var c = CryptoConfig.CreateFromName(\"SHA256\");")]
    [InlineData("var c = SymmetricAlgorithm.Create(unknown);")]
    [InlineData("var isOld = unknown == \"DES\";")]
    [InlineData("var text = \"DES\";")]
    [InlineData("var c = new Own.DES();")]
    [InlineData("var c = Own.DES.Create();")]
    [InlineData("if (cipher is DES) { }")]
    [InlineData("cipher.GenerateKey();")]
    public Task Other_ciphers_names_and_types_are_silent(string statement) => Rule.Silent(InMethod(statement), Quiet);

    [Theory]
    [InlineData("var c = {|#0:DES.Create()|}; c.Key = key; c.CreateDecryptor();")]
    [InlineData("using (var c = {|#0:TripleDES.Create()|}) { c.Mode = CipherMode.ECB; using (var d = c.CreateDecryptor(key, iv)) { } }")]
    [InlineData("{|#0:DES.Create()|}.CreateDecryptor(key, iv);")]
    [InlineData("using var c = {|#0:RC2.Create()|}; c.DecryptCbc(data, iv);")]
    public Task Reading_old_data_is_information(string statement) => Rule.Finds(
        InMethod(statement),
        setup =>
        {
            Quiet(setup);
            setup.Expected.Add(new DiagnosticResult(Rules.BrokenCipher.Id, Microsoft.CodeAnalysis.DiagnosticSeverity.Info).WithLocation(0));
        });

    [Fact]
    public Task A_field_that_only_decrypts_is_information_and_one_that_encrypts_is_not() => Rule.Finds(
        """
        using System.Security.Cryptography;

        class Reader
        {
            private readonly DES _old = {|#0:DES.Create()|};
            private readonly DES _both;
            public Reader() => _both = {|SOCK4001:DES.Create()|};
            public ICryptoTransform Read() => _old.CreateDecryptor();
            public ICryptoTransform ReadBoth() => _both.CreateDecryptor();
            public ICryptoTransform WriteBoth() => _both.CreateEncryptor();
        }
        """,
        setup => setup.Expected.Add(new DiagnosticResult(Rules.BrokenCipher.Id, Microsoft.CodeAnalysis.DiagnosticSeverity.Info).WithLocation(0)));

    [Fact]
    public Task Engines_of_BouncyCastle_are_found() => Rule.Finds(
        """
        using Org.BouncyCastle.Crypto;
        using Org.BouncyCastle.Crypto.Engines;
        using Org.BouncyCastle.Crypto.Modes;
        using Org.BouncyCastle.Crypto.Paddings;
        using Org.BouncyCastle.Crypto.Parameters;
        using Org.BouncyCastle.Security;

        class Engines
        {
            void Use(byte[] key)
            {
                var a = new PaddedBufferedBlockCipher(new CbcBlockCipher({|SOCK4001:new DesEdeEngine()|}));
                a.Init(true, new KeyParameter(key));
                var b = {|SOCK4001:new RC4Engine()|};
                b.Init(true, new KeyParameter(key));
                IBlockCipher c = {|SOCK4001:new BlowfishEngine()|};
                var d = new PaddedBufferedBlockCipher(new EcbBlockCipher({|SOCK4001:new DesEngine()|}));
                var e = {|SOCK4001:CipherUtilities.GetCipher("DESede/CBC/PKCS7Padding")|};
                var f = new GcmBlockCipher(new AesEngine());
                var g = CipherUtilities.GetCipher("AES/GCM/NoPadding");
                var h = new PaddedBufferedBlockCipher(new CbcBlockCipher({|#0:new DesEngine()|}));
                h.Init(false, new KeyParameter(key));
            }
        }
        """,
        setup =>
        {
            setup.Reference(TestFrameworks.Libraries);
            setup.Expected.Add(new DiagnosticResult(Rules.BrokenCipher.Id, Microsoft.CodeAnalysis.DiagnosticSeverity.Info).WithLocation(0));
        });

    [Fact]
    public Task A_factory_of_the_projects_own_catalogue_is_found() => Rule.Finds(
        """
        static class Acme { public static object Old() => null; public static object Named(string cipher) => null; }
        class User
        {
            object _a = {|SOCK4001:Acme.Old()|};
            object _b = {|SOCK4001:Acme.Named("des")|};
            object _c = Acme.Named("aes");
        }
        """,
        setup => setup.AdditionalFiles.Add(("SocketSecurity.Apis.txt", "cipher-factory M:Acme.Old RC4\ncipher-factory M:Acme.Named named\n")));

    [Fact]
    public Task The_old_framework_has_them_too() => Rule.Finds(
        """
        using System.Security.Cryptography;
        class Old
        {
            SymmetricAlgorithm _a = {|SOCK4001:new DESCryptoServiceProvider()|};
            SymmetricAlgorithm _b = {|SOCK4001:SymmetricAlgorithm.Create("TripleDES")|};
            SymmetricAlgorithm _c = new RijndaelManaged();
        }
        """,
        setup => setup.OnNet472());

    [Fact]
    public Task Unfinished_code_is_survived() => Rule.Silent(
        """
        using System.Security.Cryptography;
        class Unfinished
        {
            void Use(SymmetricAlgorithm c)
            {
                SymmetricAlgorithm.Create();
                SymmetricAlgorithm.Create(;
                CryptoConfig.CreateFromName(
                c.CreateEncryptor
                c.Mode =
                new DESCrypto
            }
        }
        """,
        setup => setup.CompilerDiagnostics = CompilerDiagnostics.None);

    private static void Quiet(Setup setup) => setup.DisabledDiagnostics.Add("CS0618");

    private static string InMethod(string statement) => $$"""
        using System.Security.Cryptography;

        namespace Own { class DES { public static DES Create() => new DES(); } }

        class Cipher
        {
            const string Weak = "DES";

            void Work(byte[] key, byte[] iv, byte[] data, bool old, string unknown, SymmetricAlgorithm cipher)
            {
                {{statement}}
            }

            void Use(SymmetricAlgorithm any) { }
        }
        """;
}
