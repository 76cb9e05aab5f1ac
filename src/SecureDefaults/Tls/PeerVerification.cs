using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using SocketSecurity.Trust;

namespace SocketSecurity.Tls;

/// <summary>Decides about the peer's certificate during a handshake and remembers why it was refused.</summary>
internal sealed class PeerVerification(TrustPolicy policy, PeerRole role, string? host)
{
    /// <summary>The host in the form in which it is compared and asked for; null where there is none.</summary>
    public string? Host { get; } = host is null ? null : PeerName.Normalize(host);

    /// <summary>The last refusal; null while nothing was refused. Handshakes have one instance each.</summary>
    public ValidationReport? Refusal { get; private set; }

    /// <summary>
    /// Whether a decision may wait for somebody: only for a revocation answer, because nothing else is downloaded.
    /// </summary>
    public bool MayBlock => policy.Revocation.Mode == X509RevocationMode.Online;

    public static PeerVerification? OfClients(ClientAuthentication authentication) =>
        authentication.Trust is null ? null : new PeerVerification(authentication.Trust, PeerRole.Client, null);

    /// <summary>
    /// The policy in the platform's terms, so that the chain handed to <see cref="Verify"/> is the one it needs. All handshakes
    /// under the policy share it: the platform copies it, and nobody else may get hold of it.
    /// </summary>
    public X509ChainPolicy ChainPolicy => policy.PlatformPolicy(role);

    /// <summary>
    /// The errors the platform found are a part of what is checked here, except for a missing certificate: chain and host are
    /// judged again, more strictly.
    /// </summary>
    public bool Verify(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 peer || chain is null || (errors & SslPolicyErrors.RemoteCertificateNotAvailable) != 0)
        {
            Refusal = new ValidationReport([new(PeerProblem.NoCertificate, "The peer presented no certificate. Configure one for it.")]);
            return false;
        }

        var report = CertificateInspector.InspectBuilt(peer, chain, Host, role, policy);
        if (!report.IsValid)
        {
            Refusal = report;
        }

        return report.IsValid;
    }
}
