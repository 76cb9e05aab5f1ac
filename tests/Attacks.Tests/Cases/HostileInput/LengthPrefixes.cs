using SocketSecurity.Analyzers.CodeFixes.HostileInput;
using SocketSecurity.Attacks.Tests.Scenarios;
using SocketSecurity.Attacks.Tests.World;
using SocketSecurity.Tls;

namespace SocketSecurity.Attacks.Tests.Cases.HostileInput;

/// <summary>SOCK6001: a server that believes what a client says about the length of its message.</summary>
internal static class LengthPrefixes
{
    /// <summary>Far more than everything else that the tests allocate meanwhile.</summary>
    private const int Bomb = 1_900_000_000;

    public static IEnumerable<AttackCase> Cases { get; } =
    [
        new AttackCase("SOCK6001", "length prefix")
        {
            Source = """
                using System;
                using System.Buffers.Binary;
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
                        var header = new byte[4];
                        await stream.ReadExactlyAsync(header);
                        var length = BinaryPrimitives.ReadInt32BigEndian(header);
                        var message = new byte[length];
                        await stream.ReadExactlyAsync(message);
                        await stream.WriteAsync(Encoding.ASCII.GetBytes(secret));
                    }
                }
                """,
            Attacks = [new LengthPrefixedClient(Bomb)],
            HonestPeer = new LengthPrefixedClient(Bomb: null),
            Remedies = [new Remedy(UnboundedAllocationFix.GuardKey, GenuinePeer.Public) { Refusal = typeof(InvalidDataException) }],
        },
        new AttackCase("SOCK6001", "length prefix over TLS")
        {
            Source = """
                using System;
                using System.Buffers.Binary;
                using System.IO;
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
                        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
                        using var tcp = await listener.AcceptTcpClientAsync();
                        using var tls = new SslStream(tcp.GetStream());
                        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, limit.Token);
                        await ReceiveAsync(tls, limit.Token);
                        await SendAsync(tls, Encoding.ASCII.GetBytes(secret));
                    }

                    private static async Task<byte[]> ReceiveAsync(Stream stream, CancellationToken cancellationToken)
                    {
                        var header = new byte[4];
                        await stream.ReadExactlyAsync(header, cancellationToken);
                        var message = new byte[BinaryPrimitives.ReadInt32BigEndian(header)];
                        await stream.ReadExactlyAsync(message, cancellationToken);
                        return message;
                    }

                    private static async Task SendAsync(Stream stream, byte[] message)
                    {
                        var header = new byte[4];
                        BinaryPrimitives.WriteInt32BigEndian(header, message.Length);
                        await stream.WriteAsync(header);
                        await stream.WriteAsync(message);
                    }
                }
                """,
            Attacks = [new FramedTlsClient(Bomb)],
            HonestPeer = new FramedTlsClient(Bomb: null),
            Remedies = [new Remedy(MessageChannelFix.MessageChannelKey, GenuinePeer.Public, UsesSecureDefaults: true) { Refusal = typeof(MalformedMessageException) }],
        },
    ];
}
