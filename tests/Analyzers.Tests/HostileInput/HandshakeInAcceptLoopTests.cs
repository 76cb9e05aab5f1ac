using Microsoft.CodeAnalysis.Testing;
using SocketSecurity.Analyzers.CodeFixes.HostileInput;
using SocketSecurity.Analyzers.HostileInput;
using SocketSecurity.Analyzers.Tests.Verification;
using Test = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.HostileInput.HandshakeInAcceptLoopAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.HostileInput.HandshakeInAcceptLoopFix>;

namespace SocketSecurity.Analyzers.Tests.HostileInput;

/// <summary>SOCK6003, <see cref="HandshakeInAcceptLoopAnalyzer"/> and <see cref="HandshakeInAcceptLoopFix"/>.</summary>
public sealed class HandshakeInAcceptLoopTests
{
    private static string Server(string body, string members = "") => $$"""
        using System;
        using System.IO;
        using System.Net.Security;
        using System.Net.Sockets;
        using System.Security.Cryptography.X509Certificates;
        using System.Threading;
        using System.Threading.Tasks;

        class Server
        {
            async Task Run(TcpListener listener, Socket socket, X509Certificate2 certificate, CancellationToken token)
            {
                {{body.ReplaceLineEndings("\n        ")}}
            }

            {{members.ReplaceLineEndings("\n    ")}}
        }
        """;

    private const string Handle = """
        async Task Handle(TcpClient client, X509Certificate2 certificate)
        {
            var tls = new SslStream(client.GetStream());
            await tls.AuthenticateAsServerAsync(certificate);
        }
        """;

    [Theory]
    [InlineData("while (true) { var client = await listener.AcceptTcpClientAsync(); var tls = new SslStream(client.GetStream()); await [|tls.AuthenticateAsServerAsync(certificate)|]; }")]
    [InlineData("while (true) { var client = listener.AcceptTcpClient(); var tls = new SslStream(client.GetStream()); [|tls.AuthenticateAsServer(certificate)|]; }")]
    [InlineData("for (;;) { using var client = await socket.AcceptAsync(); using var tls = new SslStream(new NetworkStream(client)); await [|tls.AuthenticateAsServerAsync(certificate)|].ConfigureAwait(false); }")]
    [InlineData("Socket client; while ((client = socket.Accept()) != null) { [|new SslStream(new NetworkStream(client)).AuthenticateAsServer(certificate)|]; }")]
    [InlineData("while (true) { var client = await listener.AcceptTcpClientAsync(); try { if (token.CanBeCanceled) { [|new SslStream(client.GetStream()).AuthenticateAsServer(certificate)|]; } } catch (IOException) { continue; } }")]
    public Task A_handshake_between_two_accepts_is_found(string body) => Test.Finds(Server(body));

    [Theory]
    [InlineData("while (true) { var client = await listener.AcceptTcpClientAsync(); await [|Handle(client, certificate)|]; }")]
    [InlineData("while (true) { var client = await listener.AcceptTcpClientAsync(); [|Handle(client, certificate)|].Wait(); }")]
    [InlineData("while (true) { var client = await listener.AcceptTcpClientAsync(); _ = Handle(client, certificate); }")]
    [InlineData("while (true) { var client = await listener.AcceptTcpClientAsync(); var task = Handle(client, certificate); }")]
    [InlineData("while (true) { var client = await listener.AcceptTcpClientAsync(); _ = Task.Run(() => Handle(client, certificate)); }")]
    [InlineData("while (true) { var client = await listener.AcceptTcpClientAsync(); new Thread(() => Handle(client, certificate).Wait()).Start(); }")]
    public Task Helpers_are_looked_into_when_the_loop_waits_for_them(string body) => Test.Finds(Server(body, Handle));

    [Theory]
    [InlineData("var client = await listener.AcceptTcpClientAsync(); var tls = new SslStream(client.GetStream()); await tls.AuthenticateAsServerAsync(certificate);")]
    [InlineData("while (true) { var client = await listener.AcceptTcpClientAsync(); var tls = new SslStream(client.GetStream()); await tls.AuthenticateAsServerAsync(certificate); break; }")]
    [InlineData("TcpClient client; do { client = listener.AcceptTcpClient(); } while (!client.Connected); new SslStream(client.GetStream()).AuthenticateAsServer(certificate);")]
    [InlineData("while (true) { var client = await listener.AcceptTcpClientAsync(); ThreadPool.QueueUserWorkItem(_ => new SslStream(client.GetStream()).AuthenticateAsServer(certificate)); }")]
    [InlineData("while (true) { var client = await listener.AcceptTcpClientAsync(); async Task Serve() { await new SslStream(client.GetStream()).AuthenticateAsServerAsync(certificate); } _ = Serve(); }")]
    public Task One_client_or_a_task_for_each_is_not_reported(string body) => Test.Silent(Server(body));

    [Theory]
    [InlineData("[|listener.EndAcceptTcpClient(result)|]", "tls.AuthenticateAsServer(certificate); listener.BeginAcceptTcpClient(Accepted, null);")]
    [InlineData("listener.EndAcceptTcpClient(result)", "listener.BeginAcceptTcpClient(Accepted, null); tls.AuthenticateAsServer(certificate);")]
    public Task A_callback_that_accepts_again_after_the_handshake_is_found(string accept, string order) => Test.Finds(Server("", $$"""
        TcpListener listener;
        X509Certificate2 certificate;

        void Accepted(IAsyncResult result)
        {
            var client = {{accept}};
            var tls = new SslStream(client.GetStream());
            {{order}}
        }
        """));

    [Fact]
    public Task The_rest_of_the_turn_becomes_a_task() => Test.Fixes(
        Server("""
            while (!token.IsCancellationRequested)
            {
                var client = await listener.AcceptTcpClientAsync(token);
                // as long as it takes
                var tls = new SslStream(client.GetStream());
                await [|tls.AuthenticateAsServerAsync(certificate)|];
                tls.WriteByte(1);
            }
            """),
        Server("""
            while (!token.IsCancellationRequested)
            {
                var client = await listener.AcceptTcpClientAsync(token);
                _ = Task.Run(async () =>
                {
                    // as long as it takes
                    var tls = new SslStream(client.GetStream());
                    await tls.AuthenticateAsServerAsync(certificate);
                    tls.WriteByte(1);
                });
            }
            """),
        HandshakeInAcceptLoopFix.OwnTaskKey);

    [Fact]
    public Task A_client_that_the_loop_disposes_of_lives_as_long_as_its_task() => Test.Fixes(
        Server("""
            while (true)
            {
                using var client = listener.AcceptTcpClient();
                [|new SslStream(client.GetStream()).AuthenticateAsServer(certificate)|];
            }
            """),
        Server("""
            while (true)
            {
                var client = listener.AcceptTcpClient();
                _ = Task.Run(() =>
                {
                    using (client)
                    {
                        new SslStream(client.GetStream()).AuthenticateAsServer(certificate);
                    }
                });
            }
            """),
        HandshakeInAcceptLoopFix.OwnTaskKey);

    [Theory]
    [InlineData("true", "")]
    [InlineData("!token.IsCancellationRequested", ", token")]
    public Task The_librarys_listener_takes_the_place_of_the_loop(string condition, string argument) => Test.Fixes(
        Own($$"""
            // for everybody
            using var listener = new TcpListener(IPAddress.Any, 8443);
            listener.Start();
            Console.WriteLine("ready");
            while ({{condition}})
            {
                using var client = await listener.AcceptTcpClientAsync();
                using var tls = new SslStream(client.GetStream());
                await [|tls.AuthenticateAsServerAsync(certificate)|];
                // echo
                using var reader = new StreamReader(tls);
                await tls.WriteAsync(new byte[1]);
            }
            """),
        Own($$"""
            // for everybody
            await using var listener = TlsListener.Start(new IPEndPoint(IPAddress.Any, 8443), ServerCertificateSource.FromCertificate(certificate));
            Console.WriteLine("ready");
            await listener.RunAsync(async (connection, _) =>
            {
                var tls = connection.Stream;
                // echo
                using var reader = new StreamReader(tls);
                await tls.WriteAsync(new byte[1]);
            }{{argument}});
            """).Replace("using System.Threading.Tasks;", "using System.Threading.Tasks;\nusing SocketSecurity.Tls;", StringComparison.Ordinal),
        HandshakeInAcceptLoopFix.TlsListenerKey,
        setup => setup.WithSecureDefaults());

    [Theory]
    [InlineData("using var tls = new SslStream(client.GetStream()); await [|tls.AuthenticateAsServerAsync(certificate)|]; await tls.ShutdownAsync();")]
    [InlineData("using var tls = new SslStream(client.GetStream()); await [|tls.AuthenticateAsServerAsync(certificate)|]; await tls.WriteAsync(new byte[client.Available]);")]
    [InlineData("using var tls = new SslStream(client.GetStream()); await [|tls.AuthenticateAsServerAsync(certificate)|]; await tls.FlushAsync(); listener.Stop();")]
    [InlineData("using var tls = new SslStream(client.GetStream(), false, null); await [|tls.AuthenticateAsServerAsync(certificate, true, true)|]; await tls.FlushAsync();")]
    public Task The_loop_stays_where_more_than_a_stream_is_used(string turn)
    {
        var program = Own($"using var listener = new TcpListener(IPAddress.Any, 8443); listener.Start(); while (true) {{ using var client = await listener.AcceptTcpClientAsync(); {turn} }}");
        return Test.Fixes(program, program, HandshakeInAcceptLoopFix.TlsListenerKey, setup => setup.WithSecureDefaults());
    }

    private static string Own(string body) => $$"""
        using System;
        using System.IO;
        using System.Net;
        using System.Net.Security;
        using System.Net.Sockets;
        using System.Security.Cryptography.X509Certificates;
        using System.Threading;
        using System.Threading.Tasks;

        class Server
        {
            async Task Run(X509Certificate2 certificate, CancellationToken token)
            {
                {{body.ReplaceLineEndings("\n        ")}}
            }
        }
        """;

    [Theory]
    [InlineData("while (true) { var client = listener.AcceptTcpClient(); [|new SslStream(client.GetStream()).AuthenticateAsServer(certificate)|]; if (client.Connected) { break; } }")]
    [InlineData("var served = 0; while (true) { var client = listener.AcceptTcpClient(); [|new SslStream(client.GetStream()).AuthenticateAsServer(certificate)|]; served++; }")]
    [InlineData("TcpClient client; while (true) { client = listener.AcceptTcpClient(); [|new SslStream(client.GetStream()).AuthenticateAsServer(certificate)|]; }")]
    public Task Nothing_is_offered_where_turns_depend_on_each_other(string body) => Test.Fixes(Server(body), Server(body), HandshakeInAcceptLoopFix.OwnTaskKey);

    [Fact]
    public Task Unfinished_code_is_survived() => Test.Silent(
        Server("while (true) { var client = await listener.AcceptTcpClientAsync( ; var tls = new SslStream(client.; await tls.AuthenticateAsServerAsync"),
        setup => setup.CompilerDiagnostics = CompilerDiagnostics.None);
}
