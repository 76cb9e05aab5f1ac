using SocketSecurity.Attacks.Tests.Peers;
using SocketSecurity.Attacks.Tests.Programs;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Scenarios;

/// <summary>The server prefers cipher suites without encryption, and someone on the path listens.</summary>
internal sealed record UnencryptedServer() : Scenario("NULL cipher suites")
{
    public override async Task<Outcome> PlayAsync(IProgram program, GenuinePeer genuine, CancellationToken cancellationToken)
    {
        using var server = await OpenSslServer.StartAsync(genuine.Server, ["-tls1_2", "-cipher", "eNULL:@SECLEVEL=0"], cancellationToken);
        using var eavesdropper = new Relay(server.Port);
        var client = await program.RunAsync("Client", "Ask", [Names.Host, eavesdropper.Port, Secret], cancellationToken);
        await eavesdropper.SettledAsync(cancellationToken);

        return new Outcome(eavesdropper.Overheard.Contains(Secret, StringComparison.Ordinal) ? ["the secret was read on the path"] : [], client);
    }
}
