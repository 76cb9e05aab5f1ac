using Microsoft.CodeAnalysis.Testing;
using SocketSecurity.Analyzers.CodeFixes.TlsProtocol;
using SocketSecurity.Analyzers.TlsProtocol;
using SocketSecurity.Analyzers.Tests.Verification;
using Rule = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.TlsProtocol.EncryptionPolicyAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.TlsProtocol.EncryptionPolicyFix>;

namespace SocketSecurity.Analyzers.Tests.TlsProtocol;

/// <summary>SOCK2004, <see cref="EncryptionPolicyAnalyzer"/> and <see cref="EncryptionPolicyFix"/>.</summary>
public sealed class EncryptionPolicyTests
{
    [Theory]
    [InlineData("client.EncryptionPolicy = [|EncryptionPolicy.AllowNoEncryption|];", "client.EncryptionPolicy = EncryptionPolicy.RequireEncryption;")]
    [InlineData("client.EncryptionPolicy = [|EncryptionPolicy.NoEncryption|]; // fast", "client.EncryptionPolicy = EncryptionPolicy.RequireEncryption; // fast")]
    [InlineData("var o = new SslServerAuthenticationOptions { EncryptionPolicy = [|System.Net.Security.EncryptionPolicy.NoEncryption|] };", "var o = new SslServerAuthenticationOptions { EncryptionPolicy = System.Net.Security.EncryptionPolicy.RequireEncryption };")]
    [InlineData("var s = new SslStream(stream, false, null, null, [|EncryptionPolicy.AllowNoEncryption|]);", "var s = new SslStream(stream, false, null, null, EncryptionPolicy.RequireEncryption);")]
    [InlineData("client.EncryptionPolicy = [|(EncryptionPolicy)1|];", "client.EncryptionPolicy = EncryptionPolicy.RequireEncryption;")]
    [InlineData("client.EncryptionPolicy = [|(EncryptionPolicy)(1 + 1)|];", "client.EncryptionPolicy = EncryptionPolicy.RequireEncryption;")]
    [InlineData("var policy = [|EncryptionPolicy.NoEncryption|]; client.EncryptionPolicy = policy;", "var policy = EncryptionPolicy.RequireEncryption; client.EncryptionPolicy = policy;")]
    [InlineData("client.EncryptionPolicy = setting ? [|EncryptionPolicy.NoEncryption|] : EncryptionPolicy.RequireEncryption;", "client.EncryptionPolicy = setting ? EncryptionPolicy.RequireEncryption : EncryptionPolicy.RequireEncryption;")]
    public Task A_policy_without_encryption_is_found_and_replaced(string before, string after) =>
        Rule.Fixes(InMethod(before), InMethod(after), EncryptionPolicyFix.RequireKey);

    [Theory]
    [InlineData("client.EncryptionPolicy = EncryptionPolicy.RequireEncryption;")]
    [InlineData("client.EncryptionPolicy = (EncryptionPolicy)0;")]
    [InlineData("client.EncryptionPolicy = other;")]
    [InlineData("client.EncryptionPolicy = (EncryptionPolicy)number;")]
    [InlineData("client.EncryptionPolicy = EncryptionPolicy.NoEncryption; client.EncryptionPolicy = EncryptionPolicy.RequireEncryption;")]
    [InlineData("if (client.EncryptionPolicy != EncryptionPolicy.AllowNoEncryption) number++;")]
    [InlineData("if (client.EncryptionPolicy is EncryptionPolicy.NoEncryption or EncryptionPolicy.AllowNoEncryption) number++;")]
    [InlineData("var none = EncryptionPolicy.NoEncryption; if (other == none) number++;")]
    [InlineData("switch (other) { case EncryptionPolicy.NoEncryption: number++; break; }")]
    [InlineData("System.Console.WriteLine(EncryptionPolicy.NoEncryption);")]
    [InlineData("System.Console.WriteLine(nameof(EncryptionPolicy.NoEncryption));")]
    public Task Required_compared_and_unknown_policies_are_silent(string statement) => Rule.Silent(InMethod(statement));

    [Fact]
    public Task Members_are_found_on_the_old_framework_too() => Rule.Finds(
        """
        using System.Net.Security;

        class Peer
        {
            EncryptionPolicy _field = [|EncryptionPolicy.AllowNoEncryption|];
            EncryptionPolicy Property { get; set; } = [|EncryptionPolicy.NoEncryption|];
            void Use(EncryptionPolicy policy = [|EncryptionPolicy.NoEncryption|]) { }
            EncryptionPolicy Get() => [|EncryptionPolicy.AllowNoEncryption|];
            EncryptionPolicy Parse(string text) => text switch { "none" => EncryptionPolicy.NoEncryption, _ => EncryptionPolicy.RequireEncryption };
        }
        """,
        setup => setup.OnNet472());

    [Fact]
    public Task Unfinished_code_is_survived() => Rule.Silent(
        """
        using System.Net.Security;

        class Peer
        {
            void Set(SslClientAuthenticationOptions client)
            {
                client.EncryptionPolicy = EncryptionPolicy.;
                client.EncryptionPolicy = (EncryptionPolicy);
                new SslStream(null, EncryptionPolicy.
            }
        }
        """,
        setup => setup.CompilerDiagnostics = CompilerDiagnostics.None);

    /// <summary>The members are obsolete on .NET; the compiler's warning is not what is tested.</summary>
    private static string InMethod(string statement) => $$"""
        using System.IO;
        using System.Net.Security;

        class Peer
        {
            void Set(SslClientAuthenticationOptions client, Stream stream, EncryptionPolicy other, bool setting, int number)
            {
                {{statement}}
            }
        }
        """;
}
