using SocketSecurity.Analyzers.CodeFixes.PeerAuthentication;
using SocketSecurity.Attacks.Tests.Scenarios;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Cases.PeerAuthentication;

/// <summary>SOCK1006, SOCK1007, SOCK1009: a chain engine that is told to look away, or whose verdict nobody reads.</summary>
internal static class ChainChecks
{
    public static IEnumerable<AttackCase> Cases { get; } =
    [
        Flags("AllFlags", Forgery.SelfSigned, Forgery.UntrustedAuthority, Forgery.Expired),
        Flags("AllowUnknownCertificateAuthority", Forgery.SelfSigned, Forgery.UntrustedAuthority),
        Flags("IgnoreNotTimeValid", Forgery.Expired),
        new AttackCase("SOCK1007", "revocation mode beside a policy")
        {
            Source = VictimSource.SslStreamClient("""
                using var tls = new SslStream(tcp.GetStream());
                await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
                {
                    TargetHost = host,
                    CertificateRevocationCheckMode = X509RevocationMode.Online,
                    CertificateChainPolicy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck },
                });
                """),
            Attacks = [new ImpersonatedServer(Forgery.Revoked)],
            HonestPeer = new GenuineServer(),
            Remedies = [new Remedy(RevocationModeOverrideFix.MoveKey, GenuinePeer.Public)],
        },
        IgnoredResult("validator that builds a chain for nothing", """
            using var tls = new SslStream(tcp.GetStream(), false, (sender, certificate, _, errors) =>
            {
                using var chain = new X509Chain();
                chain.Build((X509Certificate2)certificate!);
                return (errors & SslPolicyErrors.RemoteCertificateNameMismatch) == 0;
            });
            await tls.AuthenticateAsClientAsync(host);
            """),
        IgnoredResult("check after the handshake that is only logged", """
            using var tls = new SslStream(tcp.GetStream(), false, (sender, certificate, _, errors) => certificate != null);
            await tls.AuthenticateAsClientAsync(host);
            using var chain = new X509Chain();
            if (!chain.Build((X509Certificate2)tls.RemoteCertificate!))
            {
                System.Diagnostics.Trace.TraceWarning("the server's certificate is not trusted");
            }
            """),
    ];

    private static AttackCase Flags(string flag, params IReadOnlyList<Forgery> forgeries) => new("SOCK1006", flag)
    {
        Source = VictimSource.SslStreamClient($$"""
            using var tls = new SslStream(tcp.GetStream());
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = host,
                CertificateChainPolicy = new X509ChainPolicy { VerificationFlags = X509VerificationFlags.{{flag}} },
            });
            """),
        Attacks = [.. forgeries.Select(forgery => new ImpersonatedServer(forgery))],
        HonestPeer = new GenuineServer(),
        Remedies = [new Remedy(VerificationFlagsFix.RemoveKey, GenuinePeer.Public)],
    };

    private static AttackCase IgnoredResult(string name, string connect) => new("SOCK1009", name)
    {
        Source = VictimSource.SslStreamClient(connect),
        Attacks = [new ImpersonatedServer(Forgery.SelfSigned), new ImpersonatedServer(Forgery.UntrustedAuthority), new ImpersonatedServer(Forgery.Expired)],
        HonestPeer = new GenuineServer(),
        Remedies = [new Remedy(ChainResultFix.RejectKey, GenuinePeer.Public)],
    };
}
