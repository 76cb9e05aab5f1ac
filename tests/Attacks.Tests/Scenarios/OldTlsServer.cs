using SocketSecurity.Attacks.Tests.Peers;
using SocketSecurity.Attacks.Tests.Programs;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Scenarios;

/// <summary>Whoever answers speaks an old version only, whose attacks are known; the certificate is genuine.</summary>
internal sealed record OldTlsServer(string VersionOption, string Version) : Scenario($"{Version} only")
{
    public override async Task<Outcome> PlayAsync(IProgram program, GenuinePeer genuine, CancellationToken cancellationToken)
    {
        using var server = await OpenSslServer.StartAsync(genuine.Server, [VersionOption, "-cipher", "ALL:@SECLEVEL=0"], cancellationToken);
        var client = await program.RunAsync("Client", "Ask", [Names.Host, server.Port, Secret], cancellationToken);
        await server.SettledAsync(cancellationToken);

        return new Outcome(server.Heard.Contains(Secret, StringComparison.Ordinal) ? [$"the secret was sent over {Version}"] : [], client);
    }
}
