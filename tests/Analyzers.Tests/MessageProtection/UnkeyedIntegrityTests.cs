using Microsoft.CodeAnalysis.Testing;
using SocketSecurity.Analyzers.CodeFixes.MessageProtection;
using SocketSecurity.Analyzers.MessageProtection;
using SocketSecurity.Analyzers.Tests.Verification;
using Rule = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.MessageProtection.UnkeyedIntegrityAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.MessageProtection.UnkeyedIntegrityFix>;

namespace SocketSecurity.Analyzers.Tests.MessageProtection;

/// <summary>SOCK4005, <see cref="UnkeyedIntegrityAnalyzer"/> and <see cref="UnkeyedIntegrityFix"/>.</summary>
public sealed class UnkeyedIntegrityTests
{
    private const string Received = "var message = new byte[64]; stream.ReadExactly(message); var tag = new byte[32]; stream.ReadExactly(tag); ";

    [Theory]
    [InlineData(Received + "return [|SHA256.HashData(message)|].SequenceEqual(tag) ? message : null;")]
    [InlineData(Received + "using var sha = SHA256.Create(); var hash = [|sha.ComputeHash(message)|]; if (!hash.SequenceEqual(tag)) throw new Exception(); return message;")]
    [InlineData(Received + "return CryptographicOperations.FixedTimeEquals([|SHA512.HashData(message)|], tag) ? message : null;")]
    [InlineData("var frame = new byte[96]; stream.Read(frame, 0, 96); var hash = [|SHA256.HashData(frame.AsSpan(0, 64))|]; return hash.AsSpan().SequenceEqual(frame.AsSpan(64)) ? frame : null;")]
    [InlineData("stream.Write(data); stream.Write([|SHA256.HashData(data)|]); return null;")]
    [InlineData("var hash = [|SHA256.HashData(data)|]; stream.Write(data.Concat(hash).ToArray()); return null;")]
    [InlineData("var frame = new byte[data.Length + 32]; data.CopyTo(frame, 0); [|SHA256.HashData(data)|].CopyTo(frame, data.Length); socket.Send(frame); return null;")]
    [InlineData("return [|SHA256.HashData(Encoding.UTF8.GetBytes(Environment.GetEnvironmentVariable(\"SECRET\") + text))|];")]
    [InlineData("var secret = Convert.FromBase64String(Environment.GetEnvironmentVariable(\"SECRET\")); return [|SHA1.HashData(secret.Concat(data).ToArray())|];")]
    [InlineData("var secret = File.ReadAllBytes(\"secret\"); return [|SHA256.HashData([.. secret, .. data])|];")]
    public Task A_hash_that_protects_data_of_a_peer_is_found(string statements) => Rule.Finds(Program(statements));

    [Theory]
    [InlineData(Received + "return HMACSHA256.HashData(data, message).SequenceEqual(tag) ? message : null;")]
    [InlineData(Received + "return SHA256.HashData(message).SequenceEqual(data) ? message : null;")]
    [InlineData("return SHA256.HashData(data).SequenceEqual(other) ? data : null;")]
    [InlineData("return SHA256.HashData(File.ReadAllBytes(\"file\"));")]
    [InlineData("stream.Write(SHA256.HashData(data)); return null;")]
    [InlineData("stream.Write(data); return SHA256.HashData(data);")]
    [InlineData("var ssl = new SslStream(stream); var message = new byte[64]; ssl.ReadExactly(message); var sum = new byte[32]; ssl.ReadExactly(sum); return SHA256.HashData(message).SequenceEqual(sum) ? message : null;")]
    [InlineData("return SHA256.HashData(Encoding.UTF8.GetBytes(\"purpose:\" + text));")]
    [InlineData("return SHA256.HashData(Encoding.UTF8.GetBytes(text + Environment.GetEnvironmentVariable(\"SECRET\")));")]
    [InlineData("return SHA384.HashData(Encoding.UTF8.GetBytes(Environment.GetEnvironmentVariable(\"SECRET\") + text));")]
    [InlineData("return HMACSHA256.HashData(Encoding.UTF8.GetBytes(Environment.GetEnvironmentVariable(\"SECRET\")), data);")]
    [InlineData("return SHA256.HashData(Encoding.UTF8.GetBytes(Environment.GetEnvironmentVariable(\"A\") + Environment.GetEnvironmentVariable(\"B\")));")]
    [InlineData("var message = new byte[64]; stream.ReadExactly(message); var etag = SHA256.HashData(message); return etag;")]
    public Task Content_addresses_checksums_and_codes_with_a_key_are_silent(string statements) => Rule.Silent(Program(statements));

    private const string FromEnvironment = "HMACSHA256.HashData(Convert.FromBase64String(Environment.GetEnvironmentVariable(\"MESSAGE_KEY\") ?? throw new InvalidOperationException(\"MESSAGE_KEY is not set.\")), ";

    [Theory]
    [InlineData(Received + "return [|SHA256.HashData(message)|].SequenceEqual(tag) ? message : null;", Received + "return " + FromEnvironment + "message).SequenceEqual(tag) ? message : null;")]
    [InlineData("return [|SHA256.HashData(Encoding.UTF8.GetBytes(Environment.GetEnvironmentVariable(\"SECRET\") + text))|];", "return HMACSHA256.HashData(Encoding.UTF8.GetBytes(Environment.GetEnvironmentVariable(\"SECRET\")), Encoding.UTF8.GetBytes(text));")]
    [InlineData("var secret = File.ReadAllBytes(\"secret\"); return [|SHA256.HashData([.. secret, .. data])|];", "var secret = File.ReadAllBytes(\"secret\"); return HMACSHA256.HashData(secret, data);")]
    [InlineData("var secret = File.ReadAllBytes(\"secret\"); return [|SHA256.HashData(secret.Concat(data).ToArray())|];", "var secret = File.ReadAllBytes(\"secret\"); return HMACSHA256.HashData(secret, data);")]
    public Task A_code_with_a_key_takes_its_place(string before, string after) =>
        Rule.Fixes(Program(before), Program(after), UnkeyedIntegrityFix.HmacKey, setup => setup.FixAll = false);

    [Theory]
    [InlineData(Received + "return [|SHA512.HashData(message)|].SequenceEqual(tag) ? message : null;")]
    [InlineData("var input = Environment.GetEnvironmentVariable(\"SECRET\") + text; return [|SHA256.HashData(Encoding.UTF8.GetBytes(input))|];")]
    public Task Where_the_size_changes_or_the_key_is_not_plain_no_fix_is_offered(string statements) =>
        Rule.Fixes(Program(statements), Program(statements), UnkeyedIntegrityFix.HmacKey, setup => setup.FixAll = false);

    [Fact]
    public Task With_the_library_the_key_is_derived_from_a_secret() => Rule.Fixes(
        Program(Received + "return [|SHA256.HashData(message)|].SequenceEqual(tag) ? message : null;"),
        Program(
            Received + "return MessageMac.Compute(SecretKey.FromEnvironment(\"MESSAGE_KEY\").Derive<MacKey>(\"message tags\"), message).SequenceEqual(tag) ? message : null;",
            "\nusing SocketSecurity.Keys;\nusing SocketSecurity.Tokens;"),
        UnkeyedIntegrityFix.MessageMacKey,
        setup =>
        {
            setup.WithSecureDefaults();
            setup.FixAll = false;
        });

    [Fact]
    public Task Unfinished_code_is_survived() => Rule.Silent(
        """
        using System.Linq;
        using System.Security.Cryptography;

        class Receiver
        {
            void Run(byte[] data, System.Net.Sockets.NetworkStream stream)
            {
                stream.Write(SHA256.HashData());
                SHA256.HashData(data + ).SequenceEqual(
                SHA256.Create().ComputeHash(
            }
        }
        """,
        setup => setup.CompilerDiagnostics = CompilerDiagnostics.None);

    private static string Program(string statements, string lastUsing = "") => $$"""
        using System;
        using System.IO;
        using System.Linq;
        using System.Net.Security;
        using System.Net.Sockets;
        using System.Security.Cryptography;
        using System.Text;{{lastUsing}}

        class Receiver
        {
            byte[] Run(NetworkStream stream, Socket socket, byte[] data, byte[] other, string text)
            {
                {{statements}}
            }
        }
        """;
}
