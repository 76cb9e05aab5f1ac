using SocketSecurity.Analyzers.CodeFixes.HostileInput;
using SocketSecurity.Attacks.Tests.Scenarios;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Cases.HostileInput;

/// <summary>SOCK6002 and SOCK6003: servers that a client without a certificate, a password or a plan can stop.</summary>
internal static class StalledServers
{
    public static IEnumerable<AttackCase> Cases { get; } =
    [
        new AttackCase("SOCK6002", "handshake without a deadline")
        {
            Source = VictimSource.SslStreamServer("""
                using var tls = new SslStream(tcp.GetStream());
                await tls.AuthenticateAsServerAsync(certificate, false, SslProtocols.None, false);
                """),
            Attacks = [new StallingClient(Drips: false), new StallingClient(Drips: true)],
            HonestPeer = new GenuineClient(),
            Remedies =
            [
                new Remedy(HandshakeDeadlineFix.DeadlineKey, GenuinePeer.Public) { Refusal = typeof(OperationCanceledException) },
                new Remedy(HandshakeDeadlineFix.SecureTlsKey, GenuinePeer.Public, UsesSecureDefaults: true) { Refusal = null },
            ],
        },
        new AttackCase("SOCK6003", "handshake in the accept loop")
        {
            Source = """
                using System;
                using System.IO;
                using System.Net.Security;
                using System.Net.Sockets;
                using System.Security.Cryptography.X509Certificates;
                using System.Threading;
                using System.Threading.Tasks;

                public static class Server
                {
                    public static async Task ServeAsync(TcpListener listener, X509Certificate2 certificate, string secret)
                    {
                        try
                        {
                            while (true)
                            {
                                using var tcp = await listener.AcceptTcpClientAsync();
                                using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
                                using var tls = new SslStream(tcp.GetStream());
                                await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, limit.Token);
                                using var reader = new StreamReader(tls);
                                await reader.ReadLineAsync();
                                await using var writer = new StreamWriter(tls) { AutoFlush = true };
                                await writer.WriteLineAsync(secret);
                            }
                        }
                        catch (SocketException)
                        {
                            // The listener was stopped.
                        }
                    }
                }
                """,
            Attacks = [new SilentNeighbour()],
            HonestPeer = new GenuineClient(),
            Remedies = [new Remedy(HandshakeInAcceptLoopFix.OwnTaskKey, GenuinePeer.Public) { Refusal = null }],
        },
        new AttackCase("SOCK6003", "handshake in the accept loop of the program's own listener")
        {
            Source = """
                using System.Net;
                using System.Net.Security;
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
                            using var tls = new SslStream(client.GetStream());
                            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, token);
                            await tls.ReadAsync(new byte[100], token);
                            await tls.WriteAsync(Encoding.ASCII.GetBytes(secret), token);
                        }
                    }
                }
                """,
            Attacks = [new SilentNeighbourOfListener()],
            HonestPeer = new ClientOfListener(),
            Remedies = [new Remedy(HandshakeInAcceptLoopFix.TlsListenerKey, GenuinePeer.Public, UsesSecureDefaults: true) { Refusal = null }],
        },
    ];
}
