using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SocketSecurity.Trust;

/// <summary>A <see cref="TrustPolicy"/> in the terms of the platform's chain engine, and its answer in ours.</summary>
internal static class ChainPolicies
{
    private const X509ChainStatusFlags Unknown = X509ChainStatusFlags.RevocationStatusUnknown | X509ChainStatusFlags.OfflineRevocation;

    private static readonly (X509ChainStatusFlags Flags, PeerProblem Problem, string What)[] Meanings =
    [
        (X509ChainStatusFlags.Revoked | X509ChainStatusFlags.ExplicitDistrust | X509ChainStatusFlags.CtlNotTimeValid, PeerProblem.Revoked, "was revoked or is distrusted. Do not use it"),
        (Unknown, PeerProblem.RevocationUnknown, "could not be checked for revocation in time. Make the CRL or OCSP service reachable, or choose another revocation policy"),
        (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.Cyclic | X509ChainStatusFlags.NotSignatureValid, PeerProblem.UntrustedAuthority, "does not lead to a trusted authority. Trust its authority on purpose, or have the server send its intermediate certificates"),
        (X509ChainStatusFlags.NotValidForUsage, PeerProblem.WrongPurpose, "was not issued for this use. Issue one with the right extended key usage"),
        (X509ChainStatusFlags.InvalidNameConstraints | X509ChainStatusFlags.HasExcludedNameConstraint | X509ChainStatusFlags.HasNotPermittedNameConstraint | X509ChainStatusFlags.HasNotDefinedNameConstraint | X509ChainStatusFlags.HasNotSupportedNameConstraint, PeerProblem.NameNotPermitted, "has a name that an authority above it may not vouch for"),
        (X509ChainStatusFlags.HasWeakSignature, PeerProblem.WeakSignature, "has a weak signature. Issue it again with SHA-256"),
    ];

    public static X509ChainPolicy Create(TrustPolicy policy, PeerRole role)
    {
        var platform = new X509ChainPolicy();
        Configure(platform, policy, role, time: null);
        return platform;
    }

    public static void Configure(X509ChainPolicy platform, TrustPolicy policy, PeerRole role, DateTimeOffset? time)
    {
        platform.ApplicationPolicy.Add(new Oid(role == PeerRole.Server ? CertificateFacts.ServerAuthentication : CertificateFacts.ClientAuthentication));

        // Addresses of issuers come from the peer's certificate, before anybody knows who the peer is.
        platform.DisableCertificateDownloads = true;
        policy.Revocation.ApplyTo(platform);
        if (!policy.TrustsSystem)
        {
            platform.TrustMode = X509ChainTrustMode.CustomRootTrust;
            if (!policy.Roots.IsDefault)
            {
                platform.CustomTrustStore.AddRange(policy.Roots.AsSpan().ToArray());
            }
        }

        if (time is { } moment)
        {
            platform.VerificationTime = moment.UtcDateTime;
            platform.VerificationTimeIgnored = false;
        }
    }

    public static void Judge(X509Chain chain, TrustPolicy policy, List<ValidationFinding> findings)
    {
        var reported = X509ChainStatusFlags.NoError;
        var moment = chain.ChainPolicy.VerificationTimeIgnored ? DateTime.UtcNow : chain.ChainPolicy.VerificationTime;
        for (var i = 0; i < chain.ChainElements.Count; i++)
        {
            foreach (var status in chain.ChainElements[i].ChainElementStatus)
            {
                Report(status.Status, chain.ChainElements[i].Certificate, policy, moment, findings, ref reported);
            }
        }

        // Statuses of the chain as a whole that no element carries, and a chain that could not be built at all.
        foreach (var status in chain.ChainStatus)
        {
            Report(status.Status & ~reported, null, policy, default, findings, ref reported);
        }

        if (chain.ChainElements.Count == 0)
        {
            findings.Add(new(PeerProblem.UntrustedAuthority, "No chain could be built for the peer's certificate."));
        }
    }

    private static void Report(
        X509ChainStatusFlags status,
        X509Certificate2? certificate,
        TrustPolicy policy,
        DateTime moment,
        List<ValidationFinding> findings,
        ref X509ChainStatusFlags reported)
    {
        reported |= status;
        if (policy.Revocation.UnknownIsAccepted)
        {
            status &= ~Unknown;
        }

        if (status == X509ChainStatusFlags.NoError)
        {
            return;
        }

        var name = certificate is null ? "The certificate" : $"The certificate '{certificate.Subject}'";
        if ((status & X509ChainStatusFlags.NotTimeValid) != 0)
        {
            if (certificate is not null && moment.ToUniversalTime() < certificate.NotBefore.ToUniversalTime())
            {
                findings.Add(new(PeerProblem.NotYetValid, $"{name} is valid from {certificate.NotBefore.ToUniversalTime():u} only. Check the clocks."));
            }
            else if (certificate is null || CertificateFacts.IsOver(certificate, moment))
            {
                findings.Add(new(PeerProblem.Expired, $"{name} has expired. Renew it."));
            }

            status &= ~X509ChainStatusFlags.NotTimeValid;
        }

        foreach (var (flags, problem, what) in Meanings)
        {
            if ((status & flags) != 0)
            {
                findings.Add(new(problem, $"{name} {what}."));
                status &= ~flags;
            }
        }

        if (status != X509ChainStatusFlags.NoError)
        {
            findings.Add(new(PeerProblem.Malformed, $"{name} is not acceptable: {status}."));
        }
    }
}
