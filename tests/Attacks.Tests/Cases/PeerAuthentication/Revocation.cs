using SocketSecurity.Analyzers.CodeFixes.PeerAuthentication;
using SocketSecurity.Attacks.Tests.Scenarios;
using SocketSecurity.Attacks.Tests.World;
using SocketSecurity.Tls;

namespace SocketSecurity.Attacks.Tests.Cases.PeerAuthentication;

/// <summary>SOCK1005: a stolen key goes on working although its certificate was withdrawn.</summary>
internal static class Revocation
{
    public static IEnumerable<AttackCase> Cases { get; } =
    [
        Client(
            "SslStream options",
            VictimSource.SslStreamClient("""
                using var tls = new SslStream(tcp.GetStream());
                await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
                {
                    TargetHost = host,
                    CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
                });
                """),
            new Remedy(RevocationFix.CheckKey, GenuinePeer.Public)),
        Client(
            "HttpClientHandler",
            VictimSource.HttpClient("using var handler = new HttpClientHandler { CheckCertificateRevocationList = false };"),
            new Remedy(RevocationFix.CheckKey, GenuinePeer.Public)),
        Client(
            "trust policy",
            VictimSource.SslStreamClient("""
                var trust = SocketSecurity.Trust.TrustPolicy.System.WithRevocation(SocketSecurity.Trust.RevocationPolicy.None);
                using var tls = await SocketSecurity.Tls.SecureTls.AuthenticateAsClientAsync(
                    tcp.GetStream(), host, new SocketSecurity.Tls.TlsClientOptions { Trust = trust });
                """),
            new Remedy(RevocationFix.WhenAvailableKey, GenuinePeer.Public, UsesSecureDefaults: true) { Refusal = typeof(PeerCertificateException) }),
    ];

    private static AttackCase Client(string name, string source, Remedy remedy) => new("SOCK1005", name)
    {
        Source = source,
        Attacks = [new ImpersonatedServer(Forgery.Revoked)],
        HonestPeer = new GenuineServer(),
        Remedies = [remedy],
    };
}
