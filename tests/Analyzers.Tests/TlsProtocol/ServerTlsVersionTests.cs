using Microsoft.CodeAnalysis.Testing;
using SocketSecurity.Analyzers.CodeFixes.TlsProtocol;
using SocketSecurity.Analyzers.TlsProtocol;
using SocketSecurity.Analyzers.Tests.Verification;
using Rule = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.TlsProtocol.ServerTlsVersionAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.TlsProtocol.ServerTlsVersionFix>;

namespace SocketSecurity.Analyzers.Tests.TlsProtocol;

/// <summary>SOCK2003, <see cref="ServerTlsVersionAnalyzer"/> and <see cref="ServerTlsVersionFix"/>.</summary>
public sealed class ServerTlsVersionTests
{
    [Theory]
    [InlineData("[|stream.AuthenticateAsServer(certificate)|];", "stream.AuthenticateAsServer(certificate, false, SslProtocols.Tls12 | SslProtocols.Tls13, false);")]
    [InlineData("[|stream.AuthenticateAsServer(certificate, true, false)|];", "stream.AuthenticateAsServer(certificate, true, SslProtocols.Tls12 | SslProtocols.Tls13, false);")]
    [InlineData("_ = [|stream.AuthenticateAsServerAsync(certificate)|];", "_ = stream.AuthenticateAsServerAsync(certificate, false, SslProtocols.Tls12 | SslProtocols.Tls13, false);")]
    [InlineData("[|stream.BeginAuthenticateAsServer(certificate, null, null)|];", "stream.BeginAuthenticateAsServer(certificate, false, SslProtocols.Tls12 | SslProtocols.Tls13, false, null, null);")]
    [InlineData("[|stream.BeginAuthenticateAsServer(certificate, true, true, null, null)|];", "stream.BeginAuthenticateAsServer(certificate, true, SslProtocols.Tls12 | SslProtocols.Tls13, true, null, null);")]
    [InlineData("stream.AuthenticateAsServer(certificate, false, [|SslProtocols.None|], false);", "stream.AuthenticateAsServer(certificate, false, SslProtocols.Tls12 | SslProtocols.Tls13, false);")]
    [InlineData("server.EnabledSslProtocols = [|SslProtocols.None|];", "server.EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;")]
    [InlineData("stream.AuthenticateAsServer([|new SslServerAuthenticationOptions { ServerCertificate = certificate }|]);", "stream.AuthenticateAsServer(new SslServerAuthenticationOptions { ServerCertificate = certificate, EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13 });")]
    public Task A_server_without_versions_is_found_and_gets_them(string before, string after) =>
        Rule.Fixes(Method(before), Method(after), ServerTlsVersionFix.NameKey, Strict);

    [Theory]
    [InlineData("stream.AuthenticateAsServer(certificate, false, SslProtocols.Tls12 | SslProtocols.Tls13, false);")]
    [InlineData("stream.AuthenticateAsServer(certificate, false, given, false);")]
    [InlineData("stream.AuthenticateAsServer(server);")]
    [InlineData("stream.AuthenticateAsServer(new SslServerAuthenticationOptions { ServerCertificate = certificate, EnabledSslProtocols = given });")]
    [InlineData("var options = new SslServerAuthenticationOptions { ServerCertificate = certificate }; Configure(options); stream.AuthenticateAsServer(options);")]
    [InlineData("if (given == SslProtocols.None) { given = SslProtocols.Tls13; }")]
    [InlineData("server.EnabledSslProtocols = SslProtocols.None; server.EnabledSslProtocols = SslProtocols.Tls13;")]
    [InlineData("stream.AuthenticateAsClient(\"host\");")]
    [InlineData("stream.AuthenticateAsClient(\"host\", null, SslProtocols.None, true);")]
    [InlineData("client.EnabledSslProtocols = SslProtocols.None;")]
    public Task Named_versions_and_clients_are_silent(string body) => Rule.Silent(Method(body), Strict);

    [Theory]
    [InlineData("stream.AuthenticateAsServer(certificate);")]
    [InlineData("server.EnabledSslProtocols = SslProtocols.None;")]
    public Task Outside_strict_and_audit_mode_the_system_is_trusted(string body) => Rule.Silent(Method(body));

    [Fact]
    public Task Audit_mode_shows_it_too() => Rule.Finds(
        Method("[|stream.AuthenticateAsServer(certificate)|];"),
        setup => setup.EditorConfig.Add("build_property.SocketSecurityMode = Audit"));

    [Fact]
    public Task Kestrels_options_count_as_a_server() => Rule.Finds(
        """
        using System.Security.Authentication;
        using Microsoft.AspNetCore.Server.Kestrel.Https;

        class Web
        {
            void Set(HttpsConnectionAdapterOptions https) => https.SslProtocols = [|SslProtocols.None|];
        }
        """,
        setup => Strict(setup.WithAspNetCore()));

    [Fact]
    public Task Named_arguments_are_found_and_left_to_people() => Rule.Finds(
        Method("[|stream.AuthenticateAsServer(serverCertificate: certificate, clientCertificateRequired: true, checkCertificateRevocation: false)|];"), Strict);

    [Fact]
    public Task Unfinished_code_is_survived() => Rule.Silent(
        Method("stream.AuthenticateAsServer(; stream.AuthenticateAsServer(certificate, ; server.EnabledSslProtocols = SslProtocols.;"),
        setup =>
        {
            Strict(setup);
            setup.CompilerDiagnostics = CompilerDiagnostics.None;
        });

    private static void Strict(Setup setup) => setup.EditorConfig.Add("build_property.SocketSecurityMode = Strict");

    private static string Method(string body) => $$"""
        using System.Net.Security;
        using System.Security.Authentication;
        using System.Security.Cryptography.X509Certificates;

        class Server
        {
            void Serve(SslServerAuthenticationOptions server, SslClientAuthenticationOptions client, SslStream stream, X509Certificate2 certificate, SslProtocols given)
            {
                {{body}}
            }

            static void Configure(SslServerAuthenticationOptions options) => options.EnabledSslProtocols = SslProtocols.Tls13;
        }
        """;
}
