using SocketSecurity.Attacks.Tests.Programs;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Scenarios;

/// <summary>Two users open sessions.</summary>
internal sealed record TwoSessions() : Scenario("two users")
{
    public override async Task<Outcome> PlayAsync(IProgram program, GenuinePeer genuine, CancellationToken cancellationToken)
    {
        var server = await program.RunAsync("Sessions", "Open", [], cancellationToken);
        var isServed = server.Answer?.Split(',') is [{ Length: > 0 } one, { Length: > 0 } other] && one != other;
        return new Outcome(isServed ? ["each user got a token"] : [], server);
    }
}
