using SocketSecurity.Analyzers.CodeFixes.TlsProtocol;
using SocketSecurity.Analyzers.TlsProtocol;
using SocketSecurity.Analyzers.Tests.Verification;
using Rule = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.TlsProtocol.UnencryptedTlsAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.TlsProtocol.UnencryptedTlsFix>;

namespace SocketSecurity.Analyzers.Tests.TlsProtocol;

/// <summary><see cref="UnencryptedTlsAnalyzer"/> and <see cref="UnencryptedTlsFix"/>: SOCK2004.</summary>
public sealed class UnencryptedTlsTests
{
    [Theory]
    [InlineData("options.EncryptionPolicy = [|EncryptionPolicy.AllowNoEncryption|];", "options.EncryptionPolicy = EncryptionPolicy.RequireEncryption;")]
    [InlineData("options.EncryptionPolicy = [|EncryptionPolicy.NoEncryption|];", "options.EncryptionPolicy = EncryptionPolicy.RequireEncryption;")]
    [InlineData("options.EncryptionPolicy = [|(EncryptionPolicy)1|];", "options.EncryptionPolicy = EncryptionPolicy.RequireEncryption;")]
    [InlineData("var o = new SslServerAuthenticationOptions { EncryptionPolicy = [|EncryptionPolicy.NoEncryption|] };", "var o = new SslServerAuthenticationOptions { EncryptionPolicy = EncryptionPolicy.RequireEncryption };")]
    [InlineData("var s = new SslStream(stream, false, null, null, [|EncryptionPolicy.AllowNoEncryption|]);", "var s = new SslStream(stream, false, null, null, EncryptionPolicy.RequireEncryption);")]
    [InlineData("var s = new SslStream(stream, false, null, null, [|(EncryptionPolicy)2|]);", "var s = new SslStream(stream, false, null, null, EncryptionPolicy.RequireEncryption);")]
    [InlineData("var p = strict ? EncryptionPolicy.RequireEncryption : [|EncryptionPolicy.AllowNoEncryption|];", "var p = strict ? EncryptionPolicy.RequireEncryption : EncryptionPolicy.RequireEncryption;")]
    public Task Encryption_that_may_be_left_out_is_found_and_required(string before, string after) =>
        Rule.Fixes(InMethod(before), InMethod(after), UnencryptedTlsFix.RequireKey, Quiet);

    [Fact]
    public Task Defaults_and_constants_are_found_where_they_take_effect() => Rule.Finds("""
        using System.Net.Security;

        class Options
        {
            const EncryptionPolicy Lax = EncryptionPolicy.AllowNoEncryption;
            EncryptionPolicy Policy { get; set; } = [|EncryptionPolicy.NoEncryption|];
            void Use(EncryptionPolicy policy = [|EncryptionPolicy.AllowNoEncryption|]) => Policy = [|Lax|];
        }
        """, Quiet);

    [Theory]
    [InlineData("options.EncryptionPolicy = EncryptionPolicy.RequireEncryption;")]
    [InlineData("options.EncryptionPolicy = (EncryptionPolicy)0;")]
    [InlineData("if (options.EncryptionPolicy == EncryptionPolicy.NoEncryption) throw new InvalidOperationException();")]
    [InlineData("if (options.EncryptionPolicy is EncryptionPolicy.AllowNoEncryption or EncryptionPolicy.NoEncryption) throw new InvalidOperationException();")]
    [InlineData("Console.WriteLine(EncryptionPolicy.NoEncryption);")]
    [InlineData("var p = \"none\" switch { \"none\" => EncryptionPolicy.NoEncryption, _ => EncryptionPolicy.RequireEncryption };")]
    [InlineData("var name = nameof(EncryptionPolicy.NoEncryption);")]
    [InlineData("options.EncryptionPolicy = EncryptionPolicy.")]
    public Task Comparing_translating_and_requiring_is_silent(string statement) => Rule.Silent(InMethod(statement), s =>
    {
        Quiet(s);
        s.CompilerDiagnostics = statement.EndsWith('.') ? Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.None : s.CompilerDiagnostics;
    });

    private static void Quiet(Setup setup) => setup.DisabledDiagnostics.Add("SYSLIB0040");

    private static string InMethod(string statement) => $$"""
        using System;
        using System.IO;
        using System.Net.Security;

        class Client
        {
            void Connect(Stream stream, SslClientAuthenticationOptions options, bool strict)
            {
                {{statement}}
            }
        }
        """;
}
