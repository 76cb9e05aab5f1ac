using SocketSecurity.Attacks.Tests.Programs;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Scenarios;

/// <summary>A client that the server does not know, with a certificate of its own making or with none.</summary>
internal sealed record Intruder(Forgery? Forgery) : Scenario(Forgery is null ? "no client certificate" : $"{Forgery.Name} client certificate")
{
    public override Task<Outcome> PlayAsync(IProgram program, GenuinePeer genuine, CancellationToken cancellationToken) =>
        ClientVisit.PlayAsync(program, genuine.Server, Forgery?.Make(genuine.Client, LeafRequest.ForClient), Secret, cancellationToken);
}
