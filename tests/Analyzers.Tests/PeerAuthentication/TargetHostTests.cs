using SocketSecurity.Analyzers.CodeFixes.PeerAuthentication;
using SocketSecurity.Analyzers.PeerAuthentication;
using Test = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.PeerAuthentication.TargetHostAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.PeerAuthentication.TargetHostFix>;

namespace SocketSecurity.Analyzers.Tests.PeerAuthentication;

/// <summary>SOCK1004, <see cref="TargetHostAnalyzer"/> and <see cref="TargetHostFix"/>.</summary>
public sealed class TargetHostTests
{
    private static string Method(string body) => $$"""
        using System;
        using System.Net.Http;
        using System.Net.Security;
        using System.Net.Sockets;

        class Peer
        {
            private static readonly string s_none = "";
            private readonly string _host = "db.example.com";

            async void Connect(SslStream stream, string host, SslClientAuthenticationOptions given)
            {
                {{body.ReplaceLineEndings("\n        ")}}
            }

            static void Configure(SslClientAuthenticationOptions options) => options.TargetHost = "db.example.com";
        }
        """;

    [Theory]
    [InlineData("stream.AuthenticateAsClient([|\"\"|]);")]
    [InlineData("stream.AuthenticateAsClient([|string.Empty|]);")]
    [InlineData("stream.AuthenticateAsClient([|(string)null|]);")]
    [InlineData("stream.AuthenticateAsClient([|\" \"|], null, true);")]
    [InlineData("await stream.AuthenticateAsClientAsync([|\"\"|], null, false);")]
    [InlineData("stream.BeginAuthenticateAsClient([|\"\"|], null, null);")]
    [InlineData("stream.AuthenticateAsClient([|\"*\"|]);")]
    [InlineData("stream.AuthenticateAsClient([|\"*.example.com\"|]);")]
    [InlineData("const string None = \"\"; stream.AuthenticateAsClient([|None|]);")]
    [InlineData("var name = \"\"; stream.AuthenticateAsClient([|name|]);")]
    [InlineData("stream.AuthenticateAsClient([|s_none|]);")]
    [InlineData("stream.AuthenticateAsClient(new SslClientAuthenticationOptions { TargetHost = [|\"\"|] });")]
    [InlineData("var options = new SslClientAuthenticationOptions(); options.TargetHost = [|null|]; stream.AuthenticateAsClient(options);")]
    [InlineData("given.TargetHost = [|string.Empty|];")]
    [InlineData("stream.AuthenticateAsClient([|new SslClientAuthenticationOptions()|]);")]
    [InlineData("var options = [|new SslClientAuthenticationOptions { AllowRenegotiation = false }|]; await stream.AuthenticateAsClientAsync(options);")]
    public Task A_target_that_names_nobody_is_found(string body) => Test.Finds(Method(body));

    [Theory]
    [InlineData("var client = new TcpClient(\"db.example.com\", 443); stream.AuthenticateAsClient([|\"www.example.net\"|]);")]
    [InlineData("var client = new TcpClient(); await client.ConnectAsync(\"db.example.com\", 443); stream.AuthenticateAsClient([|\"localhost.localdomain\"|]);")]
    public Task A_target_that_names_somebody_else_is_found(string body) => Test.Finds(Method(body));

    [Theory]
    [InlineData("stream.AuthenticateAsClient(host);")]
    [InlineData("stream.AuthenticateAsClient(_host);")]
    [InlineData("stream.AuthenticateAsClient(\"db.example.com\");")]
    [InlineData("var name = \"\"; if (host != null) { name = host; } stream.AuthenticateAsClient(name);")]
    [InlineData("stream.AuthenticateAsClient(host ?? \"\");")]
    [InlineData("stream.AuthenticateAsClient(new SslClientAuthenticationOptions { TargetHost = host });")]
    [InlineData("var options = new SslClientAuthenticationOptions(); options.TargetHost = host; stream.AuthenticateAsClient(options);")]
    [InlineData("var options = new SslClientAuthenticationOptions { TargetHost = \"\" }; options.TargetHost = host; stream.AuthenticateAsClient(options);")]
    [InlineData("var options = new SslClientAuthenticationOptions(); Configure(options); stream.AuthenticateAsClient(options);")]
    [InlineData("using var handler = new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions() };")]
    [InlineData("using var handler = new SocketsHttpHandler { SslOptions = { TargetHost = \"\" } };")]
    [InlineData("var options = new SslClientAuthenticationOptions { TargetHost = \"\" }; var handler = new SocketsHttpHandler { SslOptions = options };")]
    [InlineData("var client = new TcpClient(\"10.0.0.7\", 443); stream.AuthenticateAsClient(\"db.example.com\");")]
    [InlineData("var client = new TcpClient(\"localhost\", 443); stream.AuthenticateAsClient(\"db.example.com\");")]
    [InlineData("var client = new TcpClient(\"node1.example.com\", 443); stream.AuthenticateAsClient(\"db.example.com\");")]
    [InlineData("var client = new TcpClient(host, 443); stream.AuthenticateAsClient(\"db.example.com\");")]
    [InlineData("if (given.TargetHost == \"\") { throw new ArgumentException(); }")]
    public Task A_target_that_may_be_right_or_is_filled_in_is_not_reported(string body) => Test.Silent(Method(body));

    [Fact]
    public Task Types_that_only_share_the_names_are_not_reported() => Test.Silent("""
        class SslStream { public void AuthenticateAsClient(string targetHost) { } }
        class SslClientAuthenticationOptions { public string TargetHost { get; set; } }

        class Peer
        {
            void Connect() => new SslStream().AuthenticateAsClient("");
            object Options() => new SslClientAuthenticationOptions { TargetHost = "" };
        }
        """);

    [Fact]
    public Task Unfinished_code_is_survived() => Test.Silent(
        """
        using System.Net.Security;

        class Peer
        {
            void Connect(SslStream stream, string host)
            {
                stream.AuthenticateAsClient();
                stream.AuthenticateAsClient(host, );
                var options = new SslClientAuthenticationOptions { TargetHost = };
                unknown.AuthenticateAsClient("");
                stream.AuthenticateAsClient(host
            }
        }
        """,
        setup => setup.CompilerDiagnostics = Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.None);

    [Theory]
    [InlineData(
        "var client = new TcpClient(host, 443);\nstream.AuthenticateAsClient([|\"\"|], null, true);",
        "var client = new TcpClient(host, 443);\nstream.AuthenticateAsClient(host, null, true);")]
    [InlineData(
        "var client = new TcpClient();\nawait client.ConnectAsync(_host, 443);\nawait stream.AuthenticateAsClientAsync([|new SslClientAuthenticationOptions()|]);",
        "var client = new TcpClient();\nawait client.ConnectAsync(_host, 443);\nawait stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = _host });")]
    [InlineData(
        "var client = new TcpClient(\"db.example.com\", 443);\nstream.AuthenticateAsClient(new SslClientAuthenticationOptions { TargetHost = [|\"*\"|] });",
        "var client = new TcpClient(\"db.example.com\", 443);\nstream.AuthenticateAsClient(new SslClientAuthenticationOptions { TargetHost = \"db.example.com\" });")]
    public Task The_connected_host_takes_its_place(string body, string fixedBody) =>
        Test.Fixes(Method(body), Method(fixedBody), TargetHostFix.UseConnectedHostKey);

    [Theory]
    [InlineData("stream.AuthenticateAsClient([|\"\"|]);")]
    [InlineData("var client = new TcpClient(\"10.0.0.7\", 443); stream.AuthenticateAsClient([|\"\"|]);")]
    [InlineData("var client = new TcpClient(Environment.GetEnvironmentVariable(\"HOST\"), 443); stream.AuthenticateAsClient([|\"\"|]);")]
    [InlineData("var one = new TcpClient(host, 443); var two = new TcpClient(_host, 443); stream.AuthenticateAsClient([|\"\"|]);")]
    [InlineData("{ var name = host; var client = new TcpClient(name, 443); } stream.AuthenticateAsClient([|\"\"|]);")]
    public Task Without_a_name_that_can_be_said_again_nothing_is_offered(string body) =>
        Test.Fixes(Method(body), Method(body), TargetHostFix.UseConnectedHostKey);
}
