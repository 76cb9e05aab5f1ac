using SocketSecurity.Attacks.Tests.Peers;
using SocketSecurity.Attacks.Tests.Programs;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Scenarios;

/// <summary>Whoever answers speaks CBC suites only, which have given plaintext away through their padding; the certificate is genuine.</summary>
internal sealed record CbcServer() : Scenario("CBC suites only")
{
    public override async Task<Outcome> PlayAsync(IProgram program, GenuinePeer genuine, CancellationToken cancellationToken)
    {
        using var server = await OpenSslServer.StartAsync(genuine.Server, ["-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-SHA:ECDHE-RSA-AES128-SHA:@SECLEVEL=0"], cancellationToken);
        var client = await program.RunAsync("Client", "Ask", [Names.Host, server.Port, Secret], cancellationToken);
        await server.SettledAsync(cancellationToken);

        return new Outcome(server.Heard.Contains(Secret, StringComparison.Ordinal) ? ["the secret was sent with a CBC suite"] : [], client);
    }
}
