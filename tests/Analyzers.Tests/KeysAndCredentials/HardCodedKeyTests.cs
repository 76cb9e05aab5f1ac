using SocketSecurity.Analyzers.CodeFixes.KeysAndCredentials;
using SocketSecurity.Analyzers.KeysAndCredentials;
using SocketSecurity.Analyzers.Tests.Verification;
using Test = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.KeysAndCredentials.SecretValueAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.KeysAndCredentials.HardCodedKeyFix>;

namespace SocketSecurity.Analyzers.Tests.KeysAndCredentials;

/// <summary>SOCK3001, <see cref="SecretValueAnalyzer"/>: keys that are part of the program.</summary>
public sealed class HardCodedKeyTests
{
    private static string Program(string body, string members = "") => $$"""
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        using System.Security.Cryptography;
        using System.Text;

        class Cipher
        {
            const string Text = "sixteen byte key";
            static readonly byte[] s_key = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 };

            void Run(Aes aes, byte[] given, string text, bool flag, byte[] data, Dictionary<string, string> settings)
            {
                {{body}}
            }

            {{members}}
        }
        """;

    [Theory]
    [InlineData("aes.Key = {|SOCK3001:new byte[] { 1, 2, 3 }|};")]
    [InlineData("aes.Key = {|SOCK3001:[1, 2, 3]|};")]
    [InlineData("aes.Key = {|SOCK3001:new byte[32]|};")]
    [InlineData("aes.Key = {|SOCK3001:s_key|};")]
    [InlineData("aes.Key = {|SOCK3001:Encoding.UTF8.GetBytes(Text)|};")]
    [InlineData("aes.Key = {|SOCK3001:Convert.FromBase64String(\"AAECAwQFBgcICQoLDA0ODw==\")|};")]
    [InlineData("aes.Key = {|SOCK3001:Convert.FromHexString(\"000102030405060708090a0b0c0d0e0f\")|};")]
    [InlineData("aes.Key = {|SOCK3001:\"sixteen byte key\"u8.ToArray()|};")]
    [InlineData("aes.Key = {|SOCK3001:SHA256.HashData(\"passphrase\"u8)|};")]
    [InlineData("using var sha = SHA256.Create(); aes.Key = {|SOCK3001:sha.ComputeHash(Encoding.UTF8.GetBytes(Text))|};")]
    [InlineData("aes.SetKey({|SOCK3001:\"sixteen byte key\"u8|});")]
    [InlineData("var key = Encoding.ASCII.GetBytes(Text); aes.Key = {|SOCK3001:key|};")]
    [InlineData("byte[] key; if (flag) { key = [1, 2]; } else { key = s_key; } aes.Key = {|SOCK3001:key|};")]
    [InlineData("using var other = Aes.Create(); other.Key = {|SOCK3001:s_key.Take(16).ToArray()|};")]
    [InlineData("using var other = new AesManaged { Key = {|SOCK3001:s_key|} };")]
    [InlineData("aes.CreateEncryptor({|SOCK3001:s_key|}, given);")]
    [InlineData("aes.CreateDecryptor({|SOCK3001:s_key|}, given);")]
    [InlineData("using var gcm = new AesGcm({|SOCK3001:s_key|}, 16);")]
    [InlineData("using AesGcm gcm = new({|SOCK3001:\"sixteen byte key\"u8|}, 16);")]
    [InlineData("using var cipher = new ChaCha20Poly1305({|SOCK3001:s_key|});")]
    [InlineData("using var mac = new HMACSHA256({|SOCK3001:Encoding.UTF8.GetBytes(\"secret\")|});")]
    [InlineData("using var mac = new HMACSHA256 { Key = {|SOCK3001:s_key|} };")]
    [InlineData("var tag = HMACSHA256.HashData({|SOCK3001:s_key|}, data);")]
    [InlineData("var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, {|SOCK3001:s_key|}, 32);")]
    [InlineData("aes.Key = {|SOCK3001:Convert.FromBase64String(Environment.GetEnvironmentVariable(\"KEY\") ?? \"AAECAwQFBgcICQoLDA0ODw==\")|};")]
    [InlineData("byte[] Local() => [1, 2, 3]; aes.Key = {|SOCK3001:Local()|};")]
    public Task A_constant_in_any_shape_is_found(string body) => Test.Finds(Program(body));

    [Theory]
    [InlineData("aes.Key = given;")]
    [InlineData("aes.Key = null;")]
    [InlineData("aes.Key = RandomNumberGenerator.GetBytes(32);")]
    [InlineData("var key = new byte[32]; RandomNumberGenerator.Fill(key); aes.Key = key;")]
    [InlineData("aes.GenerateKey();")]
    [InlineData("aes.Key = File.ReadAllBytes(\"key.bin\");")]
    [InlineData("aes.Key = Convert.FromBase64String(Environment.GetEnvironmentVariable(\"KEY\"));")]
    [InlineData("aes.Key = Convert.FromBase64String(Environment.GetEnvironmentVariable(\"KEY\") ?? \"\");")]
    [InlineData("aes.Key = Convert.FromBase64String(settings[\"encryption-key\"]);")]
    [InlineData("aes.Key = Load(\"encryption-key\");")]
    [InlineData("var key = new byte[32]; given.CopyTo(key, 0); aes.Key = key;")]
    [InlineData("var key = new byte[32]; using var stream = File.OpenRead(\"key.bin\"); stream.ReadExactly(key); aes.Key = key;")]
    [InlineData("aes.IV = given; var size = s_key.Length;")]
    [InlineData("if (aes.Key.SequenceEqual(s_key)) { throw new InvalidOperationException(\"the key of the documentation\"); }")]
    [InlineData("using var mac = new HMACSHA256(); var tag = mac.ComputeHash(s_key);")]
    [InlineData("var tag = SHA256.HashData(s_key);")]
    [InlineData("var secret = HMACSHA256.HashData(\"WebAppData\"u8, given); var tag = HMACSHA256.HashData(secret, data);")]
    [InlineData("var tag = HMACSHA256.HashData(key: HMACSHA256.HashData(\"aws4_request\"u8, given), source: data);")]
    [InlineData("var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, given, 32, salt: s_key, info: \"label\"u8.ToArray());")]
    public Task Keys_from_elsewhere_and_constants_that_are_no_keys_are_not_reported(string body) =>
        Test.Silent(Program(body, "static byte[] Load(string name) => File.ReadAllBytes(name);"));

    [Theory]
    [InlineData("Encrypt(data, {|SOCK3001:\"sixteen byte key\"|});")]
    [InlineData("Encrypt(data, {|SOCK3001:Text|});")]
    [InlineData("Outer({|SOCK3001:s_key|}, data);")]
    [InlineData("new Box({|SOCK3001:s_key|}).Seal(data);")]
    [InlineData("new Box({|SOCK3001:\"password\"|}).Seal(data);")]
    [InlineData("new Primary({|SOCK3001:s_key|}).Seal(data);")]
    [InlineData("data.SealWith({|SOCK3001:s_key|});")]
    [InlineData("Extensions.SealWith(data, {|SOCK3001:s_key|});")]
    [InlineData("{|SOCK3001:s_key|}.Sealing(data);")]
    [InlineData("Inner(data: data, key: {|SOCK3001:s_key|});")]
    [InlineData("Copying({|SOCK3001:s_key|}, data);")]
    public Task A_constant_passed_to_a_helper_is_found_where_it_is_passed(string body) => Test.Finds(Program(body, Helpers) + Types);

    [Theory]
    [InlineData("Encrypt(data, text);")]
    [InlineData("Outer(given, [1, 2, 3]);")]
    [InlineData("new Box(given).Seal([1, 2, 3]);")]
    [InlineData("new Primary(given).Seal([1, 2, 3]);")]
    [InlineData("Named(\"key-name\");")]
    public Task Other_values_passed_to_a_helper_are_not_reported(string body) => Test.Silent(Program(body, Helpers) + Types);

    private const string Helpers = """
        static byte[] Encrypt(byte[] data, string key) => Outer(Convert.FromHexString(key), data);
        static byte[] Outer(byte[] key, byte[] data) { var copy = key; return Inner(copy, data); }
        static byte[] Inner(byte[] key, byte[] data) { using var aes = Aes.Create(); aes.Key = key; return aes.EncryptEcb(data, PaddingMode.PKCS7); }
        static byte[] Copying(byte[] key, byte[] data) { var own = key; var copy = own; using (var aes = Aes.Create()) { aes.Key = copy; return aes.EncryptEcb(data, PaddingMode.PKCS7); } }
        static void Named(string name) { using var aes = Aes.Create(); aes.Key = File.ReadAllBytes(name); }
        """;

    private const string Types = """

        class Box
        {
            private readonly byte[] _key;
            public Box(byte[] key) => _key = key;
            public Box(string password) : this(SHA256.HashData(Convert.FromHexString(password))) { }
            public byte[] Seal(byte[] data) { using var aes = Aes.Create(); aes.Key = _key; return aes.EncryptEcb(data, PaddingMode.PKCS7); }
        }

        class Primary(byte[] key)
        {
            public byte[] Seal(byte[] data) { using var aes = Aes.Create(); aes.Key = key; return aes.EncryptEcb(data, PaddingMode.PKCS7); }
        }

        static class Extensions
        {
            public static byte[] SealWith(this byte[] data, byte[] key) => new Box(key).Seal(data);
            public static byte[] Sealing(this byte[] key, byte[] data) => new Box(key).Seal(data);
        }
        """;

    [Fact]
    public Task A_default_key_is_found_where_it_is_declared() => Test.Finds(Program(
        "Encrypt(data); Encrypt(data, text);",
        "static byte[] Encrypt(byte[] data, string key = {|SOCK3001:\"sixteen byte key\"|}) => HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), data);"));

    [Fact]
    public Task The_default_of_a_constructor_chain_is_found() => Test.Finds(Program("new Chained();") + """

        class Chained
        {
            private readonly byte[] _key;
            public Chained() : this({|SOCK3001:[1, 2, 3]|}) { }
            public Chained(byte[] key) => _key = key;
            public byte[] Sign(byte[] data) => HMACSHA256.HashData(_key, data);
        }
        """);

    [Fact]
    public Task A_key_in_a_field_is_one_finding_however_often_it_is_used() => Test.Finds(Program(
        "aes.CreateEncryptor({|SOCK3001:s_key|}, given); aes.CreateDecryptor(s_key, given);", "void Again(Aes aes) => aes.Key = s_key;"));

    [Fact]
    public Task Two_keys_are_two_findings() => Test.Finds(Program(
        "byte[] key = [1, 2]; aes.Key = {|SOCK3001:key|}; key = [3, 4]; aes.Key = {|SOCK3001:key|};"));

    [Fact]
    public Task The_sink_is_found_in_another_file() => Test.Finds(
        Program("Other.Sign({|SOCK3001:Text|}, data);"),
        setup => setup.Files.Add(("Other.cs", """
            using System.Security.Cryptography;
            using System.Text;
            static class Other
            {
                public static byte[] Sign(string secret, byte[] data) => HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), data);
            }
            """)));

    [Fact]
    public Task The_sinks_of_libraries_are_known() => Test.Finds(
        """
        using System.Text;
        using Microsoft.IdentityModel.Tokens;
        using Org.BouncyCastle.Crypto.Parameters;

        class Tokens
        {
            SecurityKey Jwt() => new SymmetricSecurityKey({|SOCK3001:Encoding.UTF8.GetBytes("the secret of all our tokens")|});
            SecurityKey FromSettings(string secret) => new SymmetricSecurityKey(Encoding.UTF8.GetBytes(secret));
            KeyParameter Bouncy() => new KeyParameter({|SOCK3001:new byte[] { 1, 2, 3 }|});
            string Builder() => new JWT.Builder.JwtBuilder().WithSecret({|SOCK3001:"the secret"|}).Encode();
            string Jose(object payload) => global::Jose.JWT.Encode(payload, {|SOCK3001:"secret"u8.ToArray()|}, global::Jose.JwsAlgorithm.HS256);
        }
        """,
        setup => setup.Reference(TestFrameworks.Libraries));

    [Fact]
    public Task A_member_of_the_projects_own_catalogue_is_a_sink() => Test.Finds(
        """
        class Vendor { public void Open(string secret, string name) { } }
        class User { void Run(Vendor vendor) => vendor.Open({|SOCK3001:"secret"|}, "name"); }
        """,
        setup => setup.AdditionalFiles.Add(("SocketSecurity.Apis.txt", "key-sink  M:Vendor.Vendor.Open  secret  cipher\n".Replace("Vendor.Vendor", "Vendor", StringComparison.Ordinal))));

    [Theory]
    [InlineData("aes.Key = ;")]
    [InlineData("aes.Key = new byte[] { 1, ")]
    [InlineData("new AesGcm(, 16);")]
    [InlineData("new AesGcm(s_key")]
    [InlineData("Encrypt(\"\", ;")]
    [InlineData("HMACSHA256.HashData(key: , source: data);")]
    public Task Unfinished_code_is_survived(string body) => Test.Silent(
        Program(body, Helpers).Replace("aes.Key = key", "", StringComparison.Ordinal),
        setup =>
        {
            setup.CompilerDiagnostics = Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.None;
            setup.DisabledDiagnostics.Add("SOCK3001");
        });

    private static void WithLibrary(Setup setup) => setup.WithSecureDefaults();

    [Fact]
    public Task The_key_is_read_from_the_environment() => Test.Fixes(
        Program("""
            aes.Key = {|SOCK3001:s_key|}; // the key
                    var key = Encoding.UTF8.GetBytes(Text);
                    using var gcm = new AesGcm({|SOCK3001:key|}, 16);
                    Sign({|SOCK3001:"secret"|}, data);
                    using var mac = new HMACSHA256({|SOCK3001:[1, 2]|});
                    aes.SetKey(Convert.FromBase64String(Environment.GetEnvironmentVariable("KEY") ?? "AAEC"));
            """.Replace("Convert.From", "{|SOCK3001:Convert.From", StringComparison.Ordinal).Replace("\"AAEC\")", "\"AAEC\")|}", StringComparison.Ordinal),
            "static byte[] Sign(string key, byte[] data) => HMACSHA512.HashData(Encoding.UTF8.GetBytes(key), data);"),
        Program("""
            aes.Key = s_key; // the key
                    var key = Convert.FromBase64String(Environment.GetEnvironmentVariable("ENCRYPTION_KEY") ?? throw new InvalidOperationException("The environment variable ENCRYPTION_KEY is not set."));
                    using var gcm = new AesGcm(key, 16);
                    Sign(Environment.GetEnvironmentVariable("SIGNING_KEY") ?? throw new InvalidOperationException("The environment variable SIGNING_KEY is not set."), data);
                    using var mac = new HMACSHA256(Convert.FromBase64String(Environment.GetEnvironmentVariable("SIGNING_KEY") ?? throw new InvalidOperationException("The environment variable SIGNING_KEY is not set.")));
                    aes.SetKey(Convert.FromBase64String(Environment.GetEnvironmentVariable("KEY") ?? throw new InvalidOperationException("The key is not configured.")));
            """,
            "static byte[] Sign(string key, byte[] data) => HMACSHA512.HashData(Encoding.UTF8.GetBytes(key), data);")
            .Replace("{ 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 }", """Convert.FromBase64String(Environment.GetEnvironmentVariable("ENCRYPTION_KEY") ?? throw new InvalidOperationException("The environment variable ENCRYPTION_KEY is not set."))""", StringComparison.Ordinal),
        HardCodedKeyFix.EnvironmentKey);

    [Fact]
    public Task The_key_is_read_with_the_library() => Test.Fixes(
        Program("using var gcm = new AesGcm({|SOCK3001:\"0123456789abcdef\"u8|}, 16);"),
        Program("using var gcm = new AesGcm(SecretKey.FromEnvironment(\"ENCRYPTION_KEY\").ExportDangerous(), 16);")
            .Replace("using System.Text;", "using System.Text;\nusing SocketSecurity.Keys;", StringComparison.Ordinal),
        HardCodedKeyFix.SecretKeyKey,
        WithLibrary);

    [Fact]
    public Task A_constant_that_must_stay_one_is_replaced_where_it_is_used() => Test.Fixes(
        Program("const string Local = \"sixteen byte key\"; Sign({|SOCK3001:Local|}, data);",
            "static byte[] Sign(string key, byte[] data) => HMACSHA512.HashData(Encoding.UTF8.GetBytes(key), data);"),
        Program("const string Local = \"sixteen byte key\"; Sign(Environment.GetEnvironmentVariable(\"SIGNING_KEY\") ?? throw new InvalidOperationException(\"The environment variable SIGNING_KEY is not set.\"), data);",
            "static byte[] Sign(string key, byte[] data) => HMACSHA512.HashData(Encoding.UTF8.GetBytes(key), data);"),
        HardCodedKeyFix.EnvironmentKey);

    [Fact]
    public Task In_test_code_it_is_information() => Test.Finds(
        "using NUnit.Framework;\n" + Program("aes.Key = {|#0:[1, 2]|};") + "\nnamespace NUnit.Framework { class Dummy { } }",
        setup => setup.Expected.Add(new Microsoft.CodeAnalysis.Testing.DiagnosticResult("SOCK3001", Microsoft.CodeAnalysis.DiagnosticSeverity.Info).WithLocation(0)));
}
