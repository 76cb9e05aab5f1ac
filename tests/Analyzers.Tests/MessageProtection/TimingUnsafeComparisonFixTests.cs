using SocketSecurity.Analyzers.CodeFixes.MessageProtection;
using Rule = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.MessageProtection.TimingUnsafeComparisonAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.MessageProtection.TimingUnsafeComparisonFix>;

namespace SocketSecurity.Analyzers.Tests.MessageProtection;

/// <summary>SOCK4006, <see cref="TimingUnsafeComparisonFix"/>.</summary>
public sealed class TimingUnsafeComparisonFixTests
{
    [Theory]
    [InlineData("return [|mac.SequenceEqual(tag)|]; // the tag", "return CryptographicOperations.FixedTimeEquals(mac, tag); // the tag")]
    [InlineData("return ![|mac.SequenceEqual(tag)|];", "return !CryptographicOperations.FixedTimeEquals(mac, tag);")]
    [InlineData("return [|Enumerable.SequenceEqual(mac, tag)|];", "return CryptographicOperations.FixedTimeEquals(mac, tag);")]
    [InlineData("return [|mac.AsSpan(0, 16).SequenceEqual(tag)|];", "return CryptographicOperations.FixedTimeEquals(mac.AsSpan(0, 16), tag);")]
    [InlineData("return [|mac.Take(16).SequenceEqual(tag)|];", "return CryptographicOperations.FixedTimeEquals(mac.Take(16).ToArray(), tag);")]
    [InlineData("return [|StructuralComparisons.StructuralEqualityComparer.Equals(mac, tag)|];", "return CryptographicOperations.FixedTimeEquals(mac, tag);")]
    [InlineData("return [|Same(mac, tag)|];", "return CryptographicOperations.FixedTimeEquals(mac, tag);")]
    [InlineData("return [|SameByLoop(tag, mac)|];", "return CryptographicOperations.FixedTimeEquals(tag, mac);")]
    public Task Bytes_are_compared_in_constant_time(string before, string after) => Fixes(before, after);

    [Theory]
    [InlineData("return [|hex == text|];", "return CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(hex.AsSpan()), MemoryMarshal.AsBytes(text.AsSpan()));")]
    [InlineData("if ([|hex != text|]) return false; return true;", "if (!CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(hex.AsSpan()), MemoryMarshal.AsBytes(text.AsSpan()))) return false; return true;")]
    [InlineData("return [|string.CompareOrdinal(hex, text)|] != 0;", "return !CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(hex.AsSpan()), MemoryMarshal.AsBytes(text.AsSpan()));")]
    [InlineData("return [|(\"v1=\" + hex).Equals(text, StringComparison.Ordinal)|];", "return CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes((\"v1=\" + hex).AsSpan()), MemoryMarshal.AsBytes(text.AsSpan()));")]
    [InlineData("return [|hex.Equals(text, StringComparison.OrdinalIgnoreCase)|];", "return CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes((hex?.ToUpperInvariant()).AsSpan()), MemoryMarshal.AsBytes((text?.ToUpperInvariant()).AsSpan()));")]
    [InlineData("return [|StringComparer.OrdinalIgnoreCase.Equals(hex, text)|];", "return CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes((hex?.ToUpperInvariant()).AsSpan()), MemoryMarshal.AsBytes((text?.ToUpperInvariant()).AsSpan()));")]
    public Task Texts_are_compared_by_their_bytes_in_memory(string before, string after) => Fixes(
        "var hex = Convert.ToHexString(mac); " + before, "var hex = Convert.ToHexString(mac); " + after, "using System.Runtime.InteropServices;\n");

    [Theory]
    [InlineData(
        "if (mac.Length != tag.Length) return false; for (int i = 0; i < mac.Length; i++) { if ([|mac[i] != tag[i]|]) return false; } return true;",
        "if (mac.Length != tag.Length) return false; if (!CryptographicOperations.FixedTimeEquals(mac, tag)) return false; return true;")]
    [InlineData(
        "for (int i = 0; i < tag.Length; i++) { if ([|mac[i] != tag[i]|]) return false; } return true;",
        "if (!CryptographicOperations.FixedTimeEquals(mac.AsSpan(0, tag.Length), tag)) return false; return true;")]
    public Task A_loop_becomes_one_comparison_of_as_much(string before, string after) => Fixes(before, after);

    /// <summary>There is a finding, and the rewrite would not be sound or would not compile.</summary>
    [Theory]
    [InlineData("return [|Differ(mac, tag)|];")]
    [InlineData("return [|mac.AsSpan().SequenceCompareTo(tag)|] < 0;")]
    [InlineData("bool ok = true; for (int i = 0; i < 16; i++) { if ([|mac[i] != tag[i]|]) { ok = false; break; } } return ok;")]
    [InlineData("System.Linq.Expressions.Expression<Func<string, bool>> same = given => [|given == Convert.ToHexString(mac)|]; return same != null;")]
    [InlineData("return [|string.Equals(text, Convert.ToHexString(mac), comparison)|];")]
    public Task What_is_not_understood_is_left_alone(string statements) => Fixes(statements, statements);

    [Fact]
    public Task With_the_library_a_code_made_only_to_be_compared_is_verified_in_one_call() => Rule.Fixes(
        Program("return [|HMACSHA256.HashData(key, data).SequenceEqual(tag)|];"),
        Program("return MessageMac.Verify(MacKey.FromBytes(key), data, tag);", lastUsing: "\nusing SocketSecurity.Keys;\nusing SocketSecurity.Tokens;"),
        TimingUnsafeComparisonFix.VerifyKey,
        setup => setup.WithSecureDefaults());

    [Fact]
    public Task Awaited_values_are_left_alone() => Rule.Fixes(Awaiting, Awaiting, TimingUnsafeComparisonFix.FixedTimeKey);

    private const string Awaiting = """
        using System.IO;
        using System.Linq;
        using System.Security.Cryptography;
        using System.Threading.Tasks;

        class Receiver
        {
            async Task<bool> Check(byte[] key, Stream data, byte[] tag) => [|(await HMACSHA256.HashDataAsync(key, data)).SequenceEqual(tag)|];
        }
        """;

    private static Task Fixes(string before, string after, string addedUsing = "") => Rule.Fixes(
        Program("var mac = HMACSHA256.HashData(key, data); " + before),
        Program("var mac = HMACSHA256.HashData(key, data); " + after, addedUsing),
        TimingUnsafeComparisonFix.FixedTimeKey);

    private static string Program(string statements, string addedUsing = "", string lastUsing = "") => $$"""
        using System;
        using System.Collections;
        using System.Linq;
        {{addedUsing}}using System.Security.Cryptography;{{lastUsing}}

        class Receiver
        {
            bool Check(byte[] key, byte[] data, byte[] tag, string text, StringComparison comparison)
            {
                {{statements}}
            }

            static bool Same(byte[] a, byte[] b) => a.SequenceEqual(b);
            static bool Differ(byte[] a, byte[] b) => !a.SequenceEqual(b);
            static bool SameByLoop(byte[] a, byte[] b)
            {
                if (a.Length != b.Length) return false;
                for (int i = 0; i < a.Length; i++) { if (a[i] != b[i]) return false; }
                return true;
            }
        }
        """;
}
