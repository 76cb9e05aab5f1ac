using SocketSecurity.Attacks.Tests.Programs;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Scenarios;

/// <summary>A client that the server knows.</summary>
internal sealed record GenuineClient() : Scenario("genuine client")
{
    public override Task<Outcome> PlayAsync(IProgram program, GenuinePeer genuine, CancellationToken cancellationToken) =>
        ClientVisit.PlayAsync(program, genuine.Server, genuine.Client, Secret, cancellationToken);
}
