using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SocketSecurity.Trust;

/// <summary>
/// Checks a certificate against a <see cref="TrustPolicy"/> outside a connection and explains the result: for tests,
/// deployment checks and diagnosis. Connections use the same checks. Thread-safe.
/// </summary>
public static class CertificateInspector
{
    /// <summary>Checks a peer's certificate.</summary>
    /// <param name="certificate">The peer's certificate.</param>
    /// <param name="intermediates">The further certificates the peer sends; may be empty.</param>
    /// <param name="host">The host name or IP address that was meant; null for clients, which have none.</param>
    /// <param name="role">Which end the certificate belongs to.</param>
    /// <param name="policy">Whom to trust.</param>
    /// <param name="time">The moment of the check; null means now, by the system clock.</param>
    /// <returns>A report that names every problem.</returns>
    /// <exception cref="ArgumentException"><paramref name="host"/> is no host name, or is missing for a server.</exception>
    public static ValidationReport Validate(
        X509Certificate2 certificate,
        IEnumerable<X509Certificate2> intermediates,
        string? host,
        PeerRole role,
        TrustPolicy policy,
        DateTimeOffset? time = null)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ArgumentNullException.ThrowIfNull(intermediates);
        ArgumentNullException.ThrowIfNull(policy);
        if (role == PeerRole.Server && host is null)
        {
            throw new ArgumentException("A server is checked against the host that was meant.", nameof(host));
        }

        return Inspect(
            certificate,
            new X509Certificate2Collection(intermediates.ToArray()),
            host is null ? null : PeerName.Normalize(host),
            role,
            policy,
            time);
    }

    /// <remarks>The host is normalised, or null where it is not known and the caller has compared it already.</remarks>
    internal static ValidationReport Inspect(
        X509Certificate2 certificate,
        X509Certificate2Collection further,
        string? host,
        PeerRole role,
        TrustPolicy policy,
        DateTimeOffset? time)
    {
        if (policy.IsPinnedSelfSigned)
        {
            return Report(certificate, null, isBuilt: true, host, role, policy, time);
        }

        using var chain = new X509Chain();
        ChainPolicies.Configure(chain.ChainPolicy, policy, role, time);
        chain.ChainPolicy.ExtraStore.AddRange(further);
        try
        {
            return Report(certificate, chain, isBuilt: false, host, role, policy, time);
        }
        finally
        {
            foreach (var element in chain.ChainElements)
            {
                element.Certificate.Dispose();
            }
        }
    }

    /// <summary>As <see cref="Inspect"/>, for a chain that the platform has just built with the policy's own settings.</summary>
    internal static ValidationReport InspectBuilt(X509Certificate2 certificate, X509Chain chain, string? host, PeerRole role, TrustPolicy policy) =>
        Report(certificate, chain, isBuilt: true, host, role, policy, time: null);

    /// <summary>Every connection comes by here: what is found good costs no closures and no enumerators.</summary>
    private static ValidationReport Report(
        X509Certificate2 certificate, X509Chain? chain, bool isBuilt, string? host, PeerRole role, TrustPolicy policy, DateTimeOffset? time)
    {
        var findings = new List<ValidationFinding>();
        try
        {
            if (chain is null || policy.IsPinnedSelfSigned)
            {
                InspectPinned(certificate, host, role, policy, time ?? DateTimeOffset.UtcNow, findings);
            }
            else
            {
                // Judged status by status: the overall result also fails for what the revocation policy tolerates.
                _ = isBuilt || chain.Build(certificate);
                InspectChain(certificate, chain, host, role, policy, findings);
            }

            InspectUris(certificate, policy, findings);
        }
        catch (Exception exception) when (exception is CryptographicException or AsnContentException)
        {
            findings.Add(new(PeerProblem.Malformed, $"A certificate of the peer cannot be read: {exception.Message}"));
        }

        return findings.Count == 0 ? ValidationReport.Accepted : new ValidationReport(findings);
    }

    private static void InspectPinned(
        X509Certificate2 certificate, string? host, PeerRole role, TrustPolicy policy, DateTimeOffset now, List<ValidationFinding> findings)
    {
        if (!MatchesPin(certificate, policy))
        {
            findings.Add(new(PeerProblem.PinMismatch, $"The key of '{certificate.Subject}' is none of the pinned keys. If the peer's key was replaced on purpose, pin the new one."));
        }

        if (CertificateFacts.IsOver(certificate, now.UtcDateTime))
        {
            findings.Add(new(PeerProblem.Expired, $"The certificate '{certificate.Subject}' expired on {certificate.NotAfter.ToUniversalTime():u}. Renew it."));
        }
        else if (now < certificate.NotBefore.ToUniversalTime())
        {
            findings.Add(new(PeerProblem.NotYetValid, $"The certificate '{certificate.Subject}' is valid from {certificate.NotBefore.ToUniversalTime():u} only. Check the clocks."));
        }

        StrengthPass.InspectPeer(certificate, role, policy.Strength, findings);
        InspectHost(certificate, host, role, findings);
    }

    private static void InspectChain(
        X509Certificate2 certificate, X509Chain chain, string? host, PeerRole role, TrustPolicy policy, List<ValidationFinding> findings)
    {
        ChainPolicies.Judge(chain, policy, findings);
        var key = GoodChains.KeyOf(certificate, chain, host, role, policy);
        var isKnown = findings.Count == 0 && GoodChains.Contains(key);
        if (!isKnown)
        {
            StrengthPass.InspectPeer(certificate, role, policy.Strength, findings);
            StrengthPass.InspectAuthorities(chain, policy.Strength, findings);
        }

        if (findings.Count == 0 && !policy.Pins.IsEmpty && !HasPinnedKey(chain, policy))
        {
            findings.Add(new(PeerProblem.PinMismatch, $"No key in the chain of '{certificate.Subject}' is pinned. If the peer's key was replaced on purpose, pin the new one."));
        }

        if (!isKnown)
        {
            InspectHost(certificate, host, role, findings);
            if (findings.Count == 0)
            {
                GoodChains.Add(key);
            }
        }
    }

    private static void InspectHost(X509Certificate2 certificate, string? host, PeerRole role, List<ValidationFinding> findings)
    {
        if (role == PeerRole.Server && host is not null && !PeerName.Matches(certificate, host))
        {
            findings.Add(new(
                PeerProblem.WrongHost,
                $"The certificate '{certificate.Subject}' is not for '{host}': no subject alternative name matches. Connect by a name it has, or issue one for this host."));
        }
    }

    private static void InspectUris(X509Certificate2 certificate, TrustPolicy policy, List<ValidationFinding> findings)
    {
        if (policy.UriPrefix is not null && !UriNames.Of(certificate).Any(uri => uri.StartsWith(policy.UriPrefix, StringComparison.Ordinal)))
        {
            findings.Add(new(PeerProblem.NameNotPermitted, $"No URI among the alternative names of '{certificate.Subject}' begins with '{policy.UriPrefix}', which the policy requires."));
        }
    }

    private static bool HasPinnedKey(X509Chain chain, TrustPolicy policy) =>
        chain.ChainElements.Any(element => MatchesPin(element.Certificate, policy));

    private static bool MatchesPin(X509Certificate2 certificate, TrustPolicy policy)
    {
        var hash = SpkiPin.HashOf(certificate);
        return policy.Pins.Any(pin => pin.Matches(hash));
    }
}
