using SocketSecurity.Analyzers.CodeFixes.Transport;
using SocketSecurity.Attacks.Tests.Scenarios;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Cases.Transport;

/// <summary>SOCK5001, SOCK5002 and SOCK5004: what is sent in clear, others read.</summary>
internal static class ConnectionsInClear
{
    public static IEnumerable<AttackCase> Cases { get; } =
    [
        new AttackCase("SOCK5001", "secret over a bare connection")
        {
            Source = Client("""
                using var tcp = new TcpClient();
                await tcp.ConnectAsync(host, port);
                var stream = tcp.GetStream();
                await using var writer = new StreamWriter(stream) { AutoFlush = true, NewLine = "\n" };
                await writer.WriteLineAsync("PIN " + secret);
                using var reader = new StreamReader(stream);
                return await reader.ReadLineAsync() ?? throw new EndOfStreamException();
                """),
            Attacks = [new Eavesdropper()],
            HonestPeer = new GenuineServer(),
            Remedies = [new Remedy(PlaintextConnectionFix.TlsClientKey, GenuinePeer.Public, UsesSecureDefaults: true) { Refusal = null }],
        },
        new AttackCase("SOCK5001", "server without TLS")
        {
            Source = """
                using System.IO;
                using System.Net;
                using System.Net.Sockets;
                using System.Security.Cryptography.X509Certificates;
                using System.Text;
                using System.Threading;
                using System.Threading.Tasks;

                public static class Server
                {
                    public static async Task RunAsync(IPAddress address, int port, X509Certificate2 certificate, string secret, CancellationToken token)
                    {
                        using var listener = new TcpListener(address, port);
                        listener.Start();
                        while (!token.IsCancellationRequested)
                        {
                            using var client = await listener.AcceptTcpClientAsync(token);
                            using var stream = client.GetStream();
                            await stream.ReadAsync(new byte[100], token);
                            await stream.WriteAsync(Encoding.ASCII.GetBytes(secret + "\n"), token);
                        }
                    }
                }
                """,
            Attacks = [new EavesdropperAtListener()],
            HonestPeer = new ClientOfListener(),
            Remedies = [new Remedy(PlaintextConnectionFix.TlsListenerKey, GenuinePeer.Public, UsesSecureDefaults: true) { Refusal = null }],
        },
        new AttackCase("SOCK5004", "secret beside the TLS stream")
        {
            Source = Client("""
                using var tcp = new TcpClient();
                await tcp.ConnectAsync(host, port);
                var plain = tcp.GetStream();
                using var tls = new SslStream(plain);
                await tls.AuthenticateAsClientAsync(host);
                await plain.WriteAsync(Encoding.ASCII.GetBytes("PIN " + secret + "\n"));
                using var reader = new StreamReader(tls);
                return await reader.ReadLineAsync() ?? throw new EndOfStreamException();
                """),
            Attacks = [new Eavesdropper()],
            HonestPeer = new GenuineServer(),
            Remedies = [new Remedy(TlsStreamFix.UseTlsStreamKey, GenuinePeer.Public) { Refusal = null }],
        },
        new AttackCase("SOCK5002", "token sent to a URI in clear")
        {
            Source = """
                using System.Net.Http;
                using System.Threading.Tasks;

                public static class Client
                {
                    public static async Task<string> AskAsync(string host, int port, string secret)
                    {
                        using var http = new HttpClient();
                        http.DefaultRequestHeaders.Add("Authorization", "Bearer " + secret);
                        return await http.GetStringAsync($"http://{host}:{port}/account");
                    }
                }
                """,
            Attacks = [new Eavesdropper()],
            HonestPeer = new GenuineServer(),
            Remedies = [new Remedy(CleartextUriFix.SecureSchemeKey, GenuinePeer.Public) { Refusal = null }],
        },
    ];

    private static string Client(string statements) => $$"""
        using System.IO;
        using System.Net.Security;
        using System.Net.Sockets;
        using System.Text;
        using System.Threading.Tasks;

        public static class Client
        {
            public static async Task<string> AskAsync(string host, int port, string secret)
            {
                {{statements}}
            }
        }
        """;
}
