using System.Net;
using System.Net.Sockets;
using SocketSecurity.Attacks.Tests.Peers;
using SocketSecurity.Attacks.Tests.Programs;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Scenarios;

/// <summary>Someone on the path answers a ClientHello with what no server says, and waits for what the client does then.</summary>
internal sealed record DisturbedHandshake() : Scenario("disturbed handshake")
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public override async Task<Outcome> PlayAsync(IProgram program, GenuinePeer genuine, CancellationToken cancellationToken)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var hearing = DisturbAsync(listener, cancellationToken);
        var client = await program.RunAsync("Client", "Ask", [Names.Host, ((IPEndPoint)listener.LocalEndpoint).Port, Secret], cancellationToken);
        var heard = await hearing;

        return new Outcome(heard.Contains(Secret, StringComparison.Ordinal) ? ["the secret was said in clear"] : [], client);
    }

    /// <summary>What the client says after its handshake was disturbed.</summary>
    private static async Task<string> DisturbAsync(TcpListener listener, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            using var client = await listener.AcceptTcpClientAsync(limit.Token);
            var stream = client.GetStream();
            await stream.ReadAtLeastAsync(new byte[16 * 1024], 6, throwOnEndOfStream: false, limit.Token);
            await stream.WriteAsync("220 no TLS here, never was\r\n"u8.ToArray(), limit.Token);
            return await Wire.ReadRequestAsync(stream, limit.Token);
        }
        catch (Exception gone) when (gone is IOException or SocketException
            || (gone is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return "";
        }
    }
}
