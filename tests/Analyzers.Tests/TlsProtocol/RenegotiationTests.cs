using SocketSecurity.Analyzers.CodeFixes.TlsProtocol;
using SocketSecurity.Analyzers.TlsProtocol;
using SocketSecurity.Analyzers.Tests.Verification;
using Test = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.TlsProtocol.RenegotiationAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.TlsProtocol.RenegotiationFix>;

namespace SocketSecurity.Analyzers.Tests.TlsProtocol;

/// <summary>SOCK2006, <see cref="RenegotiationAnalyzer"/> and <see cref="RenegotiationFix"/>.</summary>
public sealed class RenegotiationTests
{
    private static string Method(string body) => $$"""
        using System.Net.Http;
        using System.Net.Security;
        using System.Security.Authentication;

        class Peer
        {
            void Set(SslClientAuthenticationOptions client, SslServerAuthenticationOptions server, SslStream stream, bool setting, string host)
            {
                {{body.ReplaceLineEndings("\n        ")}}
            }

            static void Configure(SslClientAuthenticationOptions options) => options.AllowRenegotiation = false;
        }
        """;

    private static void Strict(Setup setup) => setup.EditorConfig.Add("build_property.SocketSecurityMode = Strict");

    [Theory]
    [InlineData("client.AllowRenegotiation = [|true|];")]
    [InlineData("server.AllowRenegotiation = [|true|];")]
    [InlineData("var options = new SslClientAuthenticationOptions { TargetHost = host, AllowRenegotiation = [|true|] };")]
    [InlineData("const bool Allow = true; client.AllowRenegotiation = [|Allow|];")]
    [InlineData("var allow = true; client.AllowRenegotiation = [|allow|];")]
    [InlineData("if (setting) { client.AllowRenegotiation = [|true|]; }")]
    [InlineData("using var handler = new SocketsHttpHandler { SslOptions = { AllowRenegotiation = [|true|] } };")]
    public Task Renegotiation_switched_on_is_found(string body) => Test.Finds(Method(body));

    [Theory]
    [InlineData("client.AllowRenegotiation = false;")]
    [InlineData("client.AllowRenegotiation = setting;")]
    [InlineData("var allow = true; if (setting) { allow = false; } client.AllowRenegotiation = allow;")]
    [InlineData("client.AllowRenegotiation = true; client.AllowRenegotiation = false;")]
    [InlineData("if (client.AllowRenegotiation == true) { host = null; }")]
    [InlineData("stream.AuthenticateAsClient(new SslClientAuthenticationOptions { TargetHost = host });")]
    public Task Renegotiation_switched_off_read_or_left_alone_is_not_reported(string body) => Test.Silent(Method(body));

    [Theory]
    [InlineData("stream.AuthenticateAsClient([|new SslClientAuthenticationOptions { TargetHost = host }|]);")]
    [InlineData("var options = [|new SslClientAuthenticationOptions { TargetHost = host }|]; stream.AuthenticateAsClient(options);")]
    [InlineData("using var handler = new SocketsHttpHandler { SslOptions = [|new SslClientAuthenticationOptions()|] };")]
    public Task In_strict_mode_a_client_that_leaves_it_on_is_found(string body) => Test.Finds(Method(body), Strict);

    [Theory]
    [InlineData("stream.AuthenticateAsClient(new SslClientAuthenticationOptions { TargetHost = host, AllowRenegotiation = false });")]
    [InlineData("stream.AuthenticateAsClient(new SslClientAuthenticationOptions { TargetHost = host, EnabledSslProtocols = SslProtocols.Tls13 });")]
    [InlineData("var options = new SslClientAuthenticationOptions(); options.AllowRenegotiation = setting; stream.AuthenticateAsClient(options);")]
    [InlineData("var options = new SslClientAuthenticationOptions(); Configure(options); stream.AuthenticateAsClient(options);")]
    [InlineData("stream.AuthenticateAsServer(new SslServerAuthenticationOptions());")]
    public Task In_strict_mode_options_that_forbid_it_or_go_elsewhere_are_not_reported(string body) => Test.Silent(Method(body), Strict);

    [Fact]
    public Task Unfinished_code_is_survived() => Test.Silent(
        """
        using System.Net.Security;

        class Peer
        {
            void Set(SslClientAuthenticationOptions client)
            {
                client.AllowRenegotiation = ;
                unknown.AllowRenegotiation = true;
                var options = new SslServerAuthenticationOptions { AllowRenegotiation =
            }
        }
        """,
        setup =>
        {
            setup.CompilerDiagnostics = Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.None;
            Strict(setup);
        });

    [Fact]
    public Task It_is_switched_off() => Test.Fixes(
        Method("client.AllowRenegotiation = [|true|];\nserver.AllowRenegotiation = [|true|]; // old clients"),
        Method("client.AllowRenegotiation = false;\nserver.AllowRenegotiation = false; // old clients"),
        RenegotiationFix.ForbidKey);

    [Fact]
    public Task It_is_added_where_it_is_missing() => Test.Fixes(
        Method("""
            stream.AuthenticateAsClient([|new SslClientAuthenticationOptions { TargetHost = host }|]);
            var options = [|new SslClientAuthenticationOptions
            {
                TargetHost = host,
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13
            }|];
            var other = [|new SslClientAuthenticationOptions()|];
            SslClientAuthenticationOptions third = [|new()|];
            """),
        Method("""
            stream.AuthenticateAsClient(new SslClientAuthenticationOptions { TargetHost = host, AllowRenegotiation = false });
            var options = new SslClientAuthenticationOptions
            {
                TargetHost = host,
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                AllowRenegotiation = false
            };
            var other = new SslClientAuthenticationOptions { AllowRenegotiation = false };
            SslClientAuthenticationOptions third = new() { AllowRenegotiation = false };
            """),
        RenegotiationFix.ForbidKey,
        Strict);
}
