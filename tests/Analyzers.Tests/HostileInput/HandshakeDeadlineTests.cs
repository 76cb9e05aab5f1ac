using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using SocketSecurity.Analyzers.CodeFixes.HostileInput;
using SocketSecurity.Analyzers.HostileInput;
using SocketSecurity.Analyzers.Tests.Verification;
using Test = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.HostileInput.HandshakeDeadlineAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.HostileInput.HandshakeDeadlineFix>;

namespace SocketSecurity.Analyzers.Tests.HostileInput;

/// <summary>SOCK6002, <see cref="HandshakeDeadlineAnalyzer"/> and <see cref="HandshakeDeadlineFix"/>.</summary>
public sealed class HandshakeDeadlineTests
{
    private static string Server(string body, string members = "") => $$"""
        using System;
        using System.IO;
        using System.Net.Security;
        using System.Net.Sockets;
        using System.Security.Authentication;
        using System.Security.Cryptography.X509Certificates;
        using System.Threading;
        using System.Threading.Tasks;

        class Server
        {
            async Task Serve(TcpClient client, SslStream tls, X509Certificate2 certificate, SslServerAuthenticationOptions options, CancellationToken token)
            {
                {{body.ReplaceLineEndings("\n        ")}}
            }

            {{members.ReplaceLineEndings("\n    ")}}
        }
        """;

    [Theory]
    [InlineData("await [|tls.AuthenticateAsServerAsync(certificate)|];")]
    [InlineData("await [|tls.AuthenticateAsServerAsync(certificate, false, SslProtocols.None, false)|].ConfigureAwait(false);")]
    [InlineData("await [|tls.AuthenticateAsServerAsync(options)|];")]
    [InlineData("await [|tls.AuthenticateAsServerAsync(options, CancellationToken.None)|];")]
    [InlineData("await [|tls.AuthenticateAsServerAsync(options, default)|];")]
    [InlineData("var none = CancellationToken.None; await [|tls.AuthenticateAsServerAsync(options, none)|];")]
    [InlineData("[|tls.AuthenticateAsServer(certificate)|];")]
    [InlineData("[|tls.AuthenticateAsServerAsync(certificate)|].Wait();")]
    [InlineData("[|tls.AuthenticateAsServerAsync(certificate)|].GetAwaiter().GetResult();")]
    [InlineData("var handshake = [|tls.AuthenticateAsServerAsync(certificate)|]; await handshake;")]
    [InlineData("client.ReceiveTimeout = 5000; await [|tls.AuthenticateAsServerAsync(certificate)|]; // which socket timeouts do not end")]
    [InlineData("_ = Task.Run(async () => { await [|tls.AuthenticateAsServerAsync(certificate)|]; });")]
    [InlineData("new Thread(() => [|tls.AuthenticateAsServer(certificate)|]).Start();")]
    [InlineData("[|tls.BeginAuthenticateAsServer(certificate, result => { }, null)|];")]
    [InlineData("await [|tls.AuthenticateAsServerAsync(certificate)|]; using var late = new CancellationTokenSource(1000);")]
    public Task A_server_handshake_that_nothing_ends_is_found(string body) => Test.Finds(Server(body));

    [Theory]
    [InlineData("await tls.AuthenticateAsServerAsync(options, token);")]
    [InlineData("using var source = new CancellationTokenSource(TimeSpan.FromSeconds(5)); await tls.AuthenticateAsServerAsync(options, source.Token);")]
    [InlineData("using var source = CancellationTokenSource.CreateLinkedTokenSource(token); source.CancelAfter(5000); await tls.AuthenticateAsServerAsync(options, source.Token);")]
    [InlineData("await tls.AuthenticateAsServerAsync(options).WaitAsync(TimeSpan.FromSeconds(5));")]
    [InlineData("await tls.AuthenticateAsServerAsync(options).WaitAsync(token).ConfigureAwait(false);")]
    [InlineData("await Task.WhenAny(tls.AuthenticateAsServerAsync(options), Task.Delay(5000));")]
    [InlineData("var handshake = tls.AuthenticateAsServerAsync(certificate); if (await Task.WhenAny(handshake, Task.Delay(5000)) != handshake) { return; } await handshake;")]
    [InlineData("if (!tls.AuthenticateAsServerAsync(options).Wait(5000)) { return; }")]
    [InlineData("var handshake = tls.AuthenticateAsServerAsync(certificate); if (!handshake.Wait(TimeSpan.FromSeconds(5))) { client.Close(); }")]
    [InlineData("using var timer = new Timer(_ => client.Close(), null, 5000, -1); await tls.AuthenticateAsServerAsync(certificate);")]
    [InlineData("using var closing = token.Register(client.Close); await tls.AuthenticateAsServerAsync(certificate);")]
    [InlineData("client.ReceiveTimeout = 5000; tls.AuthenticateAsServer(certificate);")]
    [InlineData("tls.ReadTimeout = 5000; tls.AuthenticateAsServer(certificate);")]
    [InlineData("client.Client.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReceiveTimeout, 5000); tls.AuthenticateAsServer(certificate);")]
    [InlineData("await Limit(tls.AuthenticateAsServerAsync(certificate));")]
    [InlineData("await Task.Run(() => tls.AuthenticateAsServer(certificate)).WaitAsync(TimeSpan.FromSeconds(5));")]
    [InlineData("var close = Task.Run(async () => { await Task.Delay(5000); client.Close(); }); await tls.AuthenticateAsServerAsync(certificate);")]
    public Task A_handshake_that_something_ends_is_not_reported(string body) =>
        Test.Silent(Server(body, "static Task Limit(Task task) => task.WaitAsync(TimeSpan.FromSeconds(5));"));

    [Theory]
    [InlineData("await Secure(tls, certificate);", "[|tls.AuthenticateAsServerAsync(certificate)|]")]
    [InlineData("await Secure(tls, certificate).WaitAsync(TimeSpan.FromSeconds(5));", "tls.AuthenticateAsServerAsync(certificate)")]
    [InlineData("await Task.WhenAny(Secure(tls, certificate), Task.Delay(5000));", "tls.AuthenticateAsServerAsync(certificate)")]
    [InlineData("Secure(tls, certificate).Wait(5000);", "tls.AuthenticateAsServerAsync(certificate)")]
    public Task The_callers_deadline_counts(string body, string handshake) =>
        Test.Finds(Server(body, $"static async Task Secure(SslStream tls, X509Certificate2 certificate) {{ await {handshake}; }}"));

    [Theory]
    [InlineData("await Secure(tls, certificate);", "[|tls.AuthenticateAsServerAsync(certificate)|]")]
    [InlineData("await Secure(tls, certificate).WaitAsync(token);", "tls.AuthenticateAsServerAsync(certificate)")]
    [InlineData("", "tls.AuthenticateAsServerAsync(certificate)")]
    public Task A_returned_task_is_its_callers_affair(string body, string handshake) =>
        Test.Finds(Server(body, $"static Task Secure(SslStream tls, X509Certificate2 certificate) => {handshake};"));

    [Theory]
    [InlineData("readonly Timer _watch = new Timer(_ => { }, null, 1000, 1000);", "tls.AuthenticateAsServerAsync(certificate)")]
    [InlineData("readonly object _watch = new object();", "[|tls.AuthenticateAsServerAsync(certificate)|]")]
    public Task A_type_with_a_timer_may_end_its_handshakes(string member, string handshake) => Test.Finds(Server($"await {handshake};", member));

    [Theory]
    [InlineData("void Set(TcpClient accepted) { accepted.ReceiveTimeout = 5000; }", "tls.AuthenticateAsServer(certificate)")]
    [InlineData("void Set(TcpClient accepted) { accepted.NoDelay = true; }", "[|tls.AuthenticateAsServer(certificate)|]")]
    public Task A_type_that_sets_socket_timeouts_ends_synchronous_handshakes(string member, string handshake) => Test.Finds(Server($"{handshake};", member));

    [Fact]
    public Task A_client_is_information() => Test.Finds(
        Server("await {|#0:tls.AuthenticateAsClientAsync(\"example.com\")|}; await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions(), token);"),
        setup => setup.Expected.Add(new DiagnosticResult("SOCK6002", DiagnosticSeverity.Info).WithLocation(0)));

    [Theory]
    [InlineData("Run(() => tls.AuthenticateAsServer(certificate));")]
    [InlineData("new Thread(() => [|tls.AuthenticateAsServer(certificate)|]).Start();")]
    public Task A_method_of_the_program_may_run_the_handshake_under_a_limit(string body) => Test.Finds(Server(body, "static void Run(Action action) => action();"));

    [Fact]
    public Task A_client_in_test_code_is_not_reported() => Test.Silent("using Xunit;\n" + Server("await tls.AuthenticateAsClientAsync(\"example.com\");") + "\nnamespace Xunit { class Marker { } }");

    [Fact]
    public Task Other_types_with_such_methods_are_not_meant() => Test.Silent("""
        using System.Threading.Tasks;

        class SslStream
        {
            public Task AuthenticateAsServerAsync(object certificate) => Task.CompletedTask;
            public async Task Run() => await AuthenticateAsServerAsync(this);
        }
        """);

    [Theory]
    [InlineData("await [|tls.AuthenticateAsServerAsync(certificate)|];",
        """
        using var handshakeTimeout = CancellationTokenSource.CreateLinkedTokenSource(token);
        handshakeTimeout.CancelAfter(TimeSpan.FromSeconds(10));
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, handshakeTimeout.Token);
        """)]
    [InlineData("// the client speaks first\nawait [|tls.AuthenticateAsServerAsync(certificate, true, SslProtocols.Tls13, true)|].ConfigureAwait(false); // then we",
        """
        // the client speaks first
        using var handshakeTimeout = CancellationTokenSource.CreateLinkedTokenSource(token);
        handshakeTimeout.CancelAfter(TimeSpan.FromSeconds(10));
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate, ClientCertificateRequired = true, EnabledSslProtocols = SslProtocols.Tls13, CertificateRevocationCheckMode = X509RevocationMode.Online }, handshakeTimeout.Token).ConfigureAwait(false); // then we
        """)]
    [InlineData("await [|tls.AuthenticateAsServerAsync(options, CancellationToken.None)|];",
        """
        using var handshakeTimeout = CancellationTokenSource.CreateLinkedTokenSource(token);
        handshakeTimeout.CancelAfter(TimeSpan.FromSeconds(10));
        await tls.AuthenticateAsServerAsync(options, handshakeTimeout.Token);
        """)]
    public Task A_deadline_is_linked_to_the_token_in_scope(string body, string expected) =>
        Test.Fixes(Server(body), Server(expected), HandshakeDeadlineFix.DeadlineKey);

    [Fact]
    public Task Without_a_token_the_deadline_stands_alone() => Test.Fixes(
        Server("", "async Task Other(SslStream tls, SslServerAuthenticationOptions options, int handshakeTimeout)\n{\n    await [|tls.AuthenticateAsServerAsync(options)|];\n}"),
        Server("", "async Task Other(SslStream tls, SslServerAuthenticationOptions options, int handshakeTimeout)\n{\n    using var handshakeTimeout2 = new CancellationTokenSource(TimeSpan.FromSeconds(10));\n    await tls.AuthenticateAsServerAsync(options, handshakeTimeout2.Token);\n}"),
        HandshakeDeadlineFix.DeadlineKey);

    [Theory]
    [InlineData("using var stream = new SslStream(client.GetStream());\nawait [|stream.AuthenticateAsServerAsync(certificate)|];",
        "using var stream = await SecureTls.AuthenticateAsServerAsync(client.GetStream(), ServerCertificateSource.FromCertificate(certificate), cancellationToken: token);")]
    [InlineData("var stream = new SslStream(client.GetStream(), false);\nawait [|stream.AuthenticateAsServerAsync(certificate, false, SslProtocols.Tls12, false)|].ConfigureAwait(false);",
        "var stream = await SecureTls.AuthenticateAsServerAsync(client.GetStream(), ServerCertificateSource.FromCertificate(certificate), cancellationToken: token).ConfigureAwait(false);")]
    [InlineData("using var stream = new SslStream(client.GetStream());\n[|stream.AuthenticateAsServer(certificate)|];",
        "using var stream = SecureTls.AuthenticateAsServer(client.GetStream(), ServerCertificateSource.FromCertificate(certificate));")]
    public Task SecureTls_takes_over_stream_and_handshake(string body, string expected) => Test.Fixes(
        Server(body), Server(expected).Replace("using System.Threading.Tasks;", "using System.Threading.Tasks;\nusing SocketSecurity.Tls;", StringComparison.Ordinal),
        HandshakeDeadlineFix.SecureTlsKey, setup => setup.WithSecureDefaults());

    [Theory]
    [InlineData("var stream = new SslStream(client.GetStream(), false, (sender, peer, chain, errors) => errors == SslPolicyErrors.None);\n[|stream.AuthenticateAsServer(certificate)|];")]
    [InlineData("var stream = new SslStream(client.GetStream(), true);\n[|stream.AuthenticateAsServer(certificate)|];")]
    [InlineData("var stream = new SslStream(client.GetStream());\n[|stream.AuthenticateAsServer(certificate, true, false)|];")]
    [InlineData("var stream = new SslStream(client.GetStream());\nclient.NoDelay = true;\n[|stream.AuthenticateAsServer(certificate)|];")]
    public Task Nothing_is_offered_where_the_stream_is_more_than_that(string body) =>
        Test.Fixes(Server(body), Server(body), HandshakeDeadlineFix.SecureTlsKey, setup => setup.WithSecureDefaults());

    [Fact]
    public Task Unfinished_code_is_survived() => Test.Silent(
        Server("await tls.AuthenticateAsServerAsync(; await tls.AuthenticateAsServerAsync(options, unknown); tls.Authenticate"),
        setup => setup.CompilerDiagnostics = CompilerDiagnostics.None);
}
