using SocketSecurity.Attacks.Tests.Peers;
using SocketSecurity.Attacks.Tests.Programs;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Scenarios;

/// <summary>A client reaches the server it means, which speaks TLS with whoever asks for it, and someone on the path listens.</summary>
internal sealed record Eavesdropper() : Scenario("eavesdropper")
{
    public override async Task<Outcome> PlayAsync(IProgram program, GenuinePeer genuine, CancellationToken cancellationToken)
    {
        using var server = new BilingualServer(genuine.Server);
        using var eavesdropper = new Relay(server.Port);
        var client = await program.RunAsync("Client", "Ask", [Names.Host, eavesdropper.Port, Secret], cancellationToken);
        await eavesdropper.SettledAsync(cancellationToken);

        var harm = new List<string>();
        if (eavesdropper.Overheard.Contains(Secret, StringComparison.Ordinal))
        {
            harm.Add("the secret was read on the path");
        }

        if (eavesdropper.Overheard.Contains(Wire.GenuineAnswer, StringComparison.Ordinal))
        {
            harm.Add("the answer was read on the path");
        }

        return new Outcome(harm, client);
    }
}
