using SocketSecurity.Attacks.Tests.Peers;
using SocketSecurity.Attacks.Tests.Programs;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Scenarios;

/// <summary>A server keeps its client busy with handshakes.</summary>
internal sealed record RenegotiatingServer() : Scenario("repeated handshakes")
{
    public override async Task<Outcome> PlayAsync(IProgram program, GenuinePeer genuine, CancellationToken cancellationToken)
    {
        using var server = new Renegotiator(genuine);
        var client = await program.RunAsync("Client", "Ask", [Names.Host, server.Port, Secret], cancellationToken);
        await server.SettledAsync(cancellationToken);

        return new Outcome(server.Repeated > 0 ? [$"the client repeated its handshake {server.Repeated} times"] : [], client);
    }
}
