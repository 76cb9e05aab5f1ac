using SocketSecurity.Analyzers.KeysAndCredentials;
using Test = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.KeysAndCredentials.SecretValueAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace SocketSecurity.Analyzers.Tests.KeysAndCredentials;

/// <summary>SOCK3008, <see cref="SecretValueAnalyzer"/>: text used as a key without a password derivation.</summary>
public sealed class PasswordUsedAsKeyTests
{
    private static string Program(string body) => $$"""
        using System;
        using System.Linq;
        using System.Security.Cryptography;
        using System.Text;

        class Cipher(string configured)
        {
            private readonly byte[] _key = Encoding.UTF8.GetBytes(configured);

            void Run(Aes aes, byte[] given, string password, byte[] salt, byte[] data)
            {
                {{body}}
            }

            static void Encrypt(byte[] key, byte[] data) { using var aes = Aes.Create(); aes.Key = key; }
        }
        """;

    [Theory]
    [InlineData("aes.Key = {|SOCK3008:Encoding.UTF8.GetBytes(password)|};")]
    [InlineData("aes.Key = {|SOCK3008:Encoding.UTF8.GetBytes(password.PadRight(32))|};")]
    [InlineData("aes.Key = {|SOCK3008:SHA256.HashData(Encoding.UTF8.GetBytes(password))|};")]
    [InlineData("using var md5 = MD5.Create(); aes.Key = {|SOCK3008:md5.ComputeHash(Encoding.UTF8.GetBytes(password))|};")]
    [InlineData("var bytes = Encoding.ASCII.GetBytes(password); var key = bytes.Take(16).ToArray(); aes.Key = {|SOCK3008:key|};")]
    [InlineData("aes.Key = {|SOCK3008:_key|};")]
    [InlineData("using var gcm = new AesGcm({|SOCK3008:SHA256.HashData(Encoding.UTF8.GetBytes(Environment.GetEnvironmentVariable(\"PASSWORD\")))|}, 16);")]
    [InlineData("var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, {|SOCK3008:Encoding.UTF8.GetBytes(password)|}, 32);")]
    [InlineData("Encrypt({|SOCK3008:Encoding.UTF8.GetBytes(password)|}, data);")]
    public Task Text_as_a_key_is_found(string body) => Test.Finds(Program(body));

    [Theory]
    [InlineData("aes.Key = given;")]
    [InlineData("aes.Key = Convert.FromBase64String(password);")]
    [InlineData("aes.Key = Convert.FromHexString(password);")]
    [InlineData("aes.Key = Rfc2898DeriveBytes.Pbkdf2(password, salt, 600_000, HashAlgorithmName.SHA256, 32);")]
    [InlineData("using var derivation = new Rfc2898DeriveBytes(password, salt, 600_000, HashAlgorithmName.SHA256); aes.Key = derivation.GetBytes(32);")]
    [InlineData("aes.Key = SHA256.HashData(given);")]
    [InlineData("aes.Key = HMACSHA256.HashData(given, Encoding.UTF8.GetBytes(\"label\"));")]
    [InlineData("using var mac = new HMACSHA256(Encoding.UTF8.GetBytes(password));")]
    [InlineData("var tag = HMACSHA256.HashData(given, Encoding.UTF8.GetBytes(password));")]
    [InlineData("aes.EncryptEcb(Encoding.UTF8.GetBytes(password), PaddingMode.PKCS7);")]
    public Task Bytes_that_are_no_text_and_text_that_is_no_key_are_not_reported(string body) => Test.Silent(Program(body));

    [Theory]
    [InlineData("aes.Key = Encoding.UTF8.GetBytes(;")]
    [InlineData("aes.Key = SHA256.HashData(Encoding.")]
    [InlineData("var key = Encoding.UTF8.GetBytes(key); aes.Key = ")]
    public Task Unfinished_code_is_survived(string body) => Test.Silent(
        Program(body), setup => setup.CompilerDiagnostics = Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.None);
}
