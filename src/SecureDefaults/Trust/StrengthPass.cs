using System.Security.Cryptography.X509Certificates;

namespace SocketSecurity.Trust;

/// <summary>What is examined after the platform's chain engine: strength, purpose and form of each certificate.</summary>
internal static class StrengthPass
{
    private const string NameConstraintsExtension = "2.5.29.30";

    public static void InspectPeer(X509Certificate2 certificate, PeerRole role, CertificateStrength strength, List<ValidationFinding> findings)
    {
        InspectKey(certificate, findings);
        if (!CertificateFacts.IsSelfIssued(certificate))
        {
            InspectSignature(certificate, findings);
        }

        if (CertificateFacts.IsAuthority(certificate) || CertificateFacts.SignsCertificates(certificate))
        {
            findings.Add(new(PeerProblem.AuthorityAsPeer, $"'{certificate.Subject}' is an authority's certificate and must not be used by a {role.ToString().ToLowerInvariant()}. Issue one of its own."));
        }

        InspectPurpose(certificate, role, findings);

        if (role == PeerRole.Server && CertificateFacts.Extension<X509SubjectAlternativeNameExtension>(certificate) is not { } names)
        {
            findings.Add(new(PeerProblem.NoSubjectAlternativeName, $"'{certificate.Subject}' has no subject alternative name; the common name is not accepted as a host name (RFC 9525). Issue it again with one."));
        }
        else if (role == PeerRole.Server && !NamesAHost(CertificateFacts.Extension<X509SubjectAlternativeNameExtension>(certificate)!))
        {
            findings.Add(new(PeerProblem.NoSubjectAlternativeName, $"'{certificate.Subject}' names no host among its subject alternative names. Issue it again with a DNS name or an IP address."));
        }

        foreach (var extension in certificate.Extensions)
        {
            if (extension.Oid?.Value == NameConstraintsExtension)
            {
                findings.Add(new(PeerProblem.Malformed, $"'{certificate.Subject}' has name constraints, which only authorities may have (RFC 5280 §4.2.1.10). Issue it again without them."));
            }
        }

        if (strength == CertificateStrength.Strict)
        {
            StrictForm.InspectPeer(certificate, role, findings);
        }
    }

    /// <summary>Every certificate above the peer's, the trust anchor last.</summary>
    public static void InspectAuthorities(X509Chain chain, CertificateStrength strength, List<ValidationFinding> findings)
    {
        for (var i = 1; i < chain.ChainElements.Count; i++)
        {
            var certificate = chain.ChainElements[i].Certificate;
            var isAnchor = i == chain.ChainElements.Count - 1 && CertificateFacts.IsSelfIssued(certificate);
            InspectKey(certificate, findings);

            // An anchor is trusted because it is in the store, not because of the signature it made over itself.
            if (!isAnchor)
            {
                InspectSignature(certificate, findings);
            }

            if (!CertificateFacts.IsAuthority(certificate))
            {
                findings.Add(new(PeerProblem.Malformed, $"'{certificate.Subject}' issued a certificate without being an authority."));
            }

            if (CertificateFacts.Extension<X509KeyUsageExtension>(certificate) is not null && !CertificateFacts.SignsCertificates(certificate))
            {
                findings.Add(new(PeerProblem.Malformed, $"'{certificate.Subject}' issued a certificate but its key usage does not allow that."));
            }

            NameConstraints.Inspect(chain, i, strength, findings);
            if (strength == CertificateStrength.Strict)
            {
                StrictForm.InspectAuthority(certificate, isAnchor, findings);
            }
        }
    }

    private static bool NamesAHost(X509SubjectAlternativeNameExtension names) =>
        names.EnumerateDnsNames().Any() || names.EnumerateIPAddresses().Any();

    private static void InspectKey(X509Certificate2 certificate, List<ValidationFinding> findings)
    {
        if (!CertificateFacts.HasStrongKey(certificate))
        {
            findings.Add(new(PeerProblem.WeakKey, $"The key of '{certificate.Subject}' is too weak. RSA needs 2048 bits, elliptic curves P-256, P-384 or P-521."));
        }
    }

    private static void InspectSignature(X509Certificate2 certificate, List<ValidationFinding> findings)
    {
        if (!CertificateFacts.HasStrongSignature(certificate))
        {
            findings.Add(new(PeerProblem.WeakSignature, $"The signature of '{certificate.Subject}' uses a broken hash ({certificate.SignatureAlgorithm.FriendlyName}). Issue it again with SHA-256."));
        }
    }

    private static void InspectPurpose(X509Certificate2 certificate, PeerRole role, List<ValidationFinding> findings)
    {
        var needed = role == PeerRole.Server ? CertificateFacts.ServerAuthentication : CertificateFacts.ClientAuthentication;
        if (CertificateFacts.Extension<X509EnhancedKeyUsageExtension>(certificate) is { } usages)
        {
            foreach (var usage in usages.EnhancedKeyUsages)
            {
                if (usage.Value == needed)
                {
                    return;
                }
            }
        }

        if (!findings.Exists(finding => finding.Problem == PeerProblem.WrongPurpose))
        {
            findings.Add(new(PeerProblem.WrongPurpose, $"'{certificate.Subject}' does not declare the extended key usage for {(role == PeerRole.Server ? "server" : "client")} authentication. Issue it again with it."));
        }
    }
}
