using Microsoft.CodeAnalysis.Testing;
using SocketSecurity.Analyzers.CodeFixes.TlsProtocol;
using SocketSecurity.Analyzers.TlsProtocol;
using SocketSecurity.Analyzers.Tests.Verification;
using Rule = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.TlsProtocol.TlsVersionAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.TlsProtocol.TlsVersionFix>;

namespace SocketSecurity.Analyzers.Tests.TlsProtocol;

/// <summary><see cref="TlsVersionAnalyzer"/> and <see cref="TlsVersionFix"/>: SOCK2001.</summary>
public sealed class TlsVersionTests
{
    /// <summary>A statement in a method with <c>ssl</c> and <c>options</c>, before and after the fix.</summary>
    [Theory]
    [InlineData("options.EnabledSslProtocols = {|SOCK2001:SslProtocols.Tls|};", "options.EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;")]
    [InlineData("options.EnabledSslProtocols = {|SOCK2001:SslProtocols.Tls11 | SslProtocols.Tls12|};", "options.EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;")]
    [InlineData("options.EnabledSslProtocols = {|SOCK2001:SslProtocols.Ssl3 | SslProtocols.Tls | SslProtocols.Tls11 | SslProtocols.Tls12 | SslProtocols.Tls13|};", "options.EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;")]
    [InlineData("options.EnabledSslProtocols = {|SOCK2001:SslProtocols.Default|};", "options.EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;")]
    [InlineData("options.EnabledSslProtocols = {|SOCK2001:(SslProtocols)192|};", "options.EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;")]
    [InlineData("options.EnabledSslProtocols = {|SOCK2001:(SslProtocols)768|};", "options.EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;")]
    [InlineData("options.EnabledSslProtocols = {|SOCK2001:(SslProtocols)0xff|};", "options.EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;")]
    [InlineData("options.EnabledSslProtocols = {|SOCK2001:(SslProtocols)(24 + 24)|};", "options.EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;")]
    [InlineData("ssl.AuthenticateAsClient(\"host\", null, {|SOCK2001:SslProtocols.Tls|}, false);", "ssl.AuthenticateAsClient(\"host\", null, SslProtocols.Tls12 | SslProtocols.Tls13, false);")]
    [InlineData("ssl.AuthenticateAsClient(\"host\", null, {|SOCK2001:(SslProtocols)192|}, false);", "ssl.AuthenticateAsClient(\"host\", null, SslProtocols.Tls12 | SslProtocols.Tls13, false);")]
    [InlineData("var o = new SslClientAuthenticationOptions { EnabledSslProtocols = {|SOCK2001:SslProtocols.Tls11|} };", "var o = new SslClientAuthenticationOptions { EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13 };")]
    [InlineData("SslProtocols? p = {|SOCK2001:SslProtocols.Tls|}; options.EnabledSslProtocols = p ?? SslProtocols.None;", "SslProtocols? p = SslProtocols.Tls12 | SslProtocols.Tls13; options.EnabledSslProtocols = p ?? SslProtocols.None;")]
    [InlineData("var p = {|SOCK2001:SslProtocols.Tls|}; options.EnabledSslProtocols = p;", "var p = SslProtocols.Tls12 | SslProtocols.Tls13; options.EnabledSslProtocols = p;")]
    [InlineData("ServicePointManager.SecurityProtocol = {|SOCK2001:SecurityProtocolType.Tls | SecurityProtocolType.Tls12|};", "ServicePointManager.SecurityProtocol = SecurityProtocolType.Tls12 | SecurityProtocolType.Tls13;")]
    [InlineData("ServicePointManager.SecurityProtocol = {|SOCK2001:(SecurityProtocolType)48|};", "ServicePointManager.SecurityProtocol = SecurityProtocolType.Tls12 | SecurityProtocolType.Tls13;")]
    public Task An_old_version_that_takes_effect_is_found_and_removed(string before, string after) =>
        Rule.Fixes(InMethod(before), InMethod(after), TlsVersionFix.RemoveKey, Quiet);

    [Theory]
    [InlineData("options.EnabledSslProtocols |= {|SOCK2001:SslProtocols.Tls11|};")]
    [InlineData("ServicePointManager.SecurityProtocol |= {|SOCK2001:SecurityProtocolType.Tls|};")]
    public Task Adding_an_old_version_is_found_and_the_statement_goes(string statement) => Rule.Fixes(
        InMethod("Use(null);\n        " + statement), InMethod("Use(null);"), TlsVersionFix.RemoveKey, Quiet);

    [Theory]
    [InlineData("options.EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;")]
    [InlineData("options.EnabledSslProtocols = SslProtocols.None;")]
    [InlineData("options.EnabledSslProtocols = (SslProtocols)3072 | SslProtocols.Tls13;")]
    [InlineData("options.EnabledSslProtocols = (SslProtocols)12288;")]
    [InlineData("options.EnabledSslProtocols = (SslProtocols)49152;")]
    [InlineData("options.EnabledSslProtocols &= ~SslProtocols.Tls;")]
    [InlineData("options.EnabledSslProtocols &= ~(SslProtocols.Tls | SslProtocols.Tls11);")]
    [InlineData("options.EnabledSslProtocols = options.EnabledSslProtocols & ~SslProtocols.Tls11;")]
    [InlineData("ServicePointManager.SecurityProtocol &= ~SecurityProtocolType.Tls;")]
    [InlineData("if (ssl.SslProtocol == SslProtocols.Tls) throw new InvalidOperationException();")]
    [InlineData("if (ssl.SslProtocol < SslProtocols.Tls12 || ssl.SslProtocol is SslProtocols.Tls or SslProtocols.Tls11) throw new InvalidOperationException();")]
    [InlineData("var weak = options.EnabledSslProtocols.HasFlag(SslProtocols.Tls); Use(weak);")]
    [InlineData("var weak = (options.EnabledSslProtocols & SslProtocols.Tls) != 0; Use(weak);")]
    [InlineData("switch (ssl.SslProtocol) { case SslProtocols.Tls: Use(1); break; case SslProtocols.Tls11: Use(2); break; }")]
    [InlineData("Use(ssl.SslProtocol switch { SslProtocols.Tls => \"1.0\", SslProtocols.Tls11 => \"1.1\", _ => \"?\" });")]
    [InlineData("Console.WriteLine(SslProtocols.Tls);")]
    [InlineData("Console.WriteLine($\"{SslProtocols.Tls11} is old\");")]
    [InlineData("Use(nameof(SslProtocols.Tls));")]
    [InlineData("var old = SslProtocols.Tls; if (ssl.SslProtocol == old) throw new InvalidOperationException();")]
    [InlineData("const SslProtocols Old = SslProtocols.Tls | SslProtocols.Tls11; if ((ssl.SslProtocol & Old) != 0) throw new InvalidOperationException();")]
    [InlineData("var names = new Dictionary<SslProtocols, string> { [SslProtocols.Tls] = \"1.0\", [SslProtocols.Tls11] = \"1.1\" }; Use(names);")]
    [InlineData("var parse = new Dictionary<string, SslProtocols> { { \"1.0\", SslProtocols.Tls } }; Use(parse);")]
    [InlineData("Use(Tuple.Create(SslProtocols.Tls, 1));")]
    [InlineData("options.EnabledSslProtocols = SslProtocols.Tls; options.EnabledSslProtocols = SslProtocols.Tls13;")]
    public Task Naming_comparing_and_removing_is_silent(string statement) => Rule.Silent(InMethod(statement), Quiet);

    [Fact]
    public Task Translations_are_silent_and_defaults_are_found() => Rule.Finds("""
        using System;
        using System.Security.Authentication;

        class Versions
        {
            const SslProtocols Legacy = SslProtocols.Tls;
            SslProtocols _field = {|SOCK2001:SslProtocols.Tls|};
            SslProtocols Property { get; set; } = {|SOCK2001:SslProtocols.Tls11|};
            SslProtocols Always => {|SOCK2001:SslProtocols.Tls|};
            SslProtocols FromConstant() { return {|SOCK2001:Legacy|}; }
            void Optional(SslProtocols protocols = {|SOCK2001:SslProtocols.Tls|}) { }

            static SslProtocols Parse(string text)
            {
                switch (text)
                {
                    case "1.0": return SslProtocols.Tls;
                    case "1.1": return SslProtocols.Tls11;
                    default: return SslProtocols.None;
                }
            }

            static SslProtocols ParseShort(string text) => text switch { "1.0" => SslProtocols.Tls, _ => SslProtocols.Tls12 };

            static SslProtocols ParseIf(int major, int minor)
            {
                if (major == 3 && minor == 1)
                    return SslProtocols.Tls;
                var result = SslProtocols.None;
                if (minor == 2)
                {
                    result = SslProtocols.Tls11;
                }

                return result;
            }
        }
        """, Quiet);

    [Fact]
    public Task A_message_has_one_line() => Rule.Finds(
        InMethod("""
            options.EnabledSslProtocols = {|#0:SslProtocols.Tls // old
            #if true
                    | SslProtocols.Tls13|}
            #endif
                    ;
            """),
        setup =>
        {
            Quiet(setup);
            setup.Expected.Add(new DiagnosticResult(Rules.DeprecatedTlsVersion)
                .WithLocation(0)
                .WithArguments("'SslProtocols.Tls | SslProtocols.Tls13'", "TLS 1.0"));
        });

    [Fact]
    public Task A_stricter_minimum_reports_TLS_1_2_too() => Rule.Fixes(
        InMethod("options.EnabledSslProtocols = {|SOCK2001:SslProtocols.Tls12 | SslProtocols.Tls13|};"),
        InMethod("options.EnabledSslProtocols = SslProtocols.Tls13;"),
        TlsVersionFix.RemoveKey,
        s =>
        {
            Quiet(s);
            s.EditorConfig.Add("socketsecurity.minimum_tls_version = tls13");
        });

    [Fact]
    public Task The_net_framework_without_TLS_1_3_gets_what_it_has() => Rule.Fixes(
        "using System.Net; class C { void M() { ServicePointManager.SecurityProtocol = {|SOCK2001:SecurityProtocolType.Ssl3|}; } }",
        "using System.Net; class C { void M() { ServicePointManager.SecurityProtocol = SecurityProtocolType.Tls12; } }",
        TlsVersionFix.RemoveKey,
        s => s.OnNet472());

    [Theory]
    [InlineData("options.EnabledSslProtocols = SslProtocols.")]
    [InlineData("options.EnabledSslProtocols = (SslProtocols)")]
    [InlineData("ssl.AuthenticateAsClient(SslProtocols.Tls1")]
    public Task Half_typed_code_is_survived(string statement) => Rule.Silent(
        InMethod(statement), s => s.CompilerDiagnostics = Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.None);

    private static void Quiet(Setup setup) => setup.DisabledDiagnostics.AddRange(["SYSLIB0039", "SYSLIB0014", "CS0618", "CS0162"]);

    private static string InMethod(string statements) => $$"""
        using System;
        using System.Collections.Generic;
        using System.Net;
        using System.Net.Security;
        using System.Security.Authentication;

        class Client
        {
            void Use(object value) { }

            void Connect(SslStream ssl, SslClientAuthenticationOptions options)
            {
                {{statements}}
            }
        }
        """;
}
