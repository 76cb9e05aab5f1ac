using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using SocketSecurity.Analyzers.CodeFixes.KeysAndCredentials;
using SocketSecurity.Analyzers.KeysAndCredentials;
using Test = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.KeysAndCredentials.SecretValueAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.KeysAndCredentials.PredictableSecretFix>;

namespace SocketSecurity.Analyzers.Tests.KeysAndCredentials;

/// <summary>SOCK3006, <see cref="SecretValueAnalyzer"/>: secrets from sources that can be guessed.</summary>
public sealed class PredictableSecretTests
{
    private static string Program(string body) => $$"""
        using System;
        using System.Linq;
        using System.Net;
        using System.Net.Http.Headers;
        using System.Security.Cryptography;
        using System.Text;
        using System.Threading.Tasks;

        class Session
        {
            private readonly Random _random = new();

            async Task Run(Aes aes, AesGcm gcm, byte[] key, byte[] data, byte[] output, byte[] tag, string password)
            {
                {{body}}
                await Task.Yield();
            }
        }

        static class CryptoRandom
        {
            private static readonly Random s_random = new();
            public static byte[] Bytes(int count) { var bytes = new byte[count]; s_random.NextBytes(bytes); return bytes; }
        }

        static class Names
        {
            public static byte[] Random(int count) => RandomNumberGenerator.GetBytes(count);
        }
        """;

    [Theory]
    [InlineData("var bytes = new byte[32]; new Random().NextBytes(bytes); aes.Key = {|SOCK3006:bytes|};")]
    [InlineData("var bytes = new byte[32]; Random.Shared.NextBytes(bytes.AsSpan()); aes.Key = {|SOCK3006:bytes|};")]
    [InlineData("aes.Key = {|SOCK3006:CryptoRandom.Bytes(32)|};")]
    [InlineData("gcm.Encrypt({|SOCK3006:CryptoRandom.Bytes(12)|}, data, output, tag);")]
    [InlineData("using var mac = new HMACSHA256({|SOCK3006:Guid.NewGuid().ToByteArray()|});")]
    [InlineData("using var mac = new HMACSHA256({|SOCK3006:BitConverter.GetBytes(DateTime.UtcNow.Ticks)|});")]
    [InlineData("var seed = Environment.TickCount; aes.Key = {|SOCK3006:SHA256.HashData(BitConverter.GetBytes(seed))|};")]
    [InlineData("var salt = new byte[16]; _random.NextBytes(salt); Rfc2898DeriveBytes.Pbkdf2(password, {|SOCK3006:salt|}, 600_000, HashAlgorithmName.SHA256, 32);")]
    [InlineData("var cookie = new Cookie(\"session\", {|SOCK3006:_random.Next().ToString()|});")]
    [InlineData("var cookie = new Cookie(\"session\", {|SOCK3006:\"s-\" + Random.Shared.NextInt64()|});")]
    [InlineData("var credential = new NetworkCredential(\"user\", {|SOCK3006:new Random().Next(100000, 999999).ToString()|});")]
    [InlineData("var header = new AuthenticationHeaderValue(\"Bearer\", {|SOCK3006:Guid.NewGuid().ToString(\"N\")|});")]
    public Task A_secret_that_can_be_guessed_is_found(string body) => Test.Finds(Program(body));

    [Theory]
    [InlineData("await Task.Delay(_random.Next(100, 200));")]
    [InlineData("var delay = TimeSpan.FromMilliseconds(100 * Math.Pow(2, 3) + Random.Shared.Next(50));")]
    [InlineData("var server = new[] { \"a\", \"b\" }[_random.Next(2)];")]
    [InlineData("var id = Guid.NewGuid().ToString();")]
    [InlineData("aes.Key = Names.Random(32);")]
    [InlineData("aes.Key = RandomNumberGenerator.GetBytes(32);")]
    [InlineData("aes.IV = CryptoRandom.Bytes(16); aes.CreateDecryptor();")]
    [InlineData("var cookie = new Cookie(\"session\", RandomNumberGenerator.GetHexString(32)) { Expires = DateTime.UtcNow.AddHours(1) };")]
    [InlineData("var cookie = new Cookie(\"language\", \"en\");")]
    [InlineData("tag = HMACSHA256.HashData(key, BitConverter.GetBytes(DateTime.UtcNow.Ticks));")]
    [InlineData("var sequence = new byte[16]; _random.NextBytes(sequence); data = sequence;")]
    public Task Randomness_that_is_no_secret_is_not_reported(string body) => Test.Silent(Program(body));

    [Theory]
    [InlineData("gcm.Encrypt({|#0:Guid.NewGuid().ToByteArray().AsSpan(0, 12)|}, data, output, tag);")]
    [InlineData("Rfc2898DeriveBytes.Pbkdf2(password, {|#0:Guid.NewGuid().ToByteArray()|}, 600_000, HashAlgorithmName.SHA256, 32);")]
    public Task A_guid_where_it_only_has_to_be_new_is_information(string body) => Test.Finds(
        Program(body),
        setup => setup.Expected.Add(new DiagnosticResult("SOCK3006", DiagnosticSeverity.Info).WithLocation(0).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)));

    [Fact]
    public Task The_cryptographic_generator_takes_the_place_of_the_source() => Test.Fixes(
        Program("""
            var bytes = new byte[32];
                    _random.NextBytes(bytes); // fill
                    aes.Key = {|SOCK3006:bytes|};
                    var credential = new NetworkCredential("user", {|SOCK3006:new Random().Next(100000, 999999).ToString()|});
                    using var mac = new HMACSHA256({|SOCK3006:Guid.NewGuid().ToByteArray()|});
                    var header = new AuthenticationHeaderValue("Bearer", {|SOCK3006:Guid.NewGuid().ToString("N")|});
            """),
        Program("""
            var bytes = new byte[32];
                    RandomNumberGenerator.Fill(bytes); // fill
                    aes.Key = bytes;
                    var credential = new NetworkCredential("user", RandomNumberGenerator.GetInt32(100000, 999999).ToString());
                    using var mac = new HMACSHA256(RandomNumberGenerator.GetBytes(16));
                    var header = new AuthenticationHeaderValue("Bearer", RandomNumberGenerator.GetHexString(32));
            """),
        PredictableSecretFix.GeneratorKey);

    [Fact]
    public Task A_helper_is_fixed_where_it_asks_the_source() => Test.Fixes(
        Program("aes.Key = {|SOCK3006:CryptoRandom.Bytes(32)|};"),
        Program("aes.Key = CryptoRandom.Bytes(32);").Replace("s_random.NextBytes(bytes)", "RandomNumberGenerator.Fill(bytes)", StringComparison.Ordinal),
        PredictableSecretFix.GeneratorKey);

    [Fact]
    public Task A_token_is_made_by_the_library() => Test.Fixes(
        Program("var cookie = new Cookie(\"session\", {|SOCK3006:_random.Next().ToString()|});"),
        Program("var cookie = new Cookie(\"session\", AccessToken.CreateRandom().Token);")
            .Replace("using System.Threading.Tasks;", "using System.Threading.Tasks;\nusing SocketSecurity.Tokens;", StringComparison.Ordinal),
        PredictableSecretFix.AccessTokenKey,
        setup => setup.WithSecureDefaults());

    [Theory]
    [InlineData("new Random().NextBytes(; aes.Key = bytes;")]
    [InlineData("aes.Key = Guid.NewGuid(")]
    [InlineData("new Cookie(, new Random().Next());")]
    public Task Unfinished_code_is_survived(string body) => Test.Silent(Program(body), setup => setup.CompilerDiagnostics = CompilerDiagnostics.None);
}
