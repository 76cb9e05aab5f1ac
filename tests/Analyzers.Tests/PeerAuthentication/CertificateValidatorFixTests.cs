using SocketSecurity.Analyzers.CodeFixes.PeerAuthentication;
using SocketSecurity.Analyzers.PeerAuthentication;
using SocketSecurity.Analyzers.Tests.Verification;
using Rule = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.PeerAuthentication.CertificateValidatorAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.PeerAuthentication.CertificateValidatorFix>;

namespace SocketSecurity.Analyzers.Tests.PeerAuthentication;

/// <summary>What <see cref="CertificateValidatorFix"/> makes of findings of <see cref="CertificateValidatorAnalyzer"/>.</summary>
public sealed class CertificateValidatorFixTests
{
    private const string Usings = """
        using System;
        using System.Net.Http;
        using System.Net.Security;
        using System.Security.Cryptography.X509Certificates;
        using System.Threading.Tasks;

        """;

    /// <summary>A statement in a method before and after the callback is removed.</summary>
    [Theory]
    [InlineData(
        "var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = {|SOCK1001:(m, c, ch, e) => true|} };",
        "var handler = new HttpClientHandler();")]
    [InlineData(
        "var handler = new HttpClientHandler() { ServerCertificateCustomValidationCallback = {|SOCK1001:(m, c, ch, e) => true|}, AllowAutoRedirect = false };",
        "var handler = new HttpClientHandler() { AllowAutoRedirect = false };")]
    [InlineData(
        "var handler = new HttpClientHandler();\n        handler.ServerCertificateCustomValidationCallback = {|SOCK1001:delegate { return true; }|};",
        "var handler = new HttpClientHandler();")]
    [InlineData(
        "var ssl = new SslStream(stream, false, {|SOCK1001:(a, b, c, d) => true|});",
        "var ssl = new SslStream(stream, false);")]
    [InlineData(
        "var ssl = new SslStream(stream, false, new RemoteCertificateValidationCallback({|SOCK1002:(a, b, c, d) => d != SslPolicyErrors.RemoteCertificateNotAvailable|}));",
        "var ssl = new SslStream(stream, false);")]
    [InlineData(
        "var ssl = new SslStream(stream, false, {|SOCK1001:(a, b, c, d) => true|}, null);",
        "var ssl = new SslStream(stream, false, null, null);")]
    [InlineData(
        "var options = new SslClientAuthenticationOptions { TargetHost = \"a\", RemoteCertificateValidationCallback = {|SOCK1001:(a, b, c, d) => true|} };",
        "var options = new SslClientAuthenticationOptions { TargetHost = \"a\" };")]
    public Task The_callback_is_removed(string before, string after) => Rule.Fixes(
        InMethod(before), InMethod(after), CertificateValidatorFix.RemoveCallbackKey);

    [Fact]
    public Task The_callback_is_removed_from_top_level_statements() => Rule.Fixes(
        Usings + """
        var handler = new HttpClientHandler();
        handler.ServerCertificateCustomValidationCallback = {|SOCK1001:(m, c, ch, e) => true|};
        Console.WriteLine(handler);
        """,
        Usings + """
        var handler = new HttpClientHandler();
        Console.WriteLine(handler);
        """,
        CertificateValidatorFix.RemoveCallbackKey,
        s => s.OutputKind = Microsoft.CodeAnalysis.OutputKind.ConsoleApplication);

    /// <summary>Without braces around it the statement cannot just go; the other fix is still there.</summary>
    [Fact]
    public Task A_statement_that_cannot_be_removed_gets_the_strict_callback() => Rule.Fixes(
        InMethod("var h = new HttpClientHandler(); if (stream is null) h.ServerCertificateCustomValidationCallback = {|SOCK1001:(m, c, ch, e) => true|};"),
        InMethod("var h = new HttpClientHandler(); if (stream is null) h.ServerCertificateCustomValidationCallback = (m, c, ch, e) => e == SslPolicyErrors.None;"),
        CertificateValidatorFix.RequireNoErrorsKey);

    [Theory]
    [InlineData("{|SOCK1001:(a, b, c, d) => true|}", "(a, b, c, d) => d == SslPolicyErrors.None")]
    [InlineData("{|SOCK1001:(_, _, _, _) => true|}", "(sender, certificate, chain, errors) => errors == SslPolicyErrors.None")]
    [InlineData("{|SOCK1001:delegate { return true; }|}", "(sender, certificate, chain, errors) => errors == SslPolicyErrors.None")]
    [InlineData(
        "{|SOCK1001:delegate (object s, X509Certificate c, X509Chain ch, SslPolicyErrors e) { return true; }|}",
        "delegate (object s, X509Certificate c, X509Chain ch, SslPolicyErrors e) { return e == SslPolicyErrors.None; }")]
    [InlineData("{|SOCK1001:static (a, b, c, d) => { Console.WriteLine(d); return true; }|}", "static (a, b, c, d) => { Console.WriteLine(d); return d == SslPolicyErrors.None; }")]
    [InlineData("{|SOCK1002:(a, b, c, d) => (d & ~SslPolicyErrors.RemoteCertificateNameMismatch) == 0|}", "(a, b, c, d) => d == SslPolicyErrors.None")]
    [InlineData("{|SOCK1002:(a, b, c, d) => { if (d == SslPolicyErrors.RemoteCertificateChainErrors) return true; return d == 0; }|}", "(a, b, c, d) => d == SslPolicyErrors.None")]
    public Task The_lambda_becomes_strict(string before, string after) => Rule.Fixes(
        InMethod($"RemoteCertificateValidationCallback f = {before};"),
        InMethod($"RemoteCertificateValidationCallback f = {after};"),
        CertificateValidatorFix.RequireNoErrorsKey);

    [Theory]
    [InlineData("Task<bool>", "{|SOCK1001:(c, ch, e) => Task.FromResult(true)|}", "(c, ch, e) => Task.FromResult(e == SslPolicyErrors.None)")]
    [InlineData("Task<bool>", "{|SOCK1001:async (c, ch, e) => { await Task.Yield(); return true; }|}", "async (c, ch, e) => { await Task.Yield(); return e == SslPolicyErrors.None; }")]
    [InlineData("ValueTask<bool>", "{|SOCK1001:(c, ch, e) => new ValueTask<bool>(true)|}", "(c, ch, e) => new ValueTask<bool>(e == SslPolicyErrors.None)")]
    public Task An_asynchronous_lambda_becomes_strict(string type, string before, string after) => Rule.Fixes(
        InMethod($"Func<X509Certificate2, X509Chain, SslPolicyErrors, {type}> f = {before};"),
        InMethod($"Func<X509Certificate2, X509Chain, SslPolicyErrors, {type}> f = {after};"),
        CertificateValidatorFix.RequireNoErrorsKey);

    [Fact]
    public Task Methods_and_local_functions_become_strict_all_at_once() => Rule.Fixes(
        """
        using System.Security.Cryptography.X509Certificates;

        class Client
        {
            // Talks to the test server.
            static bool {|SOCK1001:Arrow|}(object s, X509Certificate c, X509Chain ch, System.Net.Security.SslPolicyErrors e) => true;

            static bool {|SOCK1001:Block|}(object s, X509Certificate c, X509Chain ch, System.Net.Security.SslPolicyErrors e)
            {
                if (c != null)
                {
                    return true;
                }

                return c == c;
            }

            void Use()
            {
                bool {|SOCK1001:Local|}(object s, X509Certificate c, X509Chain ch, System.Net.Security.SslPolicyErrors e) { return true; }
            }
        }
        """,
        """
        using System.Net.Security;
        using System.Security.Cryptography.X509Certificates;

        class Client
        {
            // Talks to the test server.
            static bool Arrow(object s, X509Certificate c, X509Chain ch, System.Net.Security.SslPolicyErrors e) => e == SslPolicyErrors.None;

            static bool Block(object s, X509Certificate c, X509Chain ch, System.Net.Security.SslPolicyErrors e)
            {
                return e == SslPolicyErrors.None;
            }

            void Use()
            {
                bool Local(object s, X509Certificate c, X509Chain ch, System.Net.Security.SslPolicyErrors e) { return e == SslPolicyErrors.None; }
            }
        }
        """,
        CertificateValidatorFix.RequireNoErrorsKey,
        s => s.DisabledDiagnostics.Add("CS1718"));

    [Fact]
    public Task Event_handlers_and_argument_validators_become_strict() => Rule.Fixes(
        Usings + Arguments + """
        class Client
        {
            event EventHandler<ValidationArgs> Validating;
            Func<ValidationArgs, bool> handler = {|SOCK1001:_ => true|};

            void Use()
            {
                Validating += {|SOCK1001:(s, e) => e.Accept = true|};
                Validating += {|SOCK1001:(s, e) => { e.Accept = true; }|};
            }
        }
        """,
        Usings + Arguments + """
        class Client
        {
            event EventHandler<ValidationArgs> Validating;
            Func<ValidationArgs, bool> handler = args => args.PolicyErrors == SslPolicyErrors.None;

            void Use()
            {
                Validating += (s, e) => e.Accept = e.PolicyErrors == SslPolicyErrors.None;
                Validating += (s, e) => e.Accept = e.PolicyErrors == SslPolicyErrors.None;
            }
        }
        """,
        CertificateValidatorFix.RequireNoErrorsKey);

    [Theory]
    [InlineData(CertificateValidatorFix.SystemTrustKey, "TrustPolicy.System")]
    [InlineData(CertificateValidatorFix.PrivateRootsKey, "TrustPolicy.PrivateRootsFromPem(\"trusted-roots.pem\")")]
    [InlineData(CertificateValidatorFix.PinnedKey, "TrustPolicy.PinnedSelfSigned(\"<base64 of the SHA-256 of the peer's SubjectPublicKeyInfo>\")")]
    public Task The_decision_is_left_to_a_trust_policy(string key, string policy) => Rule.Fixes(
        Usings + Arguments + """
        class Client
        {
            HttpClientHandler Handler() => new() { ServerCertificateCustomValidationCallback = {|SOCK1001:(m, c, ch, e) => true|} };
            SslStream Stream(System.IO.Stream s) => new SslStream(s, false, {|SOCK1001:(a, b, c, d) => d == 0 || true|});
            Func<X509Certificate2, X509Chain, SslPolicyErrors, bool> kestrel = {|SOCK1001:(c, ch, e) => true|};
            Func<ValidationArgs, bool> handler = {|SOCK1001:_ => true|};

            bool {|SOCK1001:Validate|}(object sender, X509Certificate certificate, X509Chain chain, SslPolicyErrors errors) => true;
        }
        """,
        Usings.Replace("using System.Threading.Tasks;", "using System.Threading.Tasks;\nusing SocketSecurity.Trust;", StringComparison.Ordinal) + Arguments + $$"""
        class Client
        {
            HttpClientHandler Handler() => new() { ServerCertificateCustomValidationCallback = {{policy}}.ValidateRemoteCertificate };
            SslStream Stream(System.IO.Stream s) => new SslStream(s, false, {{policy}}.ValidateRemoteCertificate);
            Func<X509Certificate2, X509Chain, SslPolicyErrors, bool> kestrel = (c, ch, e) => {{policy}}.ValidateRemoteCertificate(null, c, ch, e);
            Func<ValidationArgs, bool> handler = args => {{policy}}.ValidateRemoteCertificate(null, args.Certificate, null, args.PolicyErrors);

            bool Validate(object sender, X509Certificate certificate, X509Chain chain, SslPolicyErrors errors) => {{policy}}.ValidateRemoteCertificate(sender, certificate, chain, errors);
        }
        """,
        key,
        s => s.WithSecureDefaults());

    /// <summary>A pinned name becomes a pinned key; the framework alone has nothing to offer instead.</summary>
    [Fact]
    public Task A_certificate_recognised_by_name_gets_a_pin() => Rule.Fixes(
        InMethod("RemoteCertificateValidationCallback f = {|SOCK1003:(a, b, c, d) => b.Subject == \"CN=device\"|};"),
        InMethod(
            "RemoteCertificateValidationCallback f = TrustPolicy.PinnedSelfSigned(\"<base64 of the SHA-256 of the peer's SubjectPublicKeyInfo>\").ValidateRemoteCertificate;",
            "using SocketSecurity.Trust;\n"),
        CertificateValidatorFix.PinnedKey,
        s => s.WithSecureDefaults());

    private const string Arguments = """
        class ValidationArgs : EventArgs
        {
            public X509Certificate Certificate { get; init; }
            public SslPolicyErrors PolicyErrors { get; init; }
            public bool Accept { get; set; }
        }


        """;

    private static string InMethod(string statements, string furtherUsings = "") => Usings.TrimEnd() + "\n" + furtherUsings + $$"""

        class Client
        {
            void Use(System.IO.Stream stream)
            {
                {{statements}}
            }
        }
        """;
}
