using SocketSecurity.Analyzers.CodeFixes.KeysAndCredentials;
using SocketSecurity.Analyzers.KeysAndCredentials;
using Test = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.KeysAndCredentials.SecretValueAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.KeysAndCredentials.FreshNonceFix>;

namespace SocketSecurity.Analyzers.Tests.KeysAndCredentials;

/// <summary>SOCK3002 and SOCK3003, <see cref="SecretValueAnalyzer"/>: nonces that are the same for several messages.</summary>
public sealed class NonceTests
{
    private static string Program(string body, string members = "") => $$"""
        using System;
        using System.Buffers.Binary;
        using System.Collections.Generic;
        using System.Linq;
        using System.Security.Cryptography;
        using System.Text;

        class Cipher
        {
            static readonly byte[] s_iv = new byte[16];
            private readonly byte[] _nonce = RandomNumberGenerator.GetBytes(12);
            private readonly byte[] _counter = RandomNumberGenerator.GetBytes(12);

            void Run(Aes aes, AesGcm gcm, byte[] key, byte[] given, string password, bool flag, byte[] data, byte[] output, byte[] tag, List<byte[]> messages)
            {
                {{body}}
            }

            void Advance() { _counter[0]++; Increment(_counter); }
            static void Increment(byte[] counter) => counter[0]++;
            {{members}}
        }
        """;

    [Theory]
    [InlineData("gcm.Encrypt({|SOCK3002:new byte[12]|}, data, output, tag);")]
    [InlineData("gcm.Encrypt({|SOCK3002:s_iv.AsSpan(0, 12)|}, data, output, tag);")]
    [InlineData("Span<byte> nonce = stackalloc byte[12]; gcm.Encrypt({|SOCK3002:nonce|}, data, output, tag);")]
    [InlineData("gcm.Encrypt({|SOCK3002:\"twelve bytes\"u8|}, data, output, tag);")]
    [InlineData("using var cipher = new ChaCha20Poly1305(key); cipher.Encrypt({|SOCK3002:new byte[12]|}, data, output, tag);")]
    [InlineData("using var cipher = new AesCcm(key); cipher.Encrypt({|SOCK3002:new byte[12]|}, data, output, tag);")]
    [InlineData("aes.IV = {|SOCK3002:s_iv|}; using var encryptor = aes.CreateEncryptor();")]
    [InlineData("aes.CreateEncryptor(key, {|SOCK3002:s_iv|});")]
    [InlineData("aes.EncryptCbc(data, {|SOCK3002:new byte[16]|});")]
    [InlineData("using var own = new AesManaged { Key = key, IV = {|SOCK3002:Encoding.ASCII.GetBytes(\"sixteen bytes iv\")|} }; own.CreateEncryptor();")]
    [InlineData("aes.Key = key; aes.IV = {|SOCK3002:key|}; aes.CreateEncryptor();")]
    [InlineData("aes.CreateEncryptor(key, {|SOCK3002:key.Take(16).ToArray()|});")]
    [InlineData("var own = key; own = SHA256.HashData(own); aes.Key = own; var iv = own; aes.IV = {|SOCK3002:iv|}; aes.CreateEncryptor();")]
    [InlineData("aes.Key = SHA256.HashData(given); aes.EncryptCbc(data, {|SOCK3002:MD5.HashData(given)|});")]
    [InlineData("Seal(gcm, {|SOCK3002:new byte[12]|}, data);")]
    public Task A_constant_nonce_is_found(string body) => Test.Finds(Program(body, Helpers));

    [Theory]
    [InlineData("gcm.Encrypt(given, data, output, tag);")]
    [InlineData("gcm.Encrypt(RandomNumberGenerator.GetBytes(12), data, output, tag);")]
    [InlineData("Span<byte> nonce = stackalloc byte[12]; RandomNumberGenerator.Fill(nonce); gcm.Encrypt(nonce, data, output, tag);")]
    [InlineData("var nonce = new byte[12]; BinaryPrimitives.WriteInt64BigEndian(nonce.AsSpan(4), messages.Count); gcm.Encrypt(nonce, data, output, tag);")]
    [InlineData("gcm.Decrypt(data.AsSpan(0, 12), data, tag, output);")]
    [InlineData("gcm.Decrypt(new byte[12], data, tag, output);")]
    [InlineData("aes.IV = data[..16]; aes.CreateDecryptor();")]
    [InlineData("aes.IV = s_iv; aes.CreateDecryptor();")]
    [InlineData("aes.CreateDecryptor(key, s_iv);")]
    [InlineData("aes.DecryptCbc(data, s_iv);")]
    [InlineData("aes.Mode = CipherMode.ECB; aes.IV = s_iv; aes.CreateEncryptor();")]
    [InlineData("aes.Mode = CipherMode.ECB; aes.CreateEncryptor(key, new byte[16]);")]
    [InlineData("aes.GenerateIV(); aes.CreateEncryptor();")]
    [InlineData("var bytes = SHA256.HashData(given); aes.Key = bytes; bytes = RandomNumberGenerator.GetBytes(16); aes.IV = bytes; aes.CreateEncryptor();")]
    [InlineData("var bytes = new byte[32]; given.CopyTo(bytes, 0); aes.Key = bytes; bytes = new byte[16]; RandomNumberGenerator.Fill(bytes); aes.IV = bytes; aes.CreateEncryptor();")]
    [InlineData("aes.Key = given; given = RandomNumberGenerator.GetBytes(16); aes.IV = given; aes.CreateEncryptor();")]
    [InlineData("var iv = aes.IV; aes.CreateEncryptor(key, iv);")]
    [InlineData("var once = RandomNumberGenerator.GetBytes(32); using var own = new AesGcm(once, 16); own.Encrypt(new byte[12], data, output, tag);")]
    [InlineData("var okm = HKDF.DeriveKey(HashAlgorithmName.SHA256, given, 48); aes.CreateEncryptor(okm[..32], okm[32..]);")]
    [InlineData("Seal(gcm, given, data);")]
    public Task A_nonce_that_is_new_received_or_not_needed_is_not_reported(string body) => Test.Silent(Program(body, Helpers));

    private const string Helpers =
        "static void Seal(AesGcm gcm, byte[] nonce, byte[] data) => gcm.Encrypt(nonce, data, new byte[data.Length], new byte[16]);";

    [Theory]
    [InlineData("var nonce = RandomNumberGenerator.GetBytes(12); foreach (var message in messages) { gcm.Encrypt({|SOCK3003:nonce|}, message, output, tag); }")]
    [InlineData("for (var i = 0; i < messages.Count; i++) { gcm.Encrypt({|SOCK3003:given|}, messages[i], output, tag); }")]
    [InlineData("var nonce = RandomNumberGenerator.GetBytes(12); gcm.Encrypt(nonce, data, output, tag); gcm.Encrypt({|SOCK3003:nonce|}, messages[0], output, tag);")]
    [InlineData("aes.Key = key; aes.EncryptCbc(data, given); aes.EncryptCbc(messages[0], {|SOCK3003:given|});")]
    [InlineData("gcm.Encrypt({|SOCK3003:_nonce|}, data, output, tag);")]
    public Task A_nonce_that_is_used_again_is_found(string body) => Test.Finds(Program(body));

    [Theory]
    [InlineData("var nonce = new byte[12]; foreach (var message in messages) { RandomNumberGenerator.Fill(nonce); gcm.Encrypt(nonce, message, output, tag); }")]
    [InlineData("foreach (var message in messages) { var nonce = RandomNumberGenerator.GetBytes(12); gcm.Encrypt(nonce, message, output, tag); }")]
    [InlineData("for (var i = 0; i < messages.Count; i++) { given[0]++; gcm.Encrypt(given, messages[i], output, tag); }")]
    [InlineData("for (var i = 0; i < messages.Count; i++) { gcm.Encrypt(given, messages[i], output, tag); Increment(given); }")]
    [InlineData("foreach (var message in messages) { using var own = new AesGcm(message, 16); own.Encrypt(given, data, output, tag); }")]
    [InlineData("if (flag) { gcm.Encrypt(given, data, output, tag); } else { gcm.Encrypt(given, messages[0], output, tag); }")]
    [InlineData("if (flag) { gcm.Encrypt(given, data, output, tag); return; } gcm.Encrypt(given, messages[0], output, tag);")]
    [InlineData("gcm.Encrypt(given, data, output, tag); RandomNumberGenerator.Fill(given); gcm.Encrypt(given, messages[0], output, tag);")]
    [InlineData("gcm.Encrypt(given, data, output, tag); gcm.Decrypt(given, output, tag, data);")]
    [InlineData("foreach (var message in messages) { gcm.Decrypt(given, message, tag, output); }")]
    [InlineData("using var other = new AesGcm(data, 16); gcm.Encrypt(given, data, output, tag); other.Encrypt(given, data, output, tag);")]
    [InlineData("gcm.Encrypt(_counter, data, output, tag); Advance();")]
    [InlineData("while (true) { gcm.Encrypt(given, data, output, tag); break; }")]
    public Task A_nonce_that_advances_or_belongs_to_another_key_is_not_reported(string body) => Test.Silent(Program(body));

    [Fact]
    public Task BouncyCastle_says_the_direction_in_Init() => Test.Finds(
        """
        using Org.BouncyCastle.Crypto.Engines;
        using Org.BouncyCastle.Crypto.Modes;
        using Org.BouncyCastle.Crypto.Parameters;

        class Cipher
        {
            static readonly byte[] s_nonce = new byte[12];
            void Seal(GcmBlockCipher cipher, KeyParameter key) => cipher.Init(true, new AeadParameters(key, 128, {|SOCK3002:new byte[12]|}));
            void Open(GcmBlockCipher cipher, KeyParameter key) => cipher.Init(false, new AeadParameters(key, 128, new byte[12]));
            void Local(GcmBlockCipher cipher, KeyParameter key)
            {
                var parameters = new ParametersWithIV(key, new byte[12]);
                cipher.Init(false, parameters);
            }
        }
        """,
        setup => setup.Reference(Verification.TestFrameworks.Libraries));

    [Theory]
    [InlineData("gcm.Encrypt(, data, output, tag);")]
    [InlineData("gcm.Encrypt(new byte[, data")]
    [InlineData("aes.IV = ;")]
    [InlineData("foreach (var message in ) { gcm.Encrypt(nonce, message")]
    public Task Unfinished_code_is_survived(string body) => Test.Silent(
        Program(body), setup => setup.CompilerDiagnostics = Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.None);

    [Fact]
    public Task A_nonce_in_a_variable_is_filled_before_the_encryption() => Test.Fixes(
        Program("""
            var nonce = new byte[12];

                    // seal
                    gcm.Encrypt({|SOCK3002:nonce|}, data, output, tag);
            """),
        Program("""
            var nonce = new byte[12];

                    // seal
                    RandomNumberGenerator.Fill(nonce);
                    gcm.Encrypt(nonce, data, output, tag);
            """),
        FreshNonceFix.FillKey,
        setup => setup.FixAll = false);

    [Fact]
    public Task A_nonce_in_a_loop_is_filled_in_every_round() => Test.Fixes(
        Program("""
            Span<byte> nonce = stackalloc byte[12];
                    RandomNumberGenerator.Fill(nonce);
                    foreach (var message in messages)
                    {
                        gcm.Encrypt({|SOCK3003:nonce|}, message, output, tag);
                    }
            """),
        Program("""
            Span<byte> nonce = stackalloc byte[12];
                    RandomNumberGenerator.Fill(nonce);
                    foreach (var message in messages)
                    {
                        RandomNumberGenerator.Fill(nonce);
                        gcm.Encrypt(nonce, message, output, tag);
                    }
            """),
        FreshNonceFix.FillKey,
        setup => setup.FixAll = false);

    [Fact]
    public Task An_initialization_vector_is_generated() => Test.Fixes(
        Program("aes.Key = key;\n        aes.IV = {|SOCK3002:s_iv|}; // iv\n        aes.CreateEncryptor();"),
        Program("aes.Key = key;\n        aes.GenerateIV(); // iv\n        aes.CreateEncryptor();"),
        FreshNonceFix.GenerateKey,
        setup => setup.FixAll = false);
}
