using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Testing;
using SocketSecurity.Analyzers.PeerAuthentication;
using SocketSecurity.Analyzers.Tests.Verification;
using Rule = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.PeerAuthentication.CertificateValidatorAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace SocketSecurity.Analyzers.Tests.PeerAuthentication;

/// <summary>What <see cref="CertificateValidatorAnalyzer"/> must find: SOCK1001, SOCK1002, SOCK1003.</summary>
public sealed class CertificateValidatorFindingsTests
{
    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Net;
        using System.Net.Http;
        using System.Net.Security;
        using System.Security.Cryptography.X509Certificates;
        using System.Threading.Tasks;

        """;

    /// <summary>Bodies of a validator (sender, certificate, chain, errors), with the rule they break.</summary>
    public static TheoryData<string, string> Bodies { get; } = new()
    {
        // SOCK1001: everything passes.
        { "SOCK1001", "return true;" },
        { "SOCK1001", "return !false;" },
        { "SOCK1001", "const bool ok = true; return ok;" },
        { "SOCK1001", "return errors == SslPolicyErrors.None || true;" },
        { "SOCK1001", "return errors == SslPolicyErrors.None || errors != SslPolicyErrors.None;" },
        { "SOCK1001", "if (errors != SslPolicyErrors.None) { Console.WriteLine(errors); } return true;" },
        { "SOCK1001", "foreach (var status in chain.ChainStatus) { Console.WriteLine(status.Status); } return true;" },
        { "SOCK1001", "var ok = errors == SslPolicyErrors.None; if (!ok) { Console.WriteLine(certificate?.Subject); ok = true; } return ok;" },
        { "SOCK1001", "errors = SslPolicyErrors.None; return errors == SslPolicyErrors.None;" },
        { "SOCK1001", "errors &= ~(SslPolicyErrors.RemoteCertificateChainErrors | SslPolicyErrors.RemoteCertificateNameMismatch | SslPolicyErrors.RemoteCertificateNotAvailable); return errors == SslPolicyErrors.None;" },
        { "SOCK1001", "return certificate == certificate;" },
        { "SOCK1001", "return certificate.GetCertHashString() == certificate.GetCertHashString();" },
        { "SOCK1001", "var copy = new X509Certificate2(certificate); return copy.Thumbprint == certificate.GetCertHashString();" },
        { "SOCK1001", "var expected = certificate.GetPublicKeyString(); return certificate.GetPublicKeyString() == expected;" },
        { "SOCK1001", "return certificate.Equals(certificate);" },
        { "SOCK1001", "return Always();" },
        { "SOCK1001", "return Accept(certificate);" },
        { "SOCK1001", "switch (errors) { case SslPolicyErrors.None: return true; default: return true; }" },
        { "SOCK1001", "return errors switch { SslPolicyErrors.None => true, _ => true };" },
        { "SOCK1001", "return (int)errors >= 0;" },
        { "SOCK1001", "try { return errors == SslPolicyErrors.None || Always(); } finally { Console.WriteLine(); }" },
        { "SOCK1001", "var trustAll = true; return trustAll || errors == SslPolicyErrors.None;" },

        // SOCK1002: some errors pass.
        { "SOCK1002", "return certificate != null;" },
        { "SOCK1002", "return errors != SslPolicyErrors.RemoteCertificateNotAvailable;" },
        { "SOCK1002", "return !errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable);" },
        { "SOCK1002", "return (errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) == SslPolicyErrors.None;" },
        { "SOCK1002", "return (errors & SslPolicyErrors.RemoteCertificateNameMismatch) == 0;" },
        { "SOCK1002", "errors &= ~SslPolicyErrors.RemoteCertificateChainErrors; return errors == 0;" },
        { "SOCK1002", "return errors == SslPolicyErrors.None || errors == SslPolicyErrors.RemoteCertificateNameMismatch;" },
        { "SOCK1002", "return errors is SslPolicyErrors.None or SslPolicyErrors.RemoteCertificateChainErrors;" },
        { "SOCK1002", "return errors is not SslPolicyErrors.RemoteCertificateNotAvailable;" },
        { "SOCK1002", "return errors switch { SslPolicyErrors.None => true, SslPolicyErrors.RemoteCertificateChainErrors => true, _ => false };" },
        { "SOCK1002", "if (errors == SslPolicyErrors.RemoteCertificateChainErrors) { return true; } return errors == SslPolicyErrors.None;" },
        { "SOCK1002", "return errors != SslPolicyErrors.None;" },
        { "SOCK1002", "if (errors == SslPolicyErrors.None) { return false; } return true;" },
        { "SOCK1002", "try { return Check(certificate, chain, errors); } catch (Exception) { return true; }" },
        { "SOCK1002", "try { return chain.Build((X509Certificate2)certificate); } catch { return true; }" },
        { "SOCK1002", "var ok = false; try { ok = Check(certificate, chain, errors); } catch { ok = true; } return ok;" },
        { "SOCK1002", "if (ignoreByDefault) return true; return errors == SslPolicyErrors.None;" },
        { "SOCK1002", "return !VerifyPeer || errors == SslPolicyErrors.None;" },
        { "SOCK1002", "return chain.Build(new X509Certificate2(certificate));" },
        { "SOCK1002", "return errors == SslPolicyErrors.None || ((X509Certificate2)certificate).Verify();" },
        { "SOCK1002", "bool result = errors == SslPolicyErrors.None ? true : errors == SslPolicyErrors.RemoteCertificateChainErrors ? true : false; return result;" },

        // SOCK1003: passes because of something that can be copied.
        { "SOCK1003", "return errors == SslPolicyErrors.None || certificate.Subject.Contains(\"CN=device\");" },
        { "SOCK1003", "return certificate.Subject == \"CN=device\";" },
        { "SOCK1003", "return certificate.Issuer == \"CN=My CA\";" },
        { "SOCK1003", "return certificate.GetSerialNumberString() == expected;" },
        { "SOCK1003", "return certificate.GetCertHashString() == expected;" },
        { "SOCK1003", "return string.Equals(((X509Certificate2)certificate).Thumbprint, expected, StringComparison.OrdinalIgnoreCase);" },
        { "SOCK1003", "return pins.Contains(certificate.GetCertHashString());" },
        { "SOCK1003", "return pins.Any(pin => pin == certificate.GetCertHashString());" },
        { "SOCK1003", "return certificate.Subject == certificate.Issuer;" },
        { "SOCK1003", "return ((X509Certificate2)certificate).NotAfter > DateTime.Now;" },
        { "SOCK1003", "foreach (var status in chain.ChainStatus) { if (status.Status != X509ChainStatusFlags.UntrustedRoot) return false; } return true;" },
        { "SOCK1003", "return chain.ChainStatus.All(s => s.Status == X509ChainStatusFlags.NotTimeValid);" },
        { "SOCK1003", "if (errors == SslPolicyErrors.RemoteCertificateChainErrors && chain.ChainStatus[0].Status == X509ChainStatusFlags.UntrustedRoot) return true; return errors == SslPolicyErrors.None;" },
        { "SOCK1003", "return ((X509Certificate2)certificate).FriendlyName == \"mine\";" },
        { "SOCK1003", "return certificate.Equals(trusted);" },
        { "SOCK1003", "return ((X509Certificate2)certificate).GetNameInfo(X509NameType.SimpleName, false) == \"device\";" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public Task A_lambda_with_this_body_is_found(string rule, string body) => Rule.Finds(Usings + $$"""
        class Client
        {
            static bool ignoreByDefault = true;
            bool VerifyPeer { get; set; }
            string expected = Environment.GetEnvironmentVariable("PIN");
            X509Certificate trusted = X509CertificateLoader.LoadCertificateFromFile("trusted.cer");
            List<string> pins = new();
            static bool Always() => true;
            static bool Accept(X509Certificate2 c) { Console.WriteLine(c.Subject); return true; }
            static bool Accept(X509Certificate c) { Console.WriteLine(c.Subject); return true; }
            static bool Check(X509Certificate c, X509Chain chain, SslPolicyErrors e) => e == SslPolicyErrors.None;

            RemoteCertificateValidationCallback Create() => {|{{rule}}:(sender, certificate, chain, errors) => { {{body}} }|};
        }
        """, s => s.DisabledDiagnostics.AddRange(["CS1718", "SYSLIB0057"]));

    [Theory]
    [MemberData(nameof(Bodies))]
    public Task A_method_with_this_body_is_found_at_its_name(string rule, string body) => Rule.Finds(Usings + $$"""
        class Client
        {
            static bool ignoreByDefault = true;
            bool VerifyPeer { get; set; }
            string expected = Environment.GetEnvironmentVariable("PIN");
            X509Certificate trusted = X509CertificateLoader.LoadCertificateFromFile("trusted.cer");
            List<string> pins = new();
            static bool Always() => true;
            static bool Accept(X509Certificate2 c) { Console.WriteLine(c.Subject); return true; }
            static bool Accept(X509Certificate c) { Console.WriteLine(c.Subject); return true; }
            static bool Check(X509Certificate c, X509Chain chain, SslPolicyErrors e) => e == SslPolicyErrors.None;

            bool {|{{rule}}:Validate|}(object sender, X509Certificate certificate, X509Chain chain, SslPolicyErrors errors)
            {
                {{body}}
            }
        }
        """, s => s.DisabledDiagnostics.AddRange(["CS1718", "SYSLIB0057"]));

    /// <summary>Where the delegate goes makes no difference.</summary>
    [Theory]
    [InlineData("new SslStream(stream, false, {|SOCK1001:(a, b, c, d) => true|})")]
    [InlineData("new SslStream(stream, false, {|SOCK1001:delegate { return true; }|})")]
    [InlineData("new SslStream(stream, false, new RemoteCertificateValidationCallback({|SOCK1001:delegate { return true; }|}))")]
    [InlineData("new SslStream(stream, false, {|SOCK1001:delegate (object s, X509Certificate c, X509Chain ch, SslPolicyErrors e) { return true; }|}, null)")]
    [InlineData("new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = {|SOCK1001:(_, _, _, _) => true|} }")]
    [InlineData("new SslServerAuthenticationOptions { RemoteCertificateValidationCallback = {|SOCK1001:(_, _, _, _) => true|} }")]
    [InlineData("new HttpClientHandler { ServerCertificateCustomValidationCallback = {|SOCK1001:(m, c, ch, e) => true|} }")]
    [InlineData("new HttpClientHandler { ServerCertificateCustomValidationCallback = {|SOCK1001:static (HttpRequestMessage m, X509Certificate2 c, X509Chain ch, SslPolicyErrors e) => { return true; }|} }")]
    [InlineData("new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = {|SOCK1001:(_, _, _, _) => true|} } }")]
    [InlineData("ServicePointManager.ServerCertificateValidationCallback += {|SOCK1001:(a, b, c, d) => true|}")]
    [InlineData("new System.Net.WebSockets.ClientWebSocket().Options.RemoteCertificateValidationCallback = {|SOCK1001:(a, b, c, d) => true|}")]
    [InlineData("new System.Net.Quic.QuicClientConnectionOptions { ClientAuthenticationOptions = new() { RemoteCertificateValidationCallback = {|SOCK1001:(a, b, c, d) => true|} } }")]
    [InlineData("new Func<HttpRequestMessage, X509Certificate2, X509Chain, SslPolicyErrors, bool>({|SOCK1001:(m, c, ch, e) => true|})")]
    [InlineData("new Func<object, X509Certificate, X509Chain, SslPolicyErrors, bool>({|SOCK1001:(m, c, ch, e) => true|})")]
    [InlineData("new Func<X509Certificate2, X509Chain, SslPolicyErrors, bool>({|SOCK1001:(c, ch, e) => true|})")]
    [InlineData("new Func<X509Certificate2, X509Chain, SslPolicyErrors, Task<bool>>({|SOCK1001:(c, ch, e) => Task.FromResult(true)|})")]
    [InlineData("new Func<X509Certificate2, X509Chain, SslPolicyErrors, ValueTask<bool>>({|SOCK1001:(c, ch, e) => new ValueTask<bool>(true)|})")]
    [InlineData("new Func<X509Certificate2, X509Chain, SslPolicyErrors, Task<bool>>({|SOCK1001:async (c, ch, e) => { await Task.Yield(); return true; }|})")]
    public Task Every_destination_is_found(string expression) => Rule.Finds(Usings + $$"""
        class Client
        {
            void Use(System.IO.Stream stream)
            {
                _ = {{expression}};
            }
        }
        """, s => s.DisabledDiagnostics.AddRange(["SYSLIB0014", "CA1416", "CA2252"]));

    [Fact]
    public Task Property_default_field_local_function_and_stored_delegate_are_found() => Rule.Finds(Usings + """
        class Options
        {
            public RemoteCertificateValidationCallback Callback { get; set; } = {|SOCK1001:(s, c, ch, e) => true|};
            private readonly RemoteCertificateValidationCallback _stored = {|SOCK1001:delegate { return true; }|};

            RemoteCertificateValidationCallback Local()
            {
                bool {|SOCK1001:AcceptAll|}(object s, X509Certificate c, X509Chain ch, SslPolicyErrors e) => true;
                return AcceptAll;
            }
        }
        """);

    [Fact]
    public Task A_method_group_is_found_in_the_file_that_declares_it() => Rule.Finds(
        Usings + """
        class Client
        {
            HttpClientHandler Create() => new() { ServerCertificateCustomValidationCallback = Validators.Lax };
        }
        """,
        s => s.Files.Add(("Validators.cs", Usings + """
        static class Validators
        {
            public static bool {|SOCK1001:Lax|}(HttpRequestMessage m, X509Certificate2 c, X509Chain ch, SslPolicyErrors e) => true;
        }
        """)));

    [Fact]
    public Task A_helper_in_another_file_is_followed() => Rule.Finds(
        Usings + """
        class Client
        {
            RemoteCertificateValidationCallback Create() => {|SOCK1001:(s, c, ch, e) => Switches.TrustEverybody()|};
        }
        """,
        s => s.Files.Add(("Switches.cs", """
        static class Switches
        {
            public static bool TrustEverybody() { return true; }
        }
        """)));

    [Fact]
    public Task The_arm_of_a_preprocessor_condition_that_is_compiled_is_found() => Rule.Finds(Usings + """
        class Client
        {
            bool {|SOCK1001:Validate|}(object s, X509Certificate c, X509Chain ch, SslPolicyErrors e)
            {
        #if STRICT
                return e == SslPolicyErrors.None;
        #else
                return true;
        #endif
            }
        }
        """);

    [Theory]
    [InlineData("e.Accept = true;")]
    [InlineData("Console.WriteLine(e.PolicyErrors); e.Accept = true;")]
    [InlineData("e.Accept = e.PolicyErrors == SslPolicyErrors.None; if (!e.Accept) { e.Accept = true; }")]
    public Task An_event_handler_that_accepts_everything_is_found(string body) => Rule.Finds(Usings + $$"""
        class ValidationEventArgs : EventArgs
        {
            public X509Certificate Certificate { get; init; }
            public SslPolicyErrors PolicyErrors { get; init; }
            public bool Accept { get; set; }
        }

        class Client
        {
            public event EventHandler<ValidationEventArgs> Validate;

            void Use()
            {
                Validate += {|SOCK1001:(s, e) => { {{body}} }|};
                Validate += {|SOCK1001:OnValidate|};
            }

            void OnValidate(object s, ValidationEventArgs e) { {{body}} }
        }
        """);

    [Fact]
    public Task Errors_and_certificate_inside_event_arguments_are_understood() => Rule.Finds(Usings + """
        class ValidationArgs
        {
            public X509Certificate Certificate { get; init; }
            public X509Chain Chain { get; init; }
            public SslPolicyErrors SslPolicyErrors { get; init; }
        }

        class Options
        {
            public Func<ValidationArgs, bool> Handler { get; set; }

            void Use()
            {
                Handler = {|SOCK1001:_ => true|};
                Handler = {|SOCK1002:args => args.SslPolicyErrors != SslPolicyErrors.RemoteCertificateNameMismatch|};
                Handler = {|SOCK1003:args => args.Certificate.Subject == "CN=x"|};
                Handler = {|SOCK1001:Accept|};
                Handler = args => args.SslPolicyErrors == SslPolicyErrors.None;
            }

            bool Accept(ValidationArgs args) => true;
        }
        """);

    [Fact]
    public Task A_captured_switch_that_is_on_by_default_is_a_warning() => Rule.Finds(Usings + """
        class Client
        {
            SslStream Open(System.IO.Stream stream, bool ignoreErrors = true) =>
                new SslStream(stream, false, {|#0:(s, c, ch, e) => ignoreErrors || e == SslPolicyErrors.None|});

            SslStream OpenStrict(System.IO.Stream stream, bool ignoreErrors = false) =>
                new SslStream(stream, false, {|#1:(s, c, ch, e) => ignoreErrors || e == SslPolicyErrors.None|});
        }
        """, s => s.Expected.AddRange([
            new DiagnosticResult("SOCK1002", Microsoft.CodeAnalysis.DiagnosticSeverity.Warning).WithLocation(0),
            new DiagnosticResult("SOCK1002", Microsoft.CodeAnalysis.DiagnosticSeverity.Info).WithLocation(1)]));

    /// <summary>The message names the switch, not the options object that happens to hold it.</summary>
    [Fact]
    public Task A_switch_behind_an_options_object_is_the_reason() => Rule.Finds(Usings + """
        class TlsOptions { public bool IgnoreChainErrors { get; set; } public Func<object, bool> Handler { get; set; } }

        class Options { public TlsOptions Tls { get; set; } = new(); }

        class Channel
        {
            private readonly Options _options = new();

            bool {|#0:Validate|}(object sender, X509Certificate certificate, X509Chain chain, SslPolicyErrors errors)
            {
                var handler = _options?.Tls?.Handler;
                if (handler != null) return handler(certificate);
                if (_options?.Tls?.IgnoreChainErrors ?? false) errors &= ~SslPolicyErrors.RemoteCertificateChainErrors;
                return errors == SslPolicyErrors.None;
            }
        }
        """, s => s.Expected.Add(new DiagnosticResult("SOCK1002", Microsoft.CodeAnalysis.DiagnosticSeverity.Info).WithLocation(0).WithArguments(
            "'Validate'",
            "a certificate that is untrusted, expired or revoked when 'IgnoreChainErrors' says so",
            "anyone can make a certificate that is accepted and impersonate the peer",
            "")));

    [Fact]
    public Task The_message_says_which_errors_pass() => Rule.Finds(Usings + """
        class Client
        {
            RemoteCertificateValidationCallback a = {|#0:(s, c, ch, e) => (e & ~SslPolicyErrors.RemoteCertificateNameMismatch) == 0|};
        }
        """, s => s.Expected.Add(new DiagnosticResult(Rules.CertificateErrorsIgnored).WithLocation(0).WithArguments(
            "This validator", "a certificate of another host", "anyone who holds a valid certificate for any name can impersonate the peer", "")));

    [Theory]
    [InlineData("#if DEBUG", "#endif", "only a DEBUG build contains this")]
    [InlineData("#if NEVER\n#elif DEBUG", "#endif", "only a DEBUG build contains this")]
    [InlineData("#if !DEBUG\n#else", "#endif", "only a DEBUG build contains this")]
    [InlineData("if (env.IsDevelopment()) {", "}", "only a development environment runs this")]
    [InlineData("if (!env.IsProduction() && env.IsDevelopment()) {", "}", "only a development environment runs this")]
    public Task A_guard_that_keeps_it_out_of_production_lowers_the_finding(string begin, string end, string words) => Rule.Finds(Usings + $$"""
        interface IEnvironment { bool IsDevelopment(); bool IsProduction(); }

        class Client
        {
            void Use(HttpClientHandler handler, IEnvironment env)
            {
        {{begin}}
                handler.ServerCertificateCustomValidationCallback = {|#0:(m, c, ch, e) => true|};
        {{end}}
            }
        }
        """, s =>
        {
            s.PreprocessorSymbols = ["DEBUG"];
            s.Expected.Add(new DiagnosticResult("SOCK1001", Microsoft.CodeAnalysis.DiagnosticSeverity.Info).WithLocation(0)
                .WithArguments("This validator", "; " + words));
        });

    [Theory]
    [InlineData("#if DEBUG\nreturn true;\n#else\nreturn errors == SslPolicyErrors.None;\n#endif", true)]
    [InlineData("#if DEBUG\nreturn true;\n#endif\n#pragma warning disable CS0162\nreturn errors == SslPolicyErrors.None;", true)]
    [InlineData("#if DEBUG\nif (chain != null) return true;\nreturn true;\n#endif\nreturn false;", true)]
    [InlineData("#if DEBUG\nif (chain != null) return true;\n#endif\nreturn true;", false)]
    [InlineData("if (chain != null) return true;\n#if DEBUG\nreturn true;\n#endif\nreturn false;", false)]
    public Task An_answer_of_debug_builds_only_lowers_the_finding(string body, bool isLowered) => Rule.Finds(Usings + $$"""
        class Client
        {
            bool {|#0:Accept|}(object sender, X509Certificate certificate, X509Chain chain, SslPolicyErrors errors)
            {
        {{body}}
            }
        }
        """, s =>
        {
            s.PreprocessorSymbols = ["DEBUG"];
            s.Expected.Add(new DiagnosticResult("SOCK1001", isLowered ? Microsoft.CodeAnalysis.DiagnosticSeverity.Info : Microsoft.CodeAnalysis.DiagnosticSeverity.Warning)
                .WithLocation(0).WithArguments("'Accept'", isLowered ? "; only a DEBUG build contains this" : ""));
        });

    [Theory]
    [InlineData("using Xunit;", "", "")]
    [InlineData("using NUnit.Framework;", "", "")]
    [InlineData("", "socketsecurity.test_code_paths = specs/**", "")]
    [InlineData("", "build_property.IsTestProject = true", "")]
    [InlineData("", "", "[TestClass]")]
    [InlineData("", "", "[Fixture] class Other { [Fact] void Case() { } }")]
    public Task Test_code_lowers_the_finding(string directive, string option, string attribute) => Rule.Finds("class Empty { }", s =>
    {
        s.CompilerDiagnostics = CompilerDiagnostics.None;
        s.EditorConfig.Add(option);
        s.Files.Add(("specs/ClientSpecs.cs", directive + Usings + attribute + """

            class Client
            {
                RemoteCertificateValidationCallback f = {|#0:(s, c, ch, e) => true|};
            }
            """));
        s.Expected.Add(new DiagnosticResult("SOCK1001", Microsoft.CodeAnalysis.DiagnosticSeverity.Info).WithLocation(0)
            .WithArguments("This validator", "; this is test code"));
    });

    [Fact]
    public Task A_helper_with_a_switch_is_judged_where_the_switch_is_given() => Rule.Finds(Usings + """
        class Client
        {
            static bool Check(X509Certificate certificate, SslPolicyErrors errors, bool lax) => lax || errors == SslPolicyErrors.None;

            RemoteCertificateValidationCallback lax = {|SOCK1001:(s, c, ch, e) => Check(c, e, true)|};
            RemoteCertificateValidationCallback strict = (s, c, ch, e) => Check(c, e, false);
        }
        """);
}
