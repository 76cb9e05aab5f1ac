using Microsoft.CodeAnalysis.Testing;
using SocketSecurity.Analyzers.CodeFixes.MessageProtection;
using SocketSecurity.Analyzers.MessageProtection;
using SocketSecurity.Analyzers.Tests.Verification;
using Rule = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.MessageProtection.TimingUnsafeComparisonAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.MessageProtection.TimingUnsafeComparisonFix>;

namespace SocketSecurity.Analyzers.Tests.MessageProtection;

/// <summary>SOCK4006, <see cref="TimingUnsafeComparisonAnalyzer"/>: what is found, by how it is compared and by what it was made by.</summary>
public sealed class TimingUnsafeComparisonTests
{
    /// <summary>The ways to compare.</summary>
    [Theory]
    [InlineData("return [|mac.SequenceEqual(tag)|];")]
    [InlineData("return [|tag.SequenceEqual(mac)|];")]
    [InlineData("return [|Enumerable.SequenceEqual(mac, tag)|];")]
    [InlineData("return [|mac.AsSpan().SequenceEqual(tag)|];")]
    [InlineData("return [|mac.Take(16).SequenceEqual(tag)|];")]
    [InlineData("return [|mac.AsSpan(0, 16).SequenceEqual(tag.AsSpan())|];")]
    [InlineData("return [|StructuralComparisons.StructuralEqualityComparer.Equals(mac, tag)|];")]
    [InlineData("return [|Convert.ToHexString(mac) == text|];")]
    [InlineData("return [|text != Convert.ToBase64String(mac)|];")]
    [InlineData("return [|string.Equals(Convert.ToBase64String(mac), text)|];")]
    [InlineData("return [|Convert.ToBase64String(mac).Equals(text)|];")]
    [InlineData("return [|text.Equals(BitConverter.ToString(mac).Replace(\"-\", \"\").ToLowerInvariant(), StringComparison.OrdinalIgnoreCase)|];")]
    [InlineData("return [|string.CompareOrdinal(text, Convert.ToBase64String(mac))|] == 0;")]
    [InlineData("return [|string.Compare(text, Convert.ToBase64String(mac), StringComparison.Ordinal)|] == 0;")]
    [InlineData("return [|text.CompareTo(Convert.ToBase64String(mac))|] == 0;")]
    [InlineData("return [|StringComparer.Ordinal.Equals(text, Convert.ToBase64String(mac))|];")]
    [InlineData("for (int i = 0; i < mac.Length; i++) { if ([|mac[i] != tag[i]|]) return false; } return true;")]
    [InlineData("for (int i = 0; i < mac.Length; i++) if (!([|mac[i] == tag[i]|])) throw new Exception(); return true;")]
    [InlineData("bool ok = true; for (int i = 0; i < 16; i++) { if ([|mac[i] != tag[i]|]) { ok = false; break; } } return ok;")]
    [InlineData("int at = 0; while (at < mac.Length && [|mac[at] == tag[at]|]) at++; return at == mac.Length;")]
    [InlineData("return [|Same(mac, tag)|];")]
    [InlineData("return [|SameByLoop(tag, mac)|];")]
    [InlineData("return [|SameThroughAnother(mac, tag)|];")]
    [InlineData("return [|Convert.ToBase64String(mac).SameText(text)|];")]
    public Task A_code_compared_with_an_early_end_is_found(string statements) =>
        Rule.Finds(Program("var mac = HMACSHA256.HashData(key, data); " + statements));

    /// <summary>The ways a code is made, encoded and handed on.</summary>
    [Theory]
    [InlineData("var mac = new HMACSHA256(key).ComputeHash(data);")]
    [InlineData("using var hmac = new HMACSHA512(key); var mac = hmac.ComputeHash(data, 0, data.Length);")]
    [InlineData("HashAlgorithm hash = new HMACSHA1(key); var mac = hash.ComputeHash(data);")]
    [InlineData("KeyedHashAlgorithm hash = new HMACSHA384(key); hash.TransformFinalBlock(data, 0, 1); var mac = hash.Hash;")]
    [InlineData("var mac = _hmac.ComputeHash(data);")]
    [InlineData("var mac = new byte[32]; HMACSHA256.HashData(key, data, mac);")]
    [InlineData("Span<byte> mac = stackalloc byte[32]; HMACSHA256.TryHashData(key, data, mac, out _);")]
    [InlineData("Span<byte> mac = new byte[40]; HMACSHA256.HashData(key, data, mac.Slice(8));")]
    [InlineData("using var incremental = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key); incremental.AppendData(data); var mac = incremental.GetHashAndReset();")]
    [InlineData("var mac = CryptographicOperations.HmacData(HashAlgorithmName.SHA256, key, data);")]
    [InlineData("var full = HMACSHA256.HashData(key, data); var mac = new byte[16]; Array.Copy(full, mac, 16);")]
    [InlineData("var full = HMACSHA256.HashData(key, data); var mac = new byte[16]; full.AsSpan(0, 16).CopyTo(mac);")]
    [InlineData("var hello = new byte[48]; HMACSHA256.HashData(key, data, hello.AsSpan(16)); var mac = hello.AsSpan(16);")]
    [InlineData("var mac = Sign(data);")]
    [InlineData("var mac = SignVirtually(data);")]
    [InlineData("var mac = Signer.Sign(key, data);")]
    [InlineData("var mac = flag ? HMACSHA256.HashData(key, data) : HMACSHA512.HashData(key, data);")]
    [InlineData("var mac = new byte[16]; using var aes = new AesGcm(key, 16); aes.Encrypt(data, data, new byte[3], mac);")]
    [InlineData("var mac = Rfc2898DeriveBytes.Pbkdf2(text, data, 600000, HashAlgorithmName.SHA256, 32);")]
    [InlineData("var mac = _stored;")]
    public Task Every_way_to_make_a_code_is_recognised(string made) => Rule.Finds(Program(made + " return [|mac.SequenceEqual(tag)|];"));

    [Theory]
    [InlineData("var hex = Convert.ToHexString(mac).ToLower();")]
    [InlineData("var hex = \"sha256=\" + Convert.ToHexString(mac);")]
    [InlineData("var hex = $\"v1={Convert.ToBase64String(mac)}\";")]
    [InlineData("var hex = string.Concat(mac.Select(b => b.ToString(\"x2\")));")]
    [InlineData("var builder = new StringBuilder(64); foreach (var b in mac) builder.Append(b.ToString(\"x2\")); var hex = builder.ToString();")]
    [InlineData("var builder = new StringBuilder(); for (int i = 0; i < mac.Length; i++) { builder.AppendFormat(\"{0:x2}\", mac[i]); } var hex = builder.ToString();")]
    [InlineData("var builder = new StringBuilder(); builder.Append(\"v1=\").Append(Convert.ToHexString(mac)); var hex = builder.ToString();")]
    [InlineData("string hex = \"\"; foreach (byte b in mac) { hex += b.ToString(\"x2\"); }")]
    [InlineData("var hex = ToHex(mac);")]
    [InlineData("var hex = Convert.ToBase64String(mac).TrimEnd('=').Replace('+', '-');")]
    [InlineData("var hex = System.Buffers.Text.Base64Url.EncodeToString(mac);")]
    public Task Every_way_to_write_a_code_as_text_is_followed(string written) =>
        Rule.Finds(Program("var mac = HMACSHA256.HashData(key, data); " + written + " return [|hex == text|];"));

    /// <summary>What is not secret, and what is compared right.</summary>
    [Theory]
    [InlineData("var mac = HMACSHA256.HashData(key, data); return CryptographicOperations.FixedTimeEquals(mac, tag);")]
    [InlineData("var mac = HMACSHA256.HashData(key, data); int diff = mac.Length ^ tag.Length; for (int i = 0; i < mac.Length && i < tag.Length; i++) { diff |= mac[i] ^ tag[i]; } return diff == 0;")]
    [InlineData("var mac = HMACSHA256.HashData(key, data); bool ok = true; for (int i = 0; i < mac.Length; i++) { ok &= mac[i] == tag[i]; } return ok;")]
    [InlineData("var mac = HMACSHA256.HashData(key, data); return SlowSame(mac, tag);")]
    [InlineData("var mac = HMACSHA256.HashData(key, data); return mac.Length == tag.Length;")]
    [InlineData("var mac = HMACSHA256.HashData(key, data); return mac == null || Convert.ToBase64String(mac) == \"\";")]
    [InlineData("var mac = HMACSHA256.HashData(key, data); return mac.SequenceEqual(new byte[] { 1, 2, 3 });")]
    [InlineData("var blind = RandomNumberGenerator.GetBytes(32); return HMACSHA256.HashData(blind, data).SequenceEqual(HMACSHA256.HashData(blind, tag));")]
    [InlineData("return SHA256.HashData(data).SequenceEqual(tag);")]
    [InlineData("return data.SequenceEqual(tag);")]
    [InlineData("return data.AsSpan(0, 4).SequenceEqual(\"RIFF\"u8);")]
    [InlineData("var nonce = RandomNumberGenerator.GetBytes(16); return data.SequenceEqual(nonce);")]
    [InlineData("return certificate.RawData.SequenceEqual(data);")]
    [InlineData("return certificate.Thumbprint == text;")]
    [InlineData("return certificate.GetCertHashString() == Convert.ToHexString(SHA1.HashData(data));")]
    [InlineData("string signature = text, mac = text + \"a\"; return signature == mac;")]
    [InlineData("byte[] hmac = data; for (int i = 0; i < hmac.Length; i++) { if (hmac[i] != tag[i]) return false; } return true;")]
    [InlineData("var hello = new byte[48]; HMACSHA256.HashData(key, data, hello.AsSpan(16)); return tag.AsSpan().SequenceEqual(hello.AsSpan(0, 16));")]
    [InlineData("using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256); hash.AppendData(data); return hash.GetHashAndReset().SequenceEqual(tag);")]
    [InlineData("HashAlgorithm hash = SHA256.Create(); return hash.ComputeHash(data).SequenceEqual(tag);")]
    [InlineData("var pair = new byte[16]; using var aes = new AesGcm(key, 16); aes.Encrypt(data, data, pair, new byte[16]); return pair.SequenceEqual(tag);")]
    [InlineData("var mac = HMACSHA256.HashData(key, data); for (int i = 0; i < mac.Length; i++) { if (mac[i] != tag[i]) count++; } return count == 0;")]
    public Task Public_values_and_constant_time_are_silent(string statements) => Rule.Silent(Program(statements));

    /// <summary>Each way in which a code leaves the body that makes it, through members that the comparison does not name.</summary>
    [Theory]
    [InlineData("var mac = HMACSHA256.HashData(_key, data); var text = Convert.ToHexString(mac); return text;")]
    [InlineData("return Hex(); string Hex() { return Convert.ToHexString(HMACSHA256.HashData(_key, data)); }")]
    [InlineData("var mac = new byte[32]; HMACSHA256.HashData(_key, data, mac); return Convert.ToHexString(mac);")]
    [InlineData("var mac = new byte[32]; HMACSHA256.HashData(_key, data).CopyTo(mac, 0); return Convert.ToHexString(mac);")]
    [InlineData("var mac = new byte[32]; Buffer.BlockCopy(HMACSHA256.HashData(_key, data), 0, mac, 0, 32); return Convert.ToHexString(mac);")]
    [InlineData("var sb = new StringBuilder(); foreach (var b in HMACSHA256.HashData(_key, data)) { sb.Append(b.ToString(\"x2\")); } return sb.ToString();")]
    [InlineData("var text = \"v1=\"; text += Convert.ToHexString(HMACSHA256.HashData(_key, data)); return text;")]
    [InlineData("return data == null ? \"\" : Text(HMACSHA256.HashData(_key, data)); static string Text(byte[] value) => Convert.ToHexString(value);")]
    [InlineData("_last = HMACSHA256.HashData(_key, data); return Convert.ToHexString(_last);")]
    [InlineData("_memory = HMACSHA256.HashData(_key, data); return Convert.ToHexString(_memory.Span);")]
    [InlineData("_parts = [HMACSHA256.HashData(_key, data)]; return Convert.ToHexString(_parts[0]);")]
    [InlineData("return Digits().ToString(); int Digits() { var mac = HMACSHA256.HashData(_key, data); return (mac[0] << 8) | mac[1]; }")]
    [InlineData("return new Signed { Text = Convert.ToHexString(HMACSHA256.HashData(_key, data)) }.Text;")]
    public Task A_code_is_followed_out_of_the_members_that_make_it(string statements) => Rule.Finds(
        "class Receiver { bool Check(Maker maker, byte[] data, string text) => [|maker.Passed(data) == text|]; }",
        setup => setup.Files.Add(("Maker.cs", Maker(statements))));

    [Theory]
    [InlineData("return Convert.ToHexString(SHA256.HashData(data));")]
    [InlineData("return (Convert.ToHexString(HMACSHA256.HashData(_key, data)).Length).ToString();")]
    public Task What_is_no_code_when_it_leaves_the_member_is_silent(string statements) => Rule.Silent(
        "class Receiver { bool Check(Maker maker, byte[] data, string text) => maker.Passed(data) == text; }",
        setup => setup.Files.Add(("Maker.cs", Maker(statements))));

    [Fact]
    public Task The_same_in_a_test_is_a_suggestion() => Rule.Finds(
        "using Xunit;\n" + Program("return {|#0:{|#1:HMACSHA256.HashData(key, data)|}.SequenceEqual(tag)|};") + "\nnamespace Xunit { class FactAttribute : System.Attribute; }",
        setup => setup.Expected.Add(new DiagnosticResult(Rules.TimingUnsafeComparison).WithLocation(0).WithLocation(1)
            .WithSeverity(Microsoft.CodeAnalysis.DiagnosticSeverity.Info)
            .WithArguments("'SequenceEqual'", "message authentication code", "; this is test code")));

    [Fact]
    public Task The_making_and_the_comparison_are_shown_too() => Rule.Finds(
        Program("var mac = {|#1:HMACSHA256.HashData(key, data)|}; return {|#0:Same(mac, tag)|};").Replace("=> a.SequenceEqual(b);", "=> {|#2:a.SequenceEqual(b)|};", StringComparison.Ordinal),
        setup => setup.Expected.Add(new DiagnosticResult(Rules.TimingUnsafeComparison).WithLocation(0).WithLocation(1).WithLocation(2)
            .WithArguments("'Same'", "message authentication code", "")));

    [Fact]
    public Task The_old_framework_has_the_finding_and_no_constant_time_comparison_to_offer() => Rule.Finds(
        """
        using System.Linq;
        using System.Security.Cryptography;

        class Receiver
        {
            bool Check(byte[] key, byte[] data, byte[] tag)
            {
                using (var hmac = new HMACSHA256(key))
                {
                    return [|hmac.ComputeHash(data).SequenceEqual(tag)|];
                }
            }
        }
        """,
        setup => setup.OnNet472());

    [Fact]
    public Task Unfinished_code_is_survived() => Rule.Silent(
        """
        using System.Linq;
        using System.Security.Cryptography;

        class Receiver
        {
            bool Check(byte[] key, byte[] data, byte[] tag)
            {
                var mac = HMACSHA256.HashData(key, );
                for (int i = 0; i < mac.Length; i++) { if (mac[i] != ) return false; }
                if (mac. == tag) { }
                string.Equals(mac
                return HMACSHA256.HashData(key, data).SequenceEqual(
            }
        }
        """,
        setup => setup.CompilerDiagnostics = CompilerDiagnostics.None);

    private static string Maker(string statements) => $$"""
        using System;
        using System.Collections.Generic;
        using System.Security.Cryptography;
        using System.Text;

        class Maker
        {
            private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
            private byte[] _last;
            private Memory<byte> _memory;
            private List<byte[]> _parts;

            public string Passed(byte[] data) => Made(data).ToLowerInvariant();

            private string Made(byte[] data)
            {
                {{statements}}
            }

            private sealed class Signed { internal string Text; }
        }
        """;

    internal static string Program(string statements) => $$"""
        using System;
        using System.Collections;
        using System.Linq;
        using System.Security.Cryptography;
        using System.Security.Cryptography.X509Certificates;
        using System.Text;

        class Receiver
        {
            private readonly HMACSHA256 _hmac = new HMACSHA256(new byte[32]);
            private readonly byte[] _stored;
            private readonly byte[] _key;

            Receiver(byte[] key, byte[] data)
            {
                _key = key;
                _stored = HMACSHA256.HashData(key, data);
            }

            bool Check(byte[] key, byte[] data, byte[] tag, string text, bool flag, int count, X509Certificate2 certificate)
            {
                {{statements}}
            }

            byte[] Sign(byte[] data) { using var hmac = new HMACSHA256(_key); return hmac.ComputeHash(data); }
            protected virtual byte[] SignVirtually(byte[] data) => HMACSHA256.HashData(_key, data);
            static bool Same(byte[] a, byte[] b) => a.SequenceEqual(b);
            static bool SameThroughAnother(byte[] a, byte[] b) => a != null && Same(a, b);
            static bool SameByLoop(byte[] a, byte[] b)
            {
                if (a.Length != b.Length) return false;
                for (int i = 0; i < a.Length; i++) { if (a[i] != b[i]) return false; }
                return true;
            }
            static bool SlowSame(byte[] a, byte[] b)
            {
                int diff = a.Length ^ b.Length;
                for (int i = 0; i < a.Length && i < b.Length; i++) { diff |= a[i] ^ b[i]; }
                return diff == 0;
            }
            static string ToHex(byte[] bytes)
            {
                var builder = new StringBuilder(bytes.Length * 2);
                foreach (var b in bytes) builder.Append(b.ToString("x2"));
                return builder.ToString();
            }
        }

        static class Signer
        {
            public static byte[] Sign(byte[] key, byte[] data) => new HMACSHA256(key).ComputeHash(data);
            public static bool SameText(this string a, string b) => a == b;
        }
        """;
}
