using System.Net;
using System.Net.Sockets;
using SocketSecurity.Attacks.Tests.Peers;
using SocketSecurity.Attacks.Tests.Programs;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Scenarios;

/// <summary>A client without TLS on a path that somebody listens on: what a server in clear tells it, everybody hears.</summary>
internal sealed record EavesdropperAtListener() : Scenario("eavesdropper at the program's own listener")
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    public override async Task<Outcome> PlayAsync(IProgram program, GenuinePeer genuine, CancellationToken cancellationToken)
    {
        var (overheard, result) = await OwnListener.VisitAsync(program, genuine, Secret, async (port, token) =>
        {
            using var eavesdropper = new Relay(port);
            await AskAsync(eavesdropper.Port, token);
            return eavesdropper.Overheard;
        }, cancellationToken);
        return new Outcome(overheard.Contains(Secret, StringComparison.Ordinal) ? ["the secret was read on the path"] : [], result);
    }

    private static async Task AskAsync(int port, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Patience);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port, deadline.Token);
            await client.GetStream().WriteAsync("what is the secret?\n"u8.ToArray(), deadline.Token);
            using var reader = new StreamReader(client.GetStream());
            await reader.ReadLineAsync(deadline.Token);
        }
        catch (Exception refused) when (refused is IOException or SocketException || (refused is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // The server does not speak to clients without TLS.
        }
    }
}
