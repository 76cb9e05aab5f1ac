using Microsoft.CodeAnalysis.Testing;
using SocketSecurity.Analyzers.CodeFixes.Transport;
using SocketSecurity.Analyzers.Tests.Verification;
using SocketSecurity.Analyzers.Transport;
using Rule = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.Transport.PlaintextConnectionAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.Transport.PlaintextConnectionFix>;

namespace SocketSecurity.Analyzers.Tests.Transport;

/// <summary>SOCK5001, <see cref="PlaintextConnectionAnalyzer"/> and <see cref="PlaintextConnectionFix"/>.</summary>
public sealed class PlaintextConnectionTests
{
    [Theory]
    [InlineData("using var tcp = new TcpClient(host, 80); tcp.GetStream().Write(data);", "tcp.GetStream()")]
    [InlineData("using var tcp = new TcpClient(); await tcp.ConnectAsync(host, 80); await using var stream = tcp.GetStream(); await stream.WriteAsync(data);", "tcp.GetStream()")]
    [InlineData("using var tcp = new TcpClient(host, 80); using var reader = new StreamReader(new BufferedStream(tcp.GetStream())); await reader.ReadLineAsync();", "tcp.GetStream()")]
    [InlineData("using var tcp = new TcpClient(host, 80); var stream = tcp.GetStream(); Send(stream, data);", "tcp.GetStream()")]
    [InlineData("using var udp = new UdpClient(host, 514); await udp.SendAsync(data);", "new UdpClient(host, 514)")]
    [InlineData("var socket = new Socket(SocketType.Stream, ProtocolType.Tcp); await socket.ConnectAsync(host, 80); socket.Send(data);", "new Socket(SocketType.Stream, ProtocolType.Tcp)")]
    [InlineData("using var tcp = await new TcpListener(address, 80).AcceptTcpClientAsync(); await tcp.GetStream().ReadAsync(data);", "tcp.GetStream()")]
    public Task Data_over_a_bare_connection_is_information(string statements, string place) =>
        Rule.Finds(InMethod(statements.Replace(place, $"[|{place}|]", StringComparison.Ordinal)));

    [Fact]
    public Task One_connection_has_one_finding() => Rule.Finds(InMethod(
        "using var tcp = new TcpClient(host, 80); tcp.GetStream().ReadTimeout = 5; [|tcp.GetStream()|].Write(data); tcp.GetStream().Read(data);"));

    [Theory]
    [InlineData("using var tcp = new TcpClient(\"localhost\", 80); tcp.GetStream().Write(data);")]
    [InlineData("using var tcp = new TcpClient(); tcp.Connect(IPAddress.Loopback, 80); tcp.GetStream().Write(data);")]
    [InlineData("using var tcp = new TcpClient(host, 443); using var tls = new SslStream(tcp.GetStream()); tls.AuthenticateAsClient(host); tls.Write(data);")]
    [InlineData("using var tcp = new TcpClient(host, 587); var stream = tcp.GetStream(); stream.Write(data); var tls = new SslStream(stream); tls.AuthenticateAsClient(host); tls.Write(data);")]
    [InlineData("using var tcp = new TcpClient(host, 80); var stream = tcp.GetStream(); stream.Write(data); Handler(stream);")]
    [InlineData("using var tcp = new TcpClient(host, 80); var stream = tcp.GetStream(); stream.Write(data); Given = stream;")]
    [InlineData("using var tcp = new TcpClient(host, 80); Pool.Add(tcp); tcp.GetStream().Write(data);")]
    [InlineData("using var tcp = new TcpClient(host, 80); var stream = tcp.GetStream(); stream.Close();")]
    [InlineData("var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified); await socket.ConnectAsync(new UnixDomainSocketEndPoint(host)); socket.Send(data);")]
    [InlineData("var socket = new Socket(SocketType.Stream, ProtocolType.Tcp); socket.Bind(new IPEndPoint(address, 1)); socket.Listen(); var peer = socket.Accept();")]
    [InlineData("using var udp = new UdpClient(host, 514); var sealing = new System.Security.Cryptography.AesGcm(data, 16); await udp.SendAsync(data);")]
    [InlineData("using var udp = new UdpClient(5353); udp.JoinMulticastGroup(address); await udp.SendAsync(data);")]
    public Task Loopback_tls_and_connections_that_others_get_are_silent(string statements) => Rule.Silent(InMethod(statements));

    [Fact]
    public Task A_connection_in_a_private_field_is_followed_through_its_type() => Rule.Finds(
        """
        using System.IO;
        using System.Net.Sockets;
        using System.Threading.Tasks;

        class Bare(string host)
        {
            private readonly TcpClient _tcp = new(host, 80);
            private Stream _stream;

            public void Open() => _stream = [|_tcp.GetStream()|];

            public Task Send(byte[] data) => _stream.WriteAsync(data, 0, data.Length);
        }

        class Shared(string host)
        {
            private readonly TcpClient _tcp = new(host, 80);
            private Stream _stream;

            public void Open() => _stream = _tcp.GetStream();

            public Task Send(byte[] data) => _stream.WriteAsync(data, 0, data.Length);

            public Stream Stream => _stream;
        }
        """);

    [Fact]
    public Task The_client_is_replaced() => Rule.Fixes(
        Client(
            """
                    using var tcp = new TcpClient();
                    await tcp.ConnectAsync(host, 4000, token);
                    await using var stream = [|tcp.GetStream()|]; // plain
                    await stream.WriteAsync(data, token);
            """),
        Client(
            """
                    await using var tcp = await TlsClient.ConnectAsync(host, 4000, cancellationToken: token);
                    await using var stream = tcp.Stream; // plain
                    await stream.WriteAsync(data, token);
            """).Replace("using System.Threading.Tasks;", "using System.Threading.Tasks;\nusing SocketSecurity.Tls;", StringComparison.Ordinal),
        PlaintextConnectionFix.TlsClientKey,
        setup => setup.WithSecureDefaults());

    /// <summary>What only a network stream has, and a client that is used for more, stay.</summary>
    [Theory]
    [InlineData("using var tcp = new TcpClient(); await tcp.ConnectAsync(host, 80); var s = [|tcp.GetStream()|]; if (s.DataAvailable) s.Write(data);")]
    [InlineData("using var tcp = new TcpClient(); tcp.NoDelay = true; await tcp.ConnectAsync(host, 80); [|tcp.GetStream()|].Write(data);")]
    [InlineData("using var tcp = new TcpClient(host, 80); [|tcp.GetStream()|].Write(data);")]
    [InlineData("using var tcp = new TcpClient(); await tcp.ConnectAsync(address, 80); [|tcp.GetStream()|].Write(data);")]
    public Task Other_shapes_have_no_fix(string statements) =>
        Rule.Fixes(InMethod(statements), InMethod(statements), PlaintextConnectionFix.TlsClientKey, setup => setup.WithSecureDefaults());

    [Theory]
    [InlineData("", "ServerCertificateSource.FromPem(\"server.pem\", \"server-key.pem\")")]
    [InlineData("X509Certificate2 certificate, ", "ServerCertificateSource.FromCertificate(certificate)")]
    public Task A_loop_that_serves_its_clients_becomes_a_listener(string parameter, string certificate) => Rule.Fixes(
        Server(parameter, """
            using var listener = new TcpListener(IPAddress.Any, 4000);
            listener.Start();
            while (!token.IsCancellationRequested)
            {
                using var client = await listener.AcceptTcpClientAsync(token);
                using var stream = [|client.GetStream()|];
                // echo
                var read = await stream.ReadAsync(data, token);
                await stream.WriteAsync(data, 0, read, token);
            }
            """, ""),
        Server(parameter, $$"""
            await using var listener = TlsListener.Start(new IPEndPoint(IPAddress.Any, 4000), {{certificate}});
            await listener.RunAsync(async (connection, _) =>
            {
                var stream = connection.Stream;
                // echo
                var read = await stream.ReadAsync(data, token);
                await stream.WriteAsync(data, 0, read, token);
            }, token);
            """, "").Replace("using System.Threading.Tasks;", "using System.Threading.Tasks;\nusing SocketSecurity.Tls;", StringComparison.Ordinal),
        PlaintextConnectionFix.TlsListenerKey,
        setup => setup.WithSecureDefaults());

    [Theory]
    [InlineData("_ = Serve(client, data);")]
    [InlineData("await Serve(client, data);")]
    [InlineData("_ = Task.Run(() => Serve(client, data));")]
    [InlineData("_ = Task.Run(async () => await Serve(client, data), token);")]
    public Task The_method_that_serves_a_client_gets_a_connection(string start) => Rule.Fixes(
        Server("", $$"""
            using var listener = new TcpListener(new IPEndPoint(IPAddress.Any, 4000));
            listener.Start();
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync();
                {{start}}
            }
            """, """
            private static async Task Serve(TcpClient client, byte[] data)
            {
                Console.WriteLine(client.Client.RemoteEndPoint);
                using (client)
                {
                    await using var stream = [|client.GetStream()|];
                    await stream.WriteAsync(data);
                }
            }
            """),
        Server("", """
            await using var listener = TlsListener.Start(new IPEndPoint(IPAddress.Any, 4000), ServerCertificateSource.FromPem("server.pem", "server-key.pem"));
            await listener.RunAsync((connection, _) => Serve(connection, data));
            """, """
            private static async Task Serve(TlsConnection client, byte[] data)
            {
                Console.WriteLine(client.RemoteEndPoint);
                await using (client)
                {
                    await using var stream = client.Stream;
                    await stream.WriteAsync(data);
                }
            }
            """).Replace("using System.Threading.Tasks;", "using System.Threading.Tasks;\nusing SocketSecurity.Tls;", StringComparison.Ordinal),
        PlaintextConnectionFix.TlsListenerKey,
        setup => setup.WithSecureDefaults());

    [Theory]
    [InlineData("private async Task Serve(TcpClient client, byte[] data) { client.NoDelay = true; await [|client.GetStream()|].WriteAsync(data); }")]
    [InlineData("private async Task Serve(TcpClient client, byte[] data) { var stream = [|client.GetStream()|]; while (stream.DataAvailable) { await stream.WriteAsync(data); } }")]
    [InlineData("private async Task Serve(TcpClient client, byte[] data) { var stream = [|client.GetStream()|]; await stream.WriteAsync(data); } private Task Again(TcpClient other) => Serve(other, null);")]
    [InlineData("internal async Task Serve(TcpClient client, byte[] data) { var stream = [|client.GetStream()|]; await stream.WriteAsync(data); }")]
    public Task A_method_that_does_more_with_its_client_keeps_it(string method)
    {
        var source = Server("", "using var listener = new TcpListener(IPAddress.Any, 4000); listener.Start(); while (true) { var client = await listener.AcceptTcpClientAsync(); _ = Serve(client, data); }", method);
        return Rule.Fixes(source, source, PlaintextConnectionFix.TlsListenerKey, setup => setup.WithSecureDefaults());
    }

    private static string Server(string parameter, string statements, string members) => $$"""
        using System;
        using System.Net;
        using System.Net.Sockets;
        using System.Security.Cryptography.X509Certificates;
        using System.Threading;
        using System.Threading.Tasks;

        class Server
        {
            async Task Run({{parameter}}byte[] data, CancellationToken token)
            {
                {{statements.ReplaceLineEndings("\n        ")}}
            }

            {{members.ReplaceLineEndings("\n    ")}}
        }
        """;

    [Fact]
    public Task Unfinished_code_is_survived() => Rule.Silent(
        """
        using System.Net.Sockets;

        class Peer
        {
            void Run()
            {
                var tcp = new TcpClient(
                tcp.GetStream().
                new Socket(
            }
        }
        """,
        setup => setup.CompilerDiagnostics = CompilerDiagnostics.None);

    private static string Client(string statements) => $$"""
        using System.Net.Sockets;
        using System.Threading;
        using System.Threading.Tasks;

        class Peer
        {
            async Task Run(string host, byte[] data, CancellationToken token)
            {
        {{statements}}
            }
        }
        """;

    private static string InMethod(string statements) => $$"""
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Net;
        using System.Net.Security;
        using System.Net.Sockets;
        using System.Threading.Tasks;

        class Peer
        {
            public Stream Given { get; set; }
            public Action<Stream> Handler { get; set; }
            public List<TcpClient> Pool { get; } = [];

            async Task Run(string host, byte[] data, IPAddress address)
            {
                {{statements}}
                await Task.Yield();
            }

            static void Send(Stream stream, byte[] data) => stream.Write(data);
        }
        """;
}
