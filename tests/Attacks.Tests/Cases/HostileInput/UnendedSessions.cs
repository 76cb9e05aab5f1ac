using SocketSecurity.Analyzers.CodeFixes.HostileInput;
using SocketSecurity.Attacks.Tests.Scenarios;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Cases.HostileInput;

/// <summary>SOCK6007: a server whose answers end as if somebody had cut the connection.</summary>
internal static class UnendedSessions
{
    public static IEnumerable<AttackCase> Cases { get; } =
    [
        new AttackCase("SOCK6007", "session without an end")
        {
            Source = """
                using System;
                using System.Net.Security;
                using System.Net.Sockets;
                using System.Security.Cryptography.X509Certificates;
                using System.Text;
                using System.Threading;
                using System.Threading.Tasks;

                public static class Server
                {
                    public static async Task ServeAsync(TcpListener listener, X509Certificate2 certificate, string secret)
                    {
                        using var tcp = await listener.AcceptTcpClientAsync();
                        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
                        using var tls = new SslStream(tcp.GetStream());
                        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, limit.Token);
                        await tls.ReadAsync(new byte[100], limit.Token);
                        await tls.WriteAsync(Encoding.ASCII.GetBytes(secret + "\n"), limit.Token);
                    }
                }
                """,
            Attacks = [new StrictVisitor(WantsAnswer: false)],
            HonestPeer = new StrictVisitor(WantsAnswer: true),
            Remedies = [new Remedy(TlsShutdownFix.ShutdownKey, GenuinePeer.Public) { Refusal = null }],
        },
    ];
}
