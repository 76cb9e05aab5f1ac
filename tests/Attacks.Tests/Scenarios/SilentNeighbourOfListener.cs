using System.Net;
using System.Net.Sockets;
using SocketSecurity.Attacks.Tests.Programs;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Scenarios;

/// <summary>A client that connects to a victim's own listener and says nothing, while another one wants to be served.</summary>
internal sealed record SilentNeighbourOfListener() : Scenario("silent client before an honest one, at the program's own listener")
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    public override async Task<Outcome> PlayAsync(IProgram program, GenuinePeer genuine, CancellationToken cancellationToken)
    {
        var (answer, result) = await OwnListener.VisitAsync(program, genuine, Secret, async (port, token) =>
        {
            using var silent = new TcpClient();
            await silent.ConnectAsync(IPAddress.Loopback, port, token);
            return await ClientVisit.AskAsync(port, genuine.Server, clientCertificate: null, Patience, token);
        }, cancellationToken);
        return new Outcome(answer.Contains(Secret, StringComparison.Ordinal) ? [] : ["an honest client waited in vain"], result);
    }
}
