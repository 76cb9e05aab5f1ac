using SocketSecurity.Analyzers.CodeFixes.HostileInput;
using SocketSecurity.Attacks.Tests.Scenarios;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Cases.HostileInput;

/// <summary>SOCK6004: servers that keep everything until the client stops.</summary>
internal static class EndlessMessages
{
    public static IEnumerable<AttackCase> Cases { get; } =
    [
        Case("copy into memory", "await stream.CopyToAsync(memory);"),
        Case("loop into memory", """
            var buffer = new byte[4096];
            int count;
            while ((count = await stream.ReadAsync(buffer)) > 0)
            {
                memory.Write(buffer, 0, count);
            }
            """),
    ];

    private static AttackCase Case(string name, string reading) => new("SOCK6004", name)
    {
        Source = $$"""
            using System;
            using System.IO;
            using System.Net.Sockets;
            using System.Security.Cryptography.X509Certificates;
            using System.Text;
            using System.Threading.Tasks;

            public static class Server
            {
                public static async Task ServeAsync(TcpListener listener, X509Certificate2 certificate, string secret)
                {
                    using var tcp = await listener.AcceptTcpClientAsync();
                    using var stream = tcp.GetStream();
                    var memory = new MemoryStream();
                    {{reading.ReplaceLineEndings("\n        ")}}
                    await stream.WriteAsync(Encoding.ASCII.GetBytes(secret));
                }
            }
            """,
        Attacks = [new EndlessClient(IsShort: false)],
        HonestPeer = new EndlessClient(IsShort: true),
        Remedies = [new Remedy(UnboundedReadFix.LimitKey, GenuinePeer.Public) { Refusal = typeof(InvalidDataException) }],
    };
}
