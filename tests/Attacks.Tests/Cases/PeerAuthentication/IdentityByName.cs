using SocketSecurity.Attacks.Tests.Scenarios;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Cases.PeerAuthentication;

/// <summary>SOCK1003: what a certificate says about itself can be copied; who holds its key cannot.</summary>
internal static class IdentityByName
{
    private const string Rule = "SOCK1003";

    public static IEnumerable<AttackCase> Cases { get; } =
    [
        Client(
            "recognised by subject",
            "errors == SslPolicyErrors.None || certificate!.Subject == \"CN=localhost\"",
            Forgery.SelfSigned, Forgery.UntrustedAuthority, Forgery.CopiedNames),
        Client(
            "recognised by issuer",
            "errors == SslPolicyErrors.None || certificate!.Issuer == \"CN=Private Authority\" || certificate.Issuer == \"CN=localhost\"",
            Forgery.CopiedNames),
        Client(
            "untrusted root forgiven",
            "errors == SslPolicyErrors.None || (errors == SslPolicyErrors.RemoteCertificateChainErrors && Array.TrueForAll(chain!.ChainStatus, status => status.Status is X509ChainStatusFlags.UntrustedRoot or X509ChainStatusFlags.PartialChain))",
            Forgery.SelfSigned, Forgery.UntrustedAuthority),
        Client(
            "expiry forgiven",
            "errors == SslPolicyErrors.None || (errors == SslPolicyErrors.RemoteCertificateChainErrors && Array.TrueForAll(chain!.ChainStatus, status => status.Status == X509ChainStatusFlags.NotTimeValid))",
            Forgery.Expired),
    ];

    private static AttackCase Client(string name, string condition, params IReadOnlyList<Forgery> forgeries) => new(Rule, name)
    {
        Source = VictimSource.SslStreamClient($"""
            using var tls = new SslStream(tcp.GetStream(), false, (sender, certificate, chain, errors) => {condition});
            await tls.AuthenticateAsClientAsync(host);
            """),
        Attacks = [.. forgeries.Select(forgery => new ImpersonatedServer(forgery))],
        HonestPeer = new GenuineServer(),
        Remedies = Remedies.OwnTrustForClient,
    };
}
