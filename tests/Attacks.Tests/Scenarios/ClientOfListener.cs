using SocketSecurity.Attacks.Tests.Programs;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Scenarios;

/// <summary>A client that a victim's own listener serves over TLS.</summary>
internal sealed record ClientOfListener() : Scenario("genuine client of the program's own listener")
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    public override async Task<Outcome> PlayAsync(IProgram program, GenuinePeer genuine, CancellationToken cancellationToken)
    {
        var (answer, result) = await OwnListener.VisitAsync(
            program, genuine, Secret, (port, token) => ClientVisit.AskAsync(port, genuine.Server, clientCertificate: null, Patience, token), cancellationToken);
        return new Outcome(answer.Contains(Secret, StringComparison.Ordinal) ? ["the client was told the secret"] : [], result);
    }
}
