using SocketSecurity.Attacks.Tests.Peers;
using SocketSecurity.Attacks.Tests.Programs;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Scenarios;

/// <summary>A client reaches the server it means.</summary>
internal sealed record GenuineServer() : Scenario("genuine server")
{
    public override async Task<Outcome> PlayAsync(IProgram program, GenuinePeer genuine, CancellationToken cancellationToken)
    {
        using var server = HonestServer.Of(genuine);
        var client = await program.RunAsync("Client", "Ask", [Names.Host, server.Port, Secret], cancellationToken);
        await server.SettledAsync(cancellationToken);

        var isServed = client.Answer == Wire.GenuineAnswer && server.Heard.Any(text => text.Contains(Secret, StringComparison.Ordinal));
        return new Outcome(isServed ? ["the server was told the secret and answered"] : [], client);
    }
}
