using Microsoft.CodeAnalysis.Testing;
using SocketSecurity.Analyzers.CodeFixes.MessageProtection;
using SocketSecurity.Analyzers.MessageProtection;
using SocketSecurity.Analyzers.Tests.Verification;
using Rule = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.MessageProtection.AuthenticationTagAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.MessageProtection.AuthenticationTagFix>;

namespace SocketSecurity.Analyzers.Tests.MessageProtection;

/// <summary>SOCK4007, <see cref="AuthenticationTagAnalyzer"/> and <see cref="AuthenticationTagFix"/>.</summary>
public sealed class AuthenticationTagTests
{
    [Theory]
    [InlineData("using var own = new AesGcm(key, [|12|]);", "using var own = new AesGcm(key, 16);")]
    [InlineData("using var own = [|new AesGcm(key)|];", "using var own = new AesGcm(key, 16);")]
    [InlineData("using AesGcm own = [|new(key)|];", "using AesGcm own = new(key, 16);")]
    [InlineData("using var ccm = new AesCcm(key); ccm.Encrypt(nonce, data, data, [|new byte[8]|]);", "using var ccm = new AesCcm(key); ccm.Encrypt(nonce, data, data, new byte[16]);")]
    [InlineData(
        "var mac = HMACSHA256.HashData(key, data); var same = CryptographicOperations.FixedTimeEquals([|mac.AsSpan(0, 8)|], tag);",
        "var mac = HMACSHA256.HashData(key, data); var same = CryptographicOperations.FixedTimeEquals(mac.AsSpan(0, 16), tag);")]
    [InlineData("gcm.Encrypt(nonce, data, data, [|data.AsSpan(0, 12)|]);", "gcm.Encrypt(nonce, data, data, [|data.AsSpan(0, 12)|]);")]
    public Task A_short_tag_is_found_and_made_longer(string before, string after) =>
        Rule.Fixes(Method(before), Method(after), AuthenticationTagFix.FullTagKey, setup => setup.FixAll = false);

    [Theory]
    [InlineData("var made = new byte[12]; gcm.Encrypt(nonce, data, data, [|made|]);")]
    [InlineData("Span<byte> made = stackalloc byte[12]; gcm.Encrypt(nonce, data, data, [|made|]);")]
    [InlineData("gcm.Encrypt(nonce, data, data, [|data.AsSpan(0, 12)|]);")]
    [InlineData("gcm.Encrypt(nonce, data, data, [|data.AsSpan()[..13]|]);")]
    [InlineData("var mac = HMACSHA256.HashData(key, data); if (CryptographicOperations.FixedTimeEquals([|mac.AsSpan(0, 8)|], tag)) { data = null; }")]
    [InlineData("System.Span<byte> mac = stackalloc byte[20]; HMACSHA1.HashData(key, data, mac); if (CryptographicOperations.FixedTimeEquals([|mac[..13]|], tag)) { data = null; }")]
    [InlineData("const int whole = 16; const int rest = 3; var part = whole - rest; System.Span<byte> mac = stackalloc byte[32]; HMACSHA256.TryHashData(key, data, mac, out _); if (CryptographicOperations.FixedTimeEquals([|mac[..part]|], tag)) { data = null; }")]
    [InlineData("using var hmac = new HMACSHA256(key); var mac = hmac.ComputeHash(data); if (!CryptographicOperations.FixedTimeEquals(tag, [|mac.AsSpan(0, 10)|])) { data = null; }")]
    [InlineData("if ([|HMACSHA512.HashData(key, data).Take(8)|].SequenceEqual(tag)) { data = null; }")]
    public Task Short_buffers_and_cut_codes_are_found(string body) => Rule.Finds(Method(body));

    [Theory]
    [InlineData("using var full = new AesGcm(key, 16);")]
    [InlineData("using var full = new AesGcm(key, size);")]
    [InlineData("using var full = new AesGcm(key, AesGcm.TagByteSizes.MaxSize);")]
    [InlineData("gcm.Encrypt(nonce, data, data, new byte[16]);")]
    [InlineData("gcm.Encrypt(nonce, data, data, tag);")]
    [InlineData("gcm.Encrypt(nonce, data, data, data.AsSpan(data.Length - 16, 16));")]
    [InlineData("gcm.Decrypt(nonce, data, tag, data);")]
    [InlineData("var mac = HMACSHA256.HashData(key, data); if (CryptographicOperations.FixedTimeEquals(mac.AsSpan(0, 16), tag)) { data = null; }")]
    [InlineData("var code = HMACSHA1.HashData(key, data).AsSpan(0, 4).ToArray(); Console.WriteLine(code.Length);")]
    [InlineData("System.Span<byte> mac = stackalloc byte[32]; HMACSHA256.HashData(key, data, mac); if (CryptographicOperations.FixedTimeEquals(mac[..16], tag)) { data = null; }")]
    [InlineData("System.Span<byte> hash = stackalloc byte[32]; SHA256.HashData(data, hash); if (CryptographicOperations.FixedTimeEquals(hash[..8], tag)) { data = null; }")]
    [InlineData("System.Span<byte> both = stackalloc byte[40]; HMACSHA256.HashData(key, data, both.Slice(8)); if (CryptographicOperations.FixedTimeEquals(both[..8], tag)) { data = null; }")]
    [InlineData("var hash = SHA256.HashData(data); if (CryptographicOperations.FixedTimeEquals(hash.AsSpan(0, 8), tag)) { data = null; }")]
    [InlineData("if (data.AsSpan(0, 4).SequenceEqual(tag)) { data = null; }")]
    public Task Full_tags_other_values_and_derived_codes_are_silent(string body) => Rule.Silent(Method(body));

    [Fact]
    public Task Bouncy_Castle_counts_bits() => Rule.Fixes(
        BouncyCastle("new AeadParameters(null, [|96|], nonce)"),
        BouncyCastle("new AeadParameters(null, 128, nonce)"),
        AuthenticationTagFix.FullTagKey,
        setup => setup.FixAll = false);

    [Fact]
    public Task Unfinished_code_is_survived() => Rule.Silent(
        Method("new AesGcm(; new AesGcm(key, ); gcm.Encrypt(nonce, data, data, new byte[]); CryptographicOperations.FixedTimeEquals(data.AsSpan(0, ), "),
        setup => setup.CompilerDiagnostics = CompilerDiagnostics.None);

    private static string BouncyCastle(string creation) => $$"""
        class Box
        {
            object Seal(byte[] nonce) => {{creation.Replace("AeadParameters", "Org.BouncyCastle.Crypto.Parameters.AeadParameters", StringComparison.Ordinal)}};
        }

        namespace Org.BouncyCastle.Crypto.Parameters
        {
            public class AeadParameters { public AeadParameters(object key, int macSize, byte[] nonce) { } }
        }
        """;

    private static string Method(string body) => $$"""
        using System;
        using System.Linq;
        using System.Security.Cryptography;

        class Box
        {
            void Seal(byte[] key, byte[] nonce, byte[] data, byte[] tag, int size, AesGcm gcm)
            {
                {{body}}
            }
        }
        """;
}
