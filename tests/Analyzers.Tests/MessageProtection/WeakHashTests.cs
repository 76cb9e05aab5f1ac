using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using SocketSecurity.Analyzers.CodeFixes.MessageProtection;
using SocketSecurity.Analyzers.MessageProtection;
using SocketSecurity.Analyzers.Tests.Verification;
using Rule = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.MessageProtection.WeakHashAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.MessageProtection.WeakHashFix>;

namespace SocketSecurity.Analyzers.Tests.MessageProtection;

/// <summary>SOCK4004, <see cref="WeakHashAnalyzer"/> and <see cref="WeakHashFix"/>.</summary>
public sealed class WeakHashTests
{
    private const string Unknown = "is used for something that only its author knows";

    [Theory]
    [InlineData("var hash = {|#0:SHA1.HashData(data)|}; return rsa.SignHash(hash, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1);", "'SHA1.HashData'", "SHA-1", "is what a signature vouches for")]
    [InlineData("using var sha = {|#0:SHA1.Create()|}; var hash = sha.ComputeHash(data); if (!rsa.VerifyHash(hash, other, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1)) return null; return data;", "'SHA1.Create'", "SHA-1", "is what a signature vouches for")]
    [InlineData("return {|#0:MD5.HashData(Encoding.UTF8.GetBytes(login.Password))|};", "'MD5.HashData'", "MD5", "hides a password that can be tried out by the billion")]
    [InlineData("return {|#0:MD5.Create()|}.ComputeHash(Encoding.UTF8.GetBytes(\"salt\" + login.Password));", "'MD5.Create'", "MD5", "hides a password that can be tried out by the billion")]
    [InlineData("var body = new byte[64]; var sum = new byte[16]; stream.Read(body, 0, 64); stream.Read(sum, 0, 16); return {|#0:MD5.HashData(body)|}.SequenceEqual(sum) ? body : null;", "'MD5.HashData'", "MD5", "decides whether data of a peer is what it should be")]
    [InlineData("using var mac = {|#0:new HMACMD5(data)|}; return mac.ComputeHash(other);", "'HMACMD5'", "MD5", "authenticates messages")]
    [InlineData("return {|#0:HMACMD5.HashData(data, other)|};", "'HMACMD5.HashData'", "MD5", "authenticates messages")]
    public Task A_use_that_needs_what_is_broken_is_a_warning(string statements, string words, string hash, string use) =>
        Rule.Finds(Program(statements), Expect(DiagnosticSeverity.Warning, words, use, hash));

    [Theory]
    [InlineData("return {|#0:MD5.HashData(data)|};", "'MD5.HashData'", "MD5")]
    [InlineData("using var md5 = {|#0:MD5.Create()|}; return md5.ComputeHash(data);", "'MD5.Create'", "MD5")]
    [InlineData("using HashAlgorithm hash = {|#0:HashAlgorithm.Create(\"SHA1\")|}; return hash.ComputeHash(data);", "'HashAlgorithm.Create'", "SHA-1")]
    [InlineData("const string name = \"MD5\"; using var hash = (HashAlgorithm){|#0:CryptoConfig.CreateFromName(name)|}; return hash.ComputeHash(data);", "'CryptoConfig.CreateFromName'", "MD5")]
    [InlineData("using var hash = {|#0:IncrementalHash.CreateHash(HashAlgorithmName.MD5)|}; return hash.GetHashAndReset();", "'IncrementalHash.CreateHash'", "MD5")]
    [InlineData("return {|#0:CryptographicOperations.HashData(HashAlgorithmName.SHA1, data)|};", "'CryptographicOperations.HashData'", "SHA-1")]
    [InlineData("using var sha = {|#0:new SHA1Managed()|}; return sha.ComputeHash(data);", "'SHA1Managed'", "SHA-1")]
    [InlineData("using var md5 = {|#0:new MD5CryptoServiceProvider()|}; return md5.ComputeHash(data);", "'MD5CryptoServiceProvider'", "MD5")]
    public Task A_use_that_is_not_known_is_a_suggestion(string statements, string words, string hash) =>
        Rule.Finds(Program(statements), Expect(DiagnosticSeverity.Info, words, Unknown, hash));

    /// <summary>Protocols that demand the hash, and hashes that keep nobody out.</summary>
    [Theory]
    [InlineData("return SHA1.HashData(Encoding.ASCII.GetBytes(text + \"258EAFA5-E914-47DA-95CA-C5AB0DC85B11\"));")]
    [InlineData("var mechanism = \"SCRAM-SHA-1\"; return SHA1.HashData(data);")]
    [InlineData("var mechanism = \"CRAM-MD5\"; return new HMACMD5(data).ComputeHash(other);")]
    [InlineData("var ha1 = MD5.HashData(data); var header = $\"cnonce={text}\"; return ha1;")]
    [InlineData("const uint magicCookie = 0x2112A442; return MD5.HashData(data);")]
    [InlineData("var method = \"HMAC-SHA1\"; return SHA1.HashData(data);")]
    [InlineData("var plugin = \"mysql_native_password\"; return SHA1.HashData(SHA1.HashData(data));")]
    [InlineData("return new Guid(MD5.HashData(data)).ToByteArray();")]
    [InlineData("var place = BitConverter.ToUInt32(MD5.HashData(data), 0) % 16; return data;")]
    [InlineData("var cacheKey = Convert.ToHexString(MD5.HashData(data)); return null;")]
    [InlineData("var checksum = MD5.HashData(data); return checksum;")]
    [InlineData("var etag = Convert.ToBase64String(MD5.HashData(data)); return null;")]
    [InlineData("return SHA1.HashData(certificate.RawData);")]
    [InlineData("return Checksum(); byte[] Checksum() => MD5.HashData(data);")]
    [InlineData("return SHA256.HashData(data);")]
    [InlineData("return new HMACSHA1(data).ComputeHash(other);")]
    [InlineData("return HMACSHA1.HashData(data, other);")]
    [InlineData("using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512); return hash.GetHashAndReset();")]
    [InlineData("return HashAlgorithm.Create(\"SHA256\").ComputeHash(data);")]
    [InlineData("return HashAlgorithm.Create(text).ComputeHash(data);")]
    [InlineData("var md5 = \"MD5\"; return Encoding.UTF8.GetBytes(md5);")]
    public Task What_a_protocol_demands_and_what_only_tells_things_apart_is_silent(string statements) => Rule.Silent(Program(statements));

    [Theory]
    [InlineData("return [|MD5.HashData(data)|]; // fast", "return SHA256.HashData(data); // fast")]
    [InlineData("using var md5 = [|MD5.Create()|]; return md5.ComputeHash(data);", "using var md5 = SHA256.Create(); return md5.ComputeHash(data);")]
    [InlineData("using (SHA1 sha = [|SHA1.Create()|]) return sha.ComputeHash(data);", "using (SHA256 sha = SHA256.Create()) return sha.ComputeHash(data);")]
    [InlineData("using var sha = [|new SHA1Managed()|]; return sha.ComputeHash(data);", "using var sha = SHA256.Create(); return sha.ComputeHash(data);")]
    [InlineData("using var mac = [|new HMACMD5(data)|]; return mac.ComputeHash(other);", "using var mac = new HMACSHA256(data); return mac.ComputeHash(other);")]
    [InlineData("return [|HashAlgorithm.Create(\"MD5\")|].ComputeHash(data);", "return HashAlgorithm.Create(\"SHA256\").ComputeHash(data);")]
    [InlineData("return [|CryptographicOperations.HashData(HashAlgorithmName.SHA1, data)|];", "return CryptographicOperations.HashData(HashAlgorithmName.SHA256, data);")]
    public Task Sha256_takes_its_place(string before, string after) =>
        Rule.Fixes(Program(before), Program(after), WeakHashFix.Sha256Key, setup => setup.FixAll = false);

    [Theory]
    [InlineData("Span<byte> sum = stackalloc byte[16]; [|MD5.HashData(data, sum)|]; return sum.ToArray();")]
    [InlineData("MD5 sum; sum = [|MD5.Create()|]; return sum.ComputeHash(data);")]
    public Task Where_a_longer_hash_does_not_fit_no_fix_is_offered(string statements) =>
        Rule.Fixes(Program(statements), Program(statements), WeakHashFix.Sha256Key, setup => setup.FixAll = false);

    [Fact]
    public Task Unfinished_code_is_survived() => Rule.Silent(
        """
        using System.Security.Cryptography;

        class Receiver
        {
            void Run(byte[] data)
            {
                HashAlgorithm.Create();
                IncrementalHash.CreateHash();
                MD5.;
                var hash = new HMACM
            }
        }
        """,
        setup => setup.CompilerDiagnostics = CompilerDiagnostics.None);

    private static Action<Setup> Expect(DiagnosticSeverity severity, string words, string use, string hash) => setup =>
        setup.Expected.Add(new DiagnosticResult(Rules.WeakHash).WithLocation(0).WithSeverity(severity).WithArguments(words, use, hash, ""));

    private static string Program(string statements) => $$"""
        using System;
        using System.Linq;
        using System.Net;
        using System.Net.Sockets;
        using System.Security.Cryptography;
        using System.Security.Cryptography.X509Certificates;
        using System.Text;

        class Receiver
        {
            byte[] Run(byte[] data, byte[] other, string text, RSA rsa, NetworkCredential login, NetworkStream stream, X509Certificate2 certificate)
            {
                {{statements}}
            }
        }
        """;
}
