using System.Net;
using System.Net.Sockets;
using SocketSecurity.Attacks.Tests.Programs;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Scenarios;

/// <summary>A client that connects first and says nothing, while another one wants to be served.</summary>
internal sealed record SilentNeighbour() : Scenario("silent client before an honest one")
{
    /// <summary>Many times what a handshake on loopback takes, on a busy machine too.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    public override async Task<Outcome> PlayAsync(IProgram program, GenuinePeer genuine, CancellationToken cancellationToken)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = program.RunAsync("Server", "Serve", [listener, genuine.Server, Secret], cancellationToken);
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        string answer;
        using (var silent = new TcpClient())
        {
            await silent.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            answer = await ClientVisit.AskAsync(port, genuine.Server, clientCertificate: null, Patience, cancellationToken);
        }

        listener.Stop();
        var isServed = answer.Contains(Secret, StringComparison.Ordinal);
        return new Outcome(isServed ? [] : ["an honest client waited in vain"], await serving);
    }
}
