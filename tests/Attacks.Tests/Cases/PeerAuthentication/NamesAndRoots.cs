using SocketSecurity.Analyzers.CodeFixes.PeerAuthentication;
using SocketSecurity.Attacks.Tests.Scenarios;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Cases.PeerAuthentication;

/// <summary>SOCK1004, SOCK1010 and SOCK1013: names that nobody was asked for, names that no authority verified, and roots that everything trusts.</summary>
internal static class NamesAndRoots
{
    public static IEnumerable<AttackCase> Cases { get; } =
    [
        new AttackCase("SOCK1004", "wildcard in place of the host")
        {
            Source = VictimSource.SslStreamClient($"""
                using var tls = new SslStream(tcp.GetStream());
                await tls.AuthenticateAsClientAsync("{Names.SharedWildcard}");
                """),
            Attacks = [new ImpersonatedServer(Forgery.SharedWildcard)],
            HonestPeer = new GenuineServer(),
            Remedies = [new Remedy(TargetHostFix.UseConnectedHostKey, GenuinePeer.Public)],
        },
        new AttackCase("SOCK1010", "host name matched by hand")
        {
            Source = VictimSource.SslStreamClient("""
                using var tls = new SslStream(tcp.GetStream(), false, (sender, certificate, chain, errors) =>
                    (errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) == SslPolicyErrors.None
                    && ((X509Certificate2)certificate!).MatchesHostname(host, allowWildcards: true, allowCommonName: true));
                await tls.AuthenticateAsClientAsync(host);
                """),
            Attacks = [new ImpersonatedServer(Forgery.CommonNameOnly)],
            HonestPeer = new GenuineServer(),
            Remedies = [new Remedy(CommonNameFix.AlternativeNamesOnlyKey, GenuinePeer.Public)],
        },
        new AttackCase("SOCK1013", "vendor's root installed for everybody")
        {
            Source = VictimSource.SslStreamClient($$"""
                using (var store = new X509Store(StoreName.Root, StoreLocation.CurrentUser))
                {
                    store.Open(OpenFlags.ReadWrite);
                    store.Add(X509CertificateLoader.LoadCertificateFromFile("{{VendorAuthority.PemFile}}"));
                }

                using var tls = new SslStream(tcp.GetStream());
                await tls.AuthenticateAsClientAsync(host);
                """),
            Attacks = [new ImpersonatedServer(Forgery.VendorAuthority)],
            HonestPeer = new GenuineServer(),
            Remedies = [new Remedy(RootStoreFix.PrivateRootsKey, GenuinePeer.Public, UsesSecureDefaults: true)],
            OwnProcess = new Dictionary<string, string>(),
        },
    ];
}
