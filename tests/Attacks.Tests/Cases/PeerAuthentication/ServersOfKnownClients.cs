using SocketSecurity.Analyzers.CodeFixes.PeerAuthentication;
using SocketSecurity.Attacks.Tests.Scenarios;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Cases.PeerAuthentication;

/// <summary>SOCK1008 and SOCK1011: servers that ask for a client certificate and let the wrong ones in, or do what they say.</summary>
internal static class ServersOfKnownClients
{
    public static IEnumerable<AttackCase> Cases { get; } =
    [
        new AttackCase("SOCK1008", "required certificate whose absence is accepted")
        {
            Source = VictimSource.SslStreamServer("""
                using var tls = new SslStream(tcp.GetStream());
                await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
                {
                    ServerCertificate = certificate,
                    ClientCertificateRequired = true,
                    RemoteCertificateValidationCallback = (sender, client, chain, errors) =>
                        client == null || errors == SslPolicyErrors.None,
                });
                """),
            Attacks = [new Intruder(null)],
            HonestPeer = new GenuineClient(),
            Remedies =
            [
                new Remedy(ClientCertificateFix.StrictValidatorKey, GenuinePeer.Public),
                new Remedy(ClientCertificateFix.PrivateRootsKey, GenuinePeer.Private, UsesSecureDefaults: true),
            ],
        },
        Downloads("options object", """
            using var tls = new SslStream(tcp.GetStream());
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate, ClientCertificateRequired = true });
            """),
        Downloads("arguments of the handshake", """
            using var tls = new SslStream(tcp.GetStream());
            await tls.AuthenticateAsServerAsync(certificate, true, SslProtocols.None, false);
            """),
    ];

    private static AttackCase Downloads(string name, string accept) => new("SOCK1011", name)
    {
        Source = VictimSource.SslStreamServer(accept),
        Attacks = [new DownloadingServer()],
        HonestPeer = new GenuineClient(),
        Remedies = [new Remedy(CertificateDownloadFix.DisableKey, GenuinePeer.Public)],
    };
}
