using Microsoft.CodeAnalysis.Testing;
using SocketSecurity.Analyzers.CodeFixes.MessageProtection;
using SocketSecurity.Analyzers.MessageProtection;
using SocketSecurity.Analyzers.Tests.Verification;
using Rule = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.MessageProtection.AsymmetricPaddingAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.MessageProtection.AsymmetricPaddingFix>;

namespace SocketSecurity.Analyzers.Tests.MessageProtection;

/// <summary>SOCK4010, <see cref="AsymmetricPaddingAnalyzer"/> and <see cref="AsymmetricPaddingFix"/>.</summary>
public sealed class AsymmetricPaddingTests
{
    [Theory]
    [InlineData("rsa.Encrypt(data, [|RSAEncryptionPadding.Pkcs1|]);", "rsa.Encrypt(data, RSAEncryptionPadding.OaepSHA256);")]
    [InlineData("rsa.Decrypt(data, [|RSAEncryptionPadding.Pkcs1|]);", "rsa.Decrypt(data, RSAEncryptionPadding.OaepSHA256);")]
    [InlineData("var chosen = [|RSAEncryptionPadding.Pkcs1|]; rsa.Encrypt(data, chosen);", "var chosen = RSAEncryptionPadding.OaepSHA256; rsa.Encrypt(data, chosen);")]
    [InlineData("provider.Encrypt(data, [|false|]);", "provider.Encrypt(data, RSAEncryptionPadding.OaepSHA256);")]
    [InlineData("provider.Decrypt(data, [|false|]);", "provider.Decrypt(data, RSAEncryptionPadding.OaepSHA256);")]
    [InlineData("rsa.SignData(data, [|HashAlgorithmName.SHA1|], RSASignaturePadding.Pkcs1);", "rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);")]
    [InlineData("rsa.SignData(data, [|HashAlgorithmName.MD5|], RSASignaturePadding.Pss);", "rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);")]
    [InlineData("var old = HashAlgorithmName.SHA1; ec.SignData(data, [|old|]);", "var old = HashAlgorithmName.SHA1; ec.SignData(data, HashAlgorithmName.SHA256);")]
    [InlineData("ec.SignData(data, [|HashAlgorithmName.SHA1|]);", "ec.SignData(data, HashAlgorithmName.SHA256);")]
    [InlineData("provider.SignData(data, [|\"SHA1\"|]);", "provider.SignData(data, \"SHA256\");")]
    [InlineData("new CertificateRequest(\"CN=a\", rsa, [|HashAlgorithmName.SHA1|], RSASignaturePadding.Pkcs1);", "new CertificateRequest(\"CN=a\", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);")]
    [InlineData("new CertificateRequest(\"CN=a\", ec, [|HashAlgorithmName.SHA1|]);", "new CertificateRequest(\"CN=a\", ec, HashAlgorithmName.SHA256);")]
    public Task Weak_padding_and_hashes_are_found_and_replaced(string before, string after) =>
        Rule.Fixes(Method(before), Method(after), AsymmetricPaddingFix.ReplaceKey, setup => setup.FixAll = false);

    [Theory]
    [InlineData("provider.SignData(data, [|SHA1.Create()|]);")]
    [InlineData("provider.SignHash(data, [|CryptoConfig.MapNameToOID(\"SHA1\")|]);")]
    public Task The_old_ways_to_name_a_hash_are_found(string body) => Rule.Finds(Method(body));

    [Theory]
    [InlineData("rsa.Encrypt(data, RSAEncryptionPadding.OaepSHA256);")]
    [InlineData("rsa.Encrypt(data, RSAEncryptionPadding.OaepSHA1);")]
    [InlineData("rsa.Encrypt(data, padding);")]
    [InlineData("if (padding == RSAEncryptionPadding.Pkcs1) { data = null; }")]
    [InlineData("if (padding.Equals(RSAEncryptionPadding.Pkcs1)) { data = null; }")]
    [InlineData("if (name == \"PKCS1\") { padding = RSAEncryptionPadding.Pkcs1; }")]
    [InlineData("padding = name switch { \"1\" => RSAEncryptionPadding.Pkcs1, _ => RSAEncryptionPadding.OaepSHA256 };")]
    [InlineData("provider.Encrypt(data, true);")]
    [InlineData("provider.Encrypt(data, flag);")]
    [InlineData("rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);")]
    [InlineData("rsa.SignData(data, hash, RSASignaturePadding.Pss);")]
    [InlineData("var old = HashAlgorithmName.SHA1; rsa.VerifyData(data, data, old, RSASignaturePadding.Pkcs1);")]
    [InlineData("var old = HashAlgorithmName.SHA1; _ = HMACSHA256.HashData(data, data); _ = old.Name;")]
    [InlineData("var chosen = name == \"1\" ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256; rsa.SignData(data, chosen, RSASignaturePadding.Pss);")]
    [InlineData("var chosen = name switch { \"1\" => HashAlgorithmName.SHA1, _ => HashAlgorithmName.SHA256 }; rsa.SignData(data, chosen, RSASignaturePadding.Pss);")]
    [InlineData("var chosen = HashAlgorithmName.SHA1; if (name != \"1\") { chosen = hash; } rsa.SignData(data, chosen, RSASignaturePadding.Pss);")]
    [InlineData("var chosen = HashAlgorithmName.SHA1; chosen = HashAlgorithmName.SHA256; rsa.SignData(data, chosen, RSASignaturePadding.Pss);")]
    [InlineData("rsa.VerifyData(data, data, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1);")]
    [InlineData("if (hash == HashAlgorithmName.SHA1) { data = null; }")]
    [InlineData("_ = Rfc2898DeriveBytes.Pbkdf2(data, data, 1, HashAlgorithmName.SHA1, 20);")]
    public Task Sound_paddings_comparisons_tables_and_verification_are_silent(string body) => Rule.Silent(Method(body));

    [Fact]
    public Task Hashes_that_members_name_are_found_where_something_is_signed_with_them() => Rule.Finds(
        """
        using System.Security.Cryptography;

        class Signer
        {
            static readonly HashAlgorithmName Old = HashAlgorithmName.SHA1;
            HashAlgorithmName Older => HashAlgorithmName.MD5;
            readonly HashAlgorithmName _given;

            public Signer(HashAlgorithmName given) => _given = given;

            byte[] Sign(RSA rsa, byte[] data) => rsa.SignData(data, [|Old|], RSASignaturePadding.Pss);
            byte[] SignOlder(ECDsa ec, byte[] data) => ec.SignData(data, [|Older|]);
            byte[] SignOldest(ECDsa ec, byte[] data) => ec.SignData(data, [|Oldest()|]);
            byte[] SignAsTold(ECDsa ec, byte[] data) => ec.SignData(data, _given);
            bool Verify(ECDsa ec, byte[] data) => ec.VerifyData(data, data, Old);
            static HashAlgorithmName Oldest() => HashAlgorithmName.MD5;
        }
        """);

    [Fact]
    public Task A_hash_that_a_constructor_signs_with_by_default_is_found_and_replaced() => Rule.Fixes(
        Chained("HashAlgorithmName _hash;", "_hash = hash;", "{|#1:rsa.SignData(data, _hash, padding)|}", "{|#0:HashAlgorithmName.SHA1|}"),
        Chained("HashAlgorithmName _hash;", "_hash = hash;", "rsa.SignData(data, _hash, padding)", "HashAlgorithmName.SHA256"),
        AsymmetricPaddingFix.ReplaceKey,
        setup =>
        {
            setup.FixAll = false;
            setup.Expected.Add(new DiagnosticResult(Rules.WeakAsymmetricPadding)
                .WithLocation(0)
                .WithLocation(1)
                .WithArguments("A signature with SHA-1", "can be moved to another document, because two documents with the same hash can be made"));
        });

    [Theory]
    [InlineData("HashAlgorithmName _hash;", "this._hash = (hash);", "rsa.SignData(data, _hash, padding)")]
    [InlineData("HashAlgorithmName Hash { get; }", "Hash = hash; _ = data.Length;", "rsa.SignHash(data, Hash, padding)")]
    [InlineData("HashAlgorithmName _hash = HashAlgorithmName.SHA256;", "_hash = hash;", "rsa.VerifyData(data, data, _hash, padding) ? null : rsa.SignData(data, _hash, padding)")]
    public Task Every_way_to_keep_the_default_is_found(string member, string keep, string sign) =>
        Rule.Finds(Chained(member, keep, sign, "[|HashAlgorithmName.SHA1|]"));

    [Theory]
    [InlineData("HashAlgorithmName _hash;", "_hash = hash;", "rsa.VerifyData(data, data, _hash, padding) ? data : null")]
    [InlineData("HashAlgorithmName _hash;", "_hash = hash;", "_hash == HashAlgorithmName.SHA1 ? null : rsa.SignData(data, _hash, padding)")]
    [InlineData("HashAlgorithmName _hash;", "_hash = hash;", "_hash.Name == \"SHA1\" ? null : rsa.SignData(data, _hash, padding)")]
    [InlineData("HashAlgorithmName _hash;", "_hash = hash; _hash = HashAlgorithmName.SHA256;", "rsa.SignData(data, _hash, padding)")]
    [InlineData("HashAlgorithmName _hash;", "if (hash == HashAlgorithmName.SHA1) { throw null; } _hash = hash;", "rsa.SignData(data, _hash, padding)")]
    [InlineData("HashAlgorithmName _hash;", "if (data.Length > 1) { _hash = hash; }", "rsa.SignData(data, _hash, padding)")]
    [InlineData("HashAlgorithmName _hash;", "_hash = Safe(hash);", "rsa.SignData(data, _hash, padding)")]
    [InlineData("HashAlgorithmName _hash = HashAlgorithmName.SHA256;", "_ = hash;", "rsa.SignData(data, _hash, padding)")]
    [InlineData("HashAlgorithmName Hash { get; set; }", "Hash = hash;", "rsa.SignData(data, Hash, padding)")]
    [InlineData("HashAlgorithmName _hash;", "_hash = hash;", "rsa.SignData(data, Safe(_hash), padding)")]
    [InlineData("HashAlgorithmName _hash;", "_hash = hash;", "rsa.SignData(data, HashAlgorithmName.SHA256, padding)")]
    public Task A_default_that_is_refused_replaced_or_only_verified_with_is_silent(string member, string keep, string sign) =>
        Rule.Silent(Chained(member, keep, sign, "HashAlgorithmName.SHA1"));

    [Fact]
    public Task Defaults_are_followed_through_constructors_and_into_parameters_of_the_type() => Rule.Finds(
        """
        using System.Security.Cryptography;

        class Signer(ECDsa key, HashAlgorithmName hash)
        {
            public Signer(ECDsa key) : this(key, [|HashAlgorithmName.MD5|]) { }
            public byte[] Sign(byte[] data) => key.SignData(data, hash);
        }

        class Keeper(ECDsa key, HashAlgorithmName hash)
        {
            private readonly HashAlgorithmName _hash = hash;
            public Keeper(ECDsa key) : this(key, [|HashAlgorithmName.SHA1|]) { }
            public byte[] Sign(byte[] data) => key.SignData(data, _hash);
        }

        class Overwriter(ECDsa key, HashAlgorithmName hash)
        {
            private readonly HashAlgorithmName _hash = hash;
            public Overwriter(ECDsa key) : this(key, HashAlgorithmName.SHA1) => _hash = HashAlgorithmName.SHA256;
            public byte[] Sign(byte[] data) => key.SignData(data, _hash);
        }

        class Changer(ECDsa key, HashAlgorithmName hash)
        {
            public Changer(ECDsa key) : this(key, HashAlgorithmName.SHA1) { }
            public byte[] Sign(byte[] data) { hash = HashAlgorithmName.SHA256; return key.SignData(data, hash); }
        }

        class Chain
        {
            private readonly ECDsa _key;
            private readonly HashAlgorithmName _hash;
            public Chain(ECDsa key) : this(key, 1, [|HashAlgorithmName.SHA1|]) { }
            public Chain(ECDsa key, HashAlgorithmName hash) : this(key, 1, hash) { }
            public Chain(ECDsa key, int size, HashAlgorithmName hash) : this(key, hash, new byte[size]) { }
            private Chain(ECDsa key, HashAlgorithmName hash, byte[] buffer) { _key = key; _hash = hash; }
            public byte[] Sign(byte[] data) => _key.SignData(data, _hash);
        }

        class Choosing
        {
            private readonly ECDsa _key;
            private readonly HashAlgorithmName _hash;
            public Choosing(ECDsa key, bool old) : this(key, old ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256) { }
            public Choosing(ECDsa key, HashAlgorithmName hash) { _key = key; _hash = hash; }
            public byte[] Sign(byte[] data) => _key.SignData(data, _hash);
            public static Choosing Old(ECDsa key) => new Choosing(key, HashAlgorithmName.SHA1);
        }
        """);

    [Theory]
    [InlineData("Strict")]
    [InlineData("Audit")]
    public Task In_strict_mode_signatures_without_PSS_are_found(string mode) => Rule.Fixes(
        Method("rsa.SignData(data, HashAlgorithmName.SHA256, {|#0:RSASignaturePadding.Pkcs1|});"),
        Method("rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);"),
        AsymmetricPaddingFix.ReplaceKey,
        setup =>
        {
            setup.FixAll = false;
            setup.EditorConfig.Add("build_property.SocketSecurityMode = " + mode);
            setup.Expected.Add(new DiagnosticResult(Rules.WeakAsymmetricPadding.Id, Microsoft.CodeAnalysis.DiagnosticSeverity.Info).WithLocation(0));
        });

    [Fact]
    public Task Bouncy_Castle_s_encoding_is_found_unless_it_signs() => Rule.Finds(
        """
        using Org.BouncyCastle.Crypto.Encodings;
        using Org.BouncyCastle.Crypto.Signers;

        class Peer
        {
            object Encrypts() => [|new Pkcs1Encoding(null)|];
            object Signs() => new OwnSigner(new Pkcs1Encoding(null));
        }

        namespace Org.BouncyCastle.Crypto.Encodings
        {
            public class Pkcs1Encoding { public Pkcs1Encoding(object cipher) { } }
        }

        namespace Org.BouncyCastle.Crypto.Signers
        {
            public class OwnSigner { public OwnSigner(Pkcs1Encoding encoding) { } }
        }
        """);

    [Fact]
    public Task Unfinished_code_is_survived() => Rule.Silent(
        Method("rsa.Encrypt(data, RSAEncryptionPadding.); rsa.SignData(data, HashAlgorithmName.; provider.Encrypt(data, ;"),
        setup => setup.CompilerDiagnostics = CompilerDiagnostics.None);

    /// <summary>A type whose constructor hands a hash to another one.</summary>
    private static string Chained(string member, string keep, string sign, string hash) => $$"""
        using System.Security.Cryptography;

        class Signer
        {
            private readonly RSASignaturePadding padding = RSASignaturePadding.Pss;
            private {{(member.EndsWith('}') ? "" : "readonly ")}}{{member}}

            public Signer(byte[] data) : this(data, {{hash}}) { }
            public Signer(byte[] data, HashAlgorithmName hash) { {{keep}} }

            public byte[] Sign(RSA rsa, byte[] data) => {{sign}};
            static HashAlgorithmName Safe(HashAlgorithmName name) => name == HashAlgorithmName.SHA1 ? HashAlgorithmName.SHA256 : name;
        }
        """;

    private static string Method(string body) => $$"""
        using System.Security.Cryptography;
        using System.Security.Cryptography.X509Certificates;

        class Peer
        {
            void Protect(RSA rsa, ECDsa ec, RSACryptoServiceProvider provider, byte[] data, RSAEncryptionPadding padding, HashAlgorithmName hash, string name, bool flag)
            {
                {{body}}
            }
        }
        """;
}
