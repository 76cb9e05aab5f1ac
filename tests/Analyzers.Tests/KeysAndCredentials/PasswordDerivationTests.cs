using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using SocketSecurity.Analyzers.CodeFixes.KeysAndCredentials;
using SocketSecurity.Analyzers.KeysAndCredentials;
using SocketSecurity.Analyzers.Tests.Verification;
using Salt = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.KeysAndCredentials.SecretValueAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Test = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.KeysAndCredentials.PasswordDerivationAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.KeysAndCredentials.PasswordDerivationFix>;

namespace SocketSecurity.Analyzers.Tests.KeysAndCredentials;

/// <summary>SOCK3007, <see cref="PasswordDerivationAnalyzer"/> and <see cref="PasswordDerivationFix"/>; salts by <see cref="SecretValueAnalyzer"/>.</summary>
public sealed class PasswordDerivationTests
{
    private static string Program(string body) => $$"""
        using System;
        using System.Security.Cryptography;
        using System.Text;

        class Passwords
        {
            const int Count = 10_000;
            static readonly byte[] s_salt = Encoding.ASCII.GetBytes("NaCl for everyone");

            void Run(string password, byte[] salt, int fromServer, HashAlgorithmName name)
            {
                {{body}}
            }
        }
        """;

    private static DiagnosticResult Info => new DiagnosticResult("SOCK3007", DiagnosticSeverity.Info).WithLocation(0);

    [Theory]
    [InlineData("Rfc2898DeriveBytes.Pbkdf2(password, salt, [|1000|], HashAlgorithmName.SHA256, 32);")]
    [InlineData("Rfc2898DeriveBytes.Pbkdf2(password, salt, [|Count|], HashAlgorithmName.SHA512, 32);")]
    [InlineData("var count = 5000; Rfc2898DeriveBytes.Pbkdf2(password, salt, [|count|], name, 32);")]
    [InlineData("Rfc2898DeriveBytes.Pbkdf2(password, salt, 600_000, [|HashAlgorithmName.SHA1|], 32);")]
    [InlineData("[|Rfc2898DeriveBytes.Pbkdf2(password, salt, 1000, HashAlgorithmName.SHA1, 32)|];")]
    [InlineData("var derivation = [|new Rfc2898DeriveBytes(password, salt)|];")]
    [InlineData("var derivation = [|new Rfc2898DeriveBytes(password, salt, 10000)|];")]
    [InlineData("var derivation = new Rfc2898DeriveBytes(password, salt, [|10000|], HashAlgorithmName.SHA256);")]
    [InlineData("var derivation = [|new PasswordDeriveBytes(password, salt)|];")]
    public Task A_weak_derivation_is_found(string body) => Test.Finds(Program(body));

    [Theory]
    [InlineData("Rfc2898DeriveBytes.Pbkdf2(password, salt, {|#0:300_000|}, HashAlgorithmName.SHA256, 32);")]
    [InlineData("Rfc2898DeriveBytes.Pbkdf2(password, salt, {|#0:150_000|}, HashAlgorithmName.SHA512, 32);")]
    public Task Fewer_than_recommended_is_information(string body) => Test.Finds(Program(body), setup => setup.Expected.Add(Info));

    [Theory]
    [InlineData("Rfc2898DeriveBytes.Pbkdf2(password, salt, 600_000, HashAlgorithmName.SHA256, 32);")]
    [InlineData("Rfc2898DeriveBytes.Pbkdf2(password, salt, 220_000, HashAlgorithmName.SHA512, 32);")]
    [InlineData("Rfc2898DeriveBytes.Pbkdf2(password, salt, 600_000, name, 32);")]
    [InlineData("Rfc2898DeriveBytes.Pbkdf2(password, salt, fromServer, HashAlgorithmName.SHA1, 20);")]
    [InlineData("var derivation = new Rfc2898DeriveBytes(password, salt, fromServer);")]
    [InlineData("HKDF.DeriveKey(HashAlgorithmName.SHA256, salt, 32);")]
    public Task A_good_derivation_and_one_that_the_peer_decides_are_not_reported(string body) => Test.Silent(Program(body));

    [Fact]
    public Task The_minimum_is_an_option() => Test.Finds(
        Program("Rfc2898DeriveBytes.Pbkdf2(password, salt, 150_000, HashAlgorithmName.SHA256, 32); Rfc2898DeriveBytes.Pbkdf2(password, salt, {|#0:120_000|}, HashAlgorithmName.SHA256, 32);"),
        setup =>
        {
            setup.EditorConfig.Add("socketsecurity.minimum_pbkdf2_iterations = 150000");
            setup.Expected.Add(Info);
        });

    [Fact]
    public Task AspNetCore_has_its_own_derivation() => Test.Finds(
        """
        using Microsoft.AspNetCore.Cryptography.KeyDerivation;

        class Passwords
        {
            byte[] Weak(string password, byte[] salt) => [|KeyDerivation.Pbkdf2(password, salt, KeyDerivationPrf.HMACSHA1, 10000, 32)|];
            byte[] Few(string password, byte[] salt) => KeyDerivation.Pbkdf2(password, salt, KeyDerivationPrf.HMACSHA256, [|10000|], 32);
            byte[] Good(string password, byte[] salt) => KeyDerivation.Pbkdf2(password, salt, KeyDerivationPrf.HMACSHA512, 220000, 32);
        }
        """,
        setup => setup.WithAspNetCore());

    [Theory]
    [InlineData("Rfc2898DeriveBytes.Pbkdf2(password, {|SOCK3007:s_salt|}, 600_000, HashAlgorithmName.SHA256, 32);")]
    [InlineData("Rfc2898DeriveBytes.Pbkdf2(password, {|SOCK3007:new byte[16]|}, 600_000, HashAlgorithmName.SHA256, 32);")]
    [InlineData("var derivation = new Rfc2898DeriveBytes(password, {|SOCK3007:s_salt|}, 600_000, HashAlgorithmName.SHA256);")]
    public Task A_salt_for_everybody_is_found(string body) => Salt.Finds(Program(body));

    [Theory]
    [InlineData("Rfc2898DeriveBytes.Pbkdf2(password, salt, 600_000, HashAlgorithmName.SHA256, 32);")]
    [InlineData("Rfc2898DeriveBytes.Pbkdf2(password, RandomNumberGenerator.GetBytes(16), 600_000, HashAlgorithmName.SHA256, 32);")]
    [InlineData("HKDF.DeriveKey(HashAlgorithmName.SHA256, salt, 32, s_salt);")]
    public Task A_salt_of_its_own_is_not_reported(string body) => Salt.Silent(Program(body));

    [Theory]
    [InlineData("new Rfc2898DeriveBytes(password, ")]
    [InlineData("Rfc2898DeriveBytes.Pbkdf2();")]
    [InlineData("Rfc2898DeriveBytes.Pbkdf2(password, salt, , HashAlgorithmName.SHA256")]
    public Task Unfinished_code_is_survived(string body) => Test.Silent(
        Program(body), setup => setup.CompilerDiagnostics = CompilerDiagnostics.None);

    [Theory]
    [InlineData("Rfc2898DeriveBytes.Pbkdf2(password, salt, [|1000|], HashAlgorithmName.SHA256, 32);", "Rfc2898DeriveBytes.Pbkdf2(password, salt, 600_000, HashAlgorithmName.SHA256, 32);")]
    [InlineData("Rfc2898DeriveBytes.Pbkdf2(password, salt, [|Count|], HashAlgorithmName.SHA512, 32);", "Rfc2898DeriveBytes.Pbkdf2(password, salt, 220_000, HashAlgorithmName.SHA512, 32);")]
    [InlineData("[|Rfc2898DeriveBytes.Pbkdf2(password, salt, 1000, HashAlgorithmName.SHA1, 32)|];", "Rfc2898DeriveBytes.Pbkdf2(password, salt, 600_000, HashAlgorithmName.SHA256, 32);")]
    [InlineData("Rfc2898DeriveBytes.Pbkdf2(password, salt, hashAlgorithm: [|HashAlgorithmName.SHA1|], iterations: 900_000, outputLength: 32);", "Rfc2898DeriveBytes.Pbkdf2(password, salt, hashAlgorithm: HashAlgorithmName.SHA256, iterations: 900_000, outputLength: 32);")]
    [InlineData("var derivation = [|new Rfc2898DeriveBytes(password, salt)|];", "var derivation = new Rfc2898DeriveBytes(password, salt, 600_000, HashAlgorithmName.SHA256);")]
    [InlineData("using (var derivation = [|new Rfc2898DeriveBytes(password, salt, 10000)|]) { }", "using (var derivation = new Rfc2898DeriveBytes(password, salt, 600_000, HashAlgorithmName.SHA256)) { }")]
    public Task It_is_strengthened(string body, string expected) =>
        Test.Fixes(Program(body), Program(expected), PasswordDerivationFix.StrengthenKey, setup => setup.FixAll = false);
}
