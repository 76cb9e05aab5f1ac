using SocketSecurity.Analyzers.CodeFixes.PeerAuthentication;
using SocketSecurity.Analyzers.PeerAuthentication;
using SocketSecurity.Analyzers.Tests.Verification;
using Rule = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.PeerAuthentication.ClientCertificateAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.PeerAuthentication.ClientCertificateFix>;

namespace SocketSecurity.Analyzers.Tests.PeerAuthentication;

/// <summary><see cref="ClientCertificateAnalyzer"/> and <see cref="ClientCertificateFix"/>: SOCK1008.</summary>
public sealed class ClientCertificateTests
{
    [Theory]
    [InlineData("(s, c, ch, e) => true")]
    [InlineData("(s, c, ch, e) => c == null || e == SslPolicyErrors.None")]
    [InlineData("(s, c, ch, e) => e == SslPolicyErrors.None || e == SslPolicyErrors.RemoteCertificateNotAvailable")]
    [InlineData("(s, c, ch, e) => { if (c is null) return true; return e == SslPolicyErrors.None; }")]
    [InlineData("Validate")]
    public Task Required_with_a_validator_that_accepts_a_missing_certificate_is_found(string validator) => Rule.Finds(InServer($$"""
        var options = new SslServerAuthenticationOptions
        {
            ClientCertificateRequired = [|true|],
            RemoteCertificateValidationCallback = {{validator}},
        };
        var later = new SslServerAuthenticationOptions { RemoteCertificateValidationCallback = {{validator}} };
        later.ClientCertificateRequired = [|true|];
        using var ssl = new SslStream(stream, false, {{validator}});
        ssl.AuthenticateAsServer(certificate, [|true|], SslProtocols.None, false);
        """));

    [Theory]
    [InlineData("true", "(s, c, ch, e) => e == SslPolicyErrors.None")]
    [InlineData("true", "(s, c, ch, e) => c != null && Check(c)")]
    [InlineData("true", "handed")]
    [InlineData("false", "(s, c, ch, e) => c == null || e == SslPolicyErrors.None")]
    [InlineData("wanted", "(s, c, ch, e) => c == null || e == SslPolicyErrors.None")]
    public Task A_validator_that_refuses_and_optional_certificates_are_silent(string required, string validator) => Rule.Silent(InServer($$"""
        var options = new SslServerAuthenticationOptions
        {
            ClientCertificateRequired = {{required}},
            RemoteCertificateValidationCallback = {{validator}},
        };
        using var ssl = new SslStream(stream, false, {{validator}});
        ssl.AuthenticateAsServer(certificate, {{required}}, SslProtocols.None, false);
        """));

    [Fact]
    public Task The_validator_becomes_strict() => Rule.Fixes(
        InServer("var o = new SslServerAuthenticationOptions { ClientCertificateRequired = [|true|], RemoteCertificateValidationCallback = (s, c, ch, e) => true };"),
        InServer("var o = new SslServerAuthenticationOptions { ClientCertificateRequired = true, RemoteCertificateValidationCallback = (s, c, ch, e) => e == SslPolicyErrors.None };"),
        ClientCertificateFix.StrictValidatorKey);

    [Fact]
    public Task The_validator_becomes_a_trust_policy() => Rule.Fixes(
        InServer("var o = new SslServerAuthenticationOptions { ClientCertificateRequired = [|true|], RemoteCertificateValidationCallback = (s, c, ch, e) => true };"),
        InServer(
            "var o = new SslServerAuthenticationOptions { ClientCertificateRequired = true, RemoteCertificateValidationCallback = TrustPolicy.PrivateRootsFromPem(\"trusted-roots.pem\").ValidateRemoteCertificate };",
            "using SocketSecurity.Trust;\n"),
        ClientCertificateFix.PrivateRootsKey,
        s => s.WithSecureDefaults());

    [Fact]
    public Task A_trust_list_that_nothing_validates_against_is_found() => Rule.Finds(InServer("""
        var trust = SslCertificateTrust.CreateForX509Collection(new X509Certificate2Collection());
        var options = new SslServerAuthenticationOptions
        {
            ClientCertificateRequired = true,
            ServerCertificateContext = SslStreamCertificateContext.Create(certificate, null, true, [|trust|]),
        };
        """));

    [Theory]
    [InlineData("CertificateChainPolicy = new X509ChainPolicy(),")]
    [InlineData("RemoteCertificateValidationCallback = handed,")]
    public Task A_trust_list_with_a_validation_beside_it_is_silent(string validation) => Rule.Silent(InServer($$"""
        var trust = SslCertificateTrust.CreateForX509Collection(new X509Certificate2Collection());
        var options = new SslServerAuthenticationOptions
        {
            ClientCertificateRequired = true,
            {{validation}}
            ServerCertificateContext = SslStreamCertificateContext.Create(certificate, null, true, trust),
        };
        """));

    [Fact]
    public Task An_identity_nobody_required_is_found_and_required() => Rule.Fixes(
        InServer("""
            using var ssl = new SslStream(stream);
            ssl.AuthenticateAsServer(certificate, false, SslProtocols.None, false);
            Console.WriteLine([|ssl.RemoteCertificate|].Subject);
            """),
        InServer("""
            using var ssl = new SslStream(stream);
            ssl.AuthenticateAsServer(certificate, true, SslProtocols.None, false);
            Console.WriteLine(ssl.RemoteCertificate.Subject);
            """),
        ClientCertificateFix.RequireKey);

    [Theory]
    [InlineData("ssl.AuthenticateAsServer(certificate, false, SslProtocols.None, false); Console.WriteLine(ssl.RemoteCertificate?.Subject);")]
    [InlineData("ssl.AuthenticateAsServer(certificate); if (ssl.RemoteCertificate != null) Console.WriteLine(ssl.RemoteCertificate.Subject);")]
    [InlineData("ssl.AuthenticateAsServer(certificate); if (ssl.IsMutuallyAuthenticated) Console.WriteLine(ssl.RemoteCertificate.Subject);")]
    [InlineData("ssl.AuthenticateAsServer(certificate, true, SslProtocols.None, false); Console.WriteLine(ssl.RemoteCertificate.Subject);")]
    [InlineData("ssl.AuthenticateAsClient(\"host\"); Console.WriteLine(ssl.RemoteCertificate.Subject);")]
    public Task An_identity_that_is_tested_or_required_is_silent(string statements) =>
        Rule.Silent(InServer("using var ssl = new SslStream(stream); " + statements));

    private const string Kestrel = """
        using Microsoft.AspNetCore.Http;
        using Microsoft.AspNetCore.Server.Kestrel.Https;

        class Startup
        {
            void Configure(HttpsConnectionAdapterOptions https) => https.ClientCertificateMode = MODE;
            string Who(HttpContext context) => context.Connection.ClientCertificateREAD;
        }
        """;

    [Fact]
    public Task Kestrels_optional_certificate_used_as_required_is_found_and_required() => Rule.Fixes(
        Kestrel.Replace("MODE", "[|ClientCertificateMode.AllowCertificate|]", StringComparison.Ordinal).Replace("READ", "!.Subject", StringComparison.Ordinal),
        Kestrel.Replace("MODE", "ClientCertificateMode.RequireCertificate", StringComparison.Ordinal).Replace("READ", "!.Subject", StringComparison.Ordinal),
        ClientCertificateFix.RequireKey,
        s => s.WithAspNetCore());

    [Theory]
    [InlineData("ClientCertificateMode.AllowCertificate", "?.Subject")]
    [InlineData("ClientCertificateMode.RequireCertificate", "!.Subject")]
    public Task Kestrels_optional_certificate_that_is_tested_is_silent(string mode, string read) => Rule.Silent(
        Kestrel.Replace("MODE", mode, StringComparison.Ordinal).Replace("READ", read, StringComparison.Ordinal),
        s => s.WithAspNetCore());

    [Theory]
    [InlineData("var o = new SslServerAuthenticationOptions { ClientCertificateRequired = ")]
    [InlineData("ssl.AuthenticateAsServer(certificate, true")]
    [InlineData("Console.WriteLine(ssl.RemoteCertificate.")]
    public Task Half_typed_code_is_survived(string statement) => Rule.Silent(
        InServer(statement), s => s.CompilerDiagnostics = Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.None);

    private static string InServer(string statements, string furtherUsings = "") => $$"""
        using System;
        using System.IO;
        using System.Net.Security;
        using System.Security.Authentication;
        using System.Security.Cryptography.X509Certificates;
        {{furtherUsings}}
        class Server
        {
            RemoteCertificateValidationCallback handed;
            Func<X509Certificate, bool> Check;
            static bool Validate(object s, X509Certificate c, X509Chain ch, SslPolicyErrors e) => c == null || e == SslPolicyErrors.None;

            void Serve(Stream stream, X509Certificate2 certificate, bool wanted)
            {
                {{statements}}
            }
        }
        """;
}
