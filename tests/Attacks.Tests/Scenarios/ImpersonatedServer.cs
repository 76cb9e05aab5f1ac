using SocketSecurity.Attacks.Tests.Peers;
using SocketSecurity.Attacks.Tests.Programs;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Scenarios;

/// <summary>A client is led to a man in the middle, who shows a forged certificate.</summary>
internal sealed record ImpersonatedServer(Forgery Forgery) : Scenario(Forgery.Name)
{
    public override async Task<Outcome> PlayAsync(IProgram program, GenuinePeer genuine, CancellationToken cancellationToken)
    {
        using var server = HonestServer.Of(genuine);
        using var attacker = new ManInTheMiddle(Forgery.Make(genuine.Server, LeafRequest.ForServer), server.Port, genuine.Server);
        var victim = await program.RunAsync("Client", "Ask", [Names.Host, attacker.Port, Secret], cancellationToken);
        await attacker.SettledAsync(cancellationToken);

        var harm = new List<string>();
        if (attacker.Heard.Any(text => text.Contains(Secret, StringComparison.Ordinal)))
        {
            harm.Add("the attacker read the secret");
        }

        if (victim.Answer == Wire.FalsifiedAnswer)
        {
            harm.Add("the attacker changed the answer");
        }

        return new Outcome(harm, victim);
    }
}
