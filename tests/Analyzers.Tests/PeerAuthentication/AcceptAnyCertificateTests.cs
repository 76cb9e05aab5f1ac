using SocketSecurity.Analyzers.CodeFixes.PeerAuthentication;
using SocketSecurity.Analyzers.PeerAuthentication;
using SocketSecurity.Analyzers.Tests.Verification;
using Callback = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.PeerAuthentication.CertificateCallbackAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Rule = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.PeerAuthentication.AcceptAnyCertificateAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.PeerAuthentication.AcceptAnyCertificateFix>;

namespace SocketSecurity.Analyzers.Tests.PeerAuthentication;

/// <summary><see cref="AcceptAnyCertificateAnalyzer"/> and <see cref="CertificateCallbackAnalyzer"/>: SOCK1001 and SOCK1002 through libraries' own means.</summary>
public sealed class AcceptAnyCertificateTests
{
    private const string Usings = """
        using System;
        using System.Net.Http;
        using System.Net.Security;

        """;

    [Theory]
    [InlineData("var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = {|SOCK1001:HttpClientHandler.DangerousAcceptAnyServerCertificateValidator|} };")]
    [InlineData("Callback = {|SOCK1001:HttpClientHandler.DangerousAcceptAnyServerCertificateValidator|};")]
    [InlineData("Use({|SOCK1001:HttpClientHandler.DangerousAcceptAnyServerCertificateValidator|});")]
    [InlineData("var any = {|SOCK1001:HttpClientHandler.DangerousAcceptAnyServerCertificateValidator|};")]
    public Task The_ready_made_delegate_is_found(string statement) => Rule.Finds(InMethod(statement));

    [Theory]
    [InlineData("if (Callback == HttpClientHandler.DangerousAcceptAnyServerCertificateValidator) throw new InvalidOperationException();")]
    [InlineData("Console.WriteLine(nameof(HttpClientHandler.DangerousAcceptAnyServerCertificateValidator));")]
    [InlineData("// handler.ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator;")]
    [InlineData("Console.WriteLine(\"HttpClientHandler.DangerousAcceptAnyServerCertificateValidator\");")]
    public Task Comparing_and_naming_it_is_silent(string statement) => Rule.Silent(InMethod(statement));

    [Fact]
    public Task The_ready_made_delegate_is_removed() => Rule.Fixes(
        InMethod("var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = {|SOCK1001:HttpClientHandler.DangerousAcceptAnyServerCertificateValidator|} };"),
        InMethod("var handler = new HttpClientHandler();"),
        CertificateValidatorFix.RemoveCallbackKey);

    [Fact]
    public Task The_ready_made_delegate_becomes_a_trust_policy() => Rule.Fixes(
        InMethod("var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = {|SOCK1001:HttpClientHandler.DangerousAcceptAnyServerCertificateValidator|} };"),
        InMethod("var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = TrustPolicy.System.ValidateRemoteCertificate };", "using SocketSecurity.Trust;\n"),
        CertificateValidatorFix.SystemTrustKey,
        s => s.WithSecureDefaults());

    private const string Kestrel = """
        using Microsoft.AspNetCore.Server.Kestrel.Https;

        class Server
        {
            void Configure(HttpsConnectionAdapterOptions https)
            {
                https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
                STATEMENT
            }
        }
        """;

    [Fact]
    public Task Kestrels_accept_any_call_is_found_and_removed() => Rule.Fixes(
        Kestrel.Replace("STATEMENT", "{|SOCK1001:https.AllowAnyClientCertificate()|};", StringComparison.Ordinal),
        Kestrel.Replace("        STATEMENT\n", "", StringComparison.Ordinal),
        AcceptAnyCertificateFix.RemoveCallKey,
        s => s.WithAspNetCore());

    private const string Library = """
        namespace Acme
        {
            public class TlsOptions
            {
                public bool TrustEverybody { get; set; }
                public System.Net.Security.SslPolicyErrors Accepted { get; set; }
            }

            public class TlsOptionsBuilder
            {
                public TlsOptionsBuilder WithTrustEverybody(bool value = true) => this;
            }
        }

        """;

    private static void Catalogue(Setup setup) => setup.AdditionalFiles.Add(("SocketSecurity.Apis.txt", """
        # A library of our own.
        accept-any-switch   P:Acme.TlsOptions.TrustEverybody  true  false
        accept-any-switch   M:Acme.TlsOptionsBuilder.WithTrustEverybody  true  false
        policy-errors-mask  P:Acme.TlsOptions.Accepted
        """));

    [Fact]
    public Task A_switch_that_the_user_declares_is_found_and_set() => Rule.Fixes(
        Library + """
        class Client
        {
            Acme.TlsOptions initializer = new() { TrustEverybody = {|SOCK1001:true|} };

            void Use(Acme.TlsOptions options)
            {
                const bool on = true;
                options.TrustEverybody = {|SOCK1001:on|};
                new Acme.TlsOptionsBuilder().WithTrustEverybody({|SOCK1001:true|});
                {|SOCK1001:new Acme.TlsOptionsBuilder().WithTrustEverybody()|};
                new Acme.TlsOptionsBuilder().WithTrustEverybody(false);
            }
        }
        """,
        Library + """
        class Client
        {
            Acme.TlsOptions initializer = new() { TrustEverybody = false };

            void Use(Acme.TlsOptions options)
            {
                const bool on = true;
                options.TrustEverybody = false;
                new Acme.TlsOptionsBuilder().WithTrustEverybody(false);
                new Acme.TlsOptionsBuilder().WithTrustEverybody(false);
                new Acme.TlsOptionsBuilder().WithTrustEverybody(false);
            }
        }
        """,
        AcceptAnyCertificateFix.SafeValueKey,
        Catalogue);

    [Fact]
    public Task A_setting_that_decides_the_switch_is_silent() => Rule.Silent(
        Library + """
        class Client
        {
            bool trust;
            Acme.TlsOptions Create() => new() { TrustEverybody = trust };

            void Overwritten(Acme.TlsOptions options)
            {
                options.TrustEverybody = true;
                options.TrustEverybody = false;
            }
        }
        """,
        Catalogue);

    [Fact]
    public Task A_mask_of_accepted_errors_is_found_and_cleared() => Rule.Fixes(
        Library.Replace("namespace Acme", "using System.Net.Security;\n\nnamespace Acme", StringComparison.Ordinal) + """
        class Client
        {
            Acme.TlsOptions some = new() { Accepted = {|SOCK1002:SslPolicyErrors.RemoteCertificateNameMismatch|} };
            Acme.TlsOptions none = new() { Accepted = SslPolicyErrors.None };
        }
        """,
        Library.Replace("namespace Acme", "using System.Net.Security;\n\nnamespace Acme", StringComparison.Ordinal) + """
        class Client
        {
            Acme.TlsOptions some = new() { Accepted = SslPolicyErrors.None };
            Acme.TlsOptions none = new() { Accepted = SslPolicyErrors.None };
        }
        """,
        AcceptAnyCertificateFix.SafeValueKey,
        Catalogue);

    [Fact]
    public Task A_mask_of_every_error_accepts_everything() => Rule.Finds(
        Library + """
        class Client
        {
            const System.Net.Security.SslPolicyErrors All = (System.Net.Security.SslPolicyErrors)7;
            Acme.TlsOptions all = new() { Accepted = {|SOCK1001:All|} };
        }
        """,
        Catalogue);

    private const string Directory = """
        using System;
        using System.Security.Cryptography.X509Certificates;

        namespace System.DirectoryServices.Protocols
        {
            public class LdapConnection { }
            public delegate bool VerifyServerCertificateCallback(LdapConnection connection, X509Certificate certificate);
            public class LdapSessionOptions { public VerifyServerCertificateCallback VerifyServerCertificate { get; set; } }
        }

        """;

    /// <summary>The directory package is not part of the framework; its shape is declared here with the same names.</summary>
    [Theory]
    [InlineData("{|SOCK1001:(connection, certificate) => true|}")]
    [InlineData("{|SOCK1001:delegate { return true; }|}")]
    [InlineData("{|SOCK1001:Always|}")]
    public Task A_directory_validator_that_always_accepts_is_found(string validator) => Callback.Finds(Directory + $$"""
        class Client
        {
            bool Always(System.DirectoryServices.Protocols.LdapConnection connection, X509Certificate certificate) { return true; }
            void Use(System.DirectoryServices.Protocols.LdapSessionOptions options) => options.VerifyServerCertificate = {{validator}};
        }
        """);

    [Theory]
    [InlineData("(connection, certificate) => Check(certificate)")]
    [InlineData("(connection, certificate) => new X509Chain().Build((X509Certificate2)certificate)")]
    [InlineData("(connection, certificate) => false")]
    [InlineData("handed")]
    [InlineData("null")]
    public Task A_directory_validator_that_checks_is_silent(string validator) => Callback.Silent(Directory + $$"""
        class Client
        {
            System.DirectoryServices.Protocols.VerifyServerCertificateCallback handed;
            Func<X509Certificate, bool> Check;
            void Use(System.DirectoryServices.Protocols.LdapSessionOptions options) => options.VerifyServerCertificate = {{validator}};
        }
        """);

    private const string Shell = """
        using System;

        namespace Renci.SshNet
        {
            public class HostKeyEventArgs : EventArgs { public bool CanTrust { get; set; } = true; public byte[] FingerPrint { get; } }
            public class BaseClient { public event EventHandler<HostKeyEventArgs> HostKeyReceived; }
        }

        """;

    [Theory]
    [InlineData("{|SOCK1001:(s, e) => e.CanTrust = true|}")]
    [InlineData("{|SOCK1001:(s, e) => Console.WriteLine(e.FingerPrint)|}")]
    [InlineData("{|SOCK1001:(s, e) => { }|}")]
    [InlineData("(s, e) => e.CanTrust = Known(e.FingerPrint)")]
    [InlineData("(s, e) => { if (!Known(e.FingerPrint)) e.CanTrust = false; }")]
    public Task A_host_key_handler_is_judged_by_what_it_sets(string handler) => Callback.Finds(Shell + $$"""
        class Client
        {
            Func<byte[], bool> Known;
            void Use(Renci.SshNet.BaseClient client) => client.HostKeyReceived += {{handler}};
        }
        """);

    private const string Bouncy = """
        namespace Org.BouncyCastle.Tls
        {
            public interface TlsServerCertificate { object Certificate { get; } }
            public interface TlsAuthentication { void NotifyServerCertificate(TlsServerCertificate serverCertificate); }
        }

        """;

    [Theory]
    [InlineData("public void {|SOCK1001:NotifyServerCertificate|}(Org.BouncyCastle.Tls.TlsServerCertificate certificate) { }")]
    [InlineData("public void {|SOCK1001:NotifyServerCertificate|}(Org.BouncyCastle.Tls.TlsServerCertificate certificate) { System.Console.WriteLine(\"hello\"); }")]
    [InlineData("public void NotifyServerCertificate(Org.BouncyCastle.Tls.TlsServerCertificate certificate) => Check(certificate.Certificate);")]
    [InlineData("public void NotifyServerCertificate(Org.BouncyCastle.Tls.TlsServerCertificate certificate) { if (certificate.Certificate == null) throw new System.Exception(); }")]
    public Task An_empty_notification_accepts_everything(string method) => Callback.Finds(Bouncy + $$"""
        class Authentication : Org.BouncyCastle.Tls.TlsAuthentication
        {
            System.Action<object> Check;
            {{method}}
        }
        """);

    private static string InMethod(string statement, string furtherUsings = "") => Usings.TrimEnd() + "\n" + furtherUsings + $$"""

        class Client
        {
            object Callback;
            void Use(object callback) { }

            void Connect()
            {
                {{statement}}
            }
        }
        """;
}
