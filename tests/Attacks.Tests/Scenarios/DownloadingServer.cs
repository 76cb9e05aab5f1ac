using SocketSecurity.Attacks.Tests.Peers;
using SocketSecurity.Attacks.Tests.Programs;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Scenarios;

/// <summary>
/// A client that nobody knows shows a certificate that says where its issuer can be fetched: an address of the attacker's
/// choice, which the server then asks from inside its network.
/// </summary>
internal sealed record DownloadingServer() : Scenario("certificate that names an address")
{
    private static readonly CertificateAuthority Unknown = CertificateAuthority.Create("Unknown Authority");

    public override async Task<Outcome> PlayAsync(IProgram program, GenuinePeer genuine, CancellationToken cancellationToken)
    {
        using var chosenAddress = new TinyHttpServer(Unknown.Root.RawData);
        var certificate = Unknown.Issue(LeafRequest.ForClient with { IssuerAddress = chosenAddress.Address("inside-the-network") });
        var visit = await ClientVisit.PlayAsync(program, genuine.Server, certificate, Secret, cancellationToken);

        return new Outcome(chosenAddress.Requests.IsEmpty ? [] : ["the server sent a request to an address that the attacker chose"], visit.Victim);
    }
}
