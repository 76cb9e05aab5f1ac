using System.Security.Cryptography.X509Certificates;
using SocketSecurity.SecureDefaults.Tests.Tls;
using SocketSecurity.Trust;

namespace SocketSecurity.SecureDefaults.Tests.Trust;

/// <summary>What was found good once is not looked at twice, and decides nothing about anything else.</summary>
public sealed class GoodChainsTests : IDisposable
{
    private readonly TestCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public void A_remembered_chain_is_judged_anew_for_trust_host_time_pins_and_strictness()
    {
        using var certificate = _certificates.Issue();
        using var stranger = DevCertificates.CreateAuthority("Somebody else");
        var roots = TrustPolicy.PrivateRoots([_certificates.Authority]);
        var otherPin = Convert.ToBase64String(new byte[32]);
        Assert.Null(Problem(roots));
        Assert.Null(Problem(roots));

        Assert.Equal(PeerProblem.WrongHost, Problem(roots, "other.test"));
        Assert.Equal(PeerProblem.UntrustedAuthority, Problem(stranger.CreateTrustPolicy()));
        Assert.Equal(PeerProblem.Expired, Problem(roots, time: DateTimeOffset.UtcNow.AddDays(300)));
        Assert.Equal(PeerProblem.PinMismatch, Problem(roots.RequireSpkiPins(otherPin, otherPin)));
        Assert.Equal(PeerProblem.NameNotPermitted, Problem(roots.RequireUriSan("spiffe://example.org/")));
        Assert.Equal(PeerProblem.WrongPurpose, Problem(roots, role: PeerRole.Client));
        Assert.NotNull(Problem(roots.WithStrength(CertificateStrength.Strict)));

        PeerProblem? Problem(TrustPolicy policy, string host = "localhost", DateTimeOffset? time = null, PeerRole role = PeerRole.Server)
        {
            var report = CertificateInspector.Validate(certificate, [], role == PeerRole.Server ? host : null, role, policy, time);
            return report.IsValid ? null : report.Findings[0].Problem;
        }
    }

    [Fact]
    public void What_was_refused_is_refused_again_with_the_same_words()
    {
        using X509Certificate2 certificate = _certificates.Issue(request => request.Usage = null);
        var policy = TrustPolicy.PrivateRoots([_certificates.Authority]);

        var first = CertificateInspector.Validate(certificate, [], "localhost", PeerRole.Server, policy);
        var second = CertificateInspector.Validate(certificate, [], "localhost", PeerRole.Server, policy);

        Assert.False(first.IsValid);
        Assert.Equal(first.ToString(), second.ToString());
    }
}
