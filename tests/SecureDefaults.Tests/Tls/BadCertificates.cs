using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SocketSecurity.Trust;

namespace SocketSecurity.SecureDefaults.Tests.Tls;

/// <summary>The servers of badssl.com as certificates: each has one thing wrong, or nothing.</summary>
internal static class BadCertificates
{
    /// <summary>What is wrong, and the reason that is given for the refusal; null is accepted.</summary>
    public static IReadOnlyDictionary<string, PeerProblem?> All { get; } = new Dictionary<string, PeerProblem?>
    {
        ["good"] = null,
        ["good with intermediate"] = null,
        ["good with permitted name"] = null,
        ["expired"] = PeerProblem.Expired,
        ["expired intermediate"] = PeerProblem.Expired,
        ["not yet valid"] = PeerProblem.NotYetValid,
        ["wrong host"] = PeerProblem.WrongHost,
        ["self-signed"] = PeerProblem.UntrustedAuthority,
        ["untrusted authority"] = PeerProblem.UntrustedAuthority,
        ["missing intermediate"] = PeerProblem.UntrustedAuthority,
        ["authority as server"] = PeerProblem.AuthorityAsPeer,
        ["common name only"] = PeerProblem.NoSubjectAlternativeName,
        ["client usage"] = PeerProblem.WrongPurpose,
        ["no usage"] = PeerProblem.WrongPurpose,
        ["name not permitted"] = PeerProblem.NameNotPermitted,
        ["name excluded"] = PeerProblem.NameNotPermitted,
        ["RSA-1024"] = PeerProblem.WeakKey,
        ["SHA-1"] = PeerProblem.WeakSignature,
        ["MD5"] = PeerProblem.WeakSignature,
    };

    /// <summary>A framework server does not start with these on every system; OpenSSL's own server does when it is told to.</summary>
    public static bool IsWeak(string defect) => defect is "RSA-1024" or "SHA-1" or "MD5";

    /// <summary>The certificate with its key, and what the server sends with it.</summary>
    public static (X509Certificate2 Leaf, X509Certificate2[] Intermediates) Issue(TestCertificates certificates, string defect)
    {
        return defect switch
        {
            "good" => (certificates.Issue(), []),
            "good with intermediate" => Below(Intermediate()),
            "good with permitted name" => Below(Intermediate(request => request.PermittedName = "localhost")),
            "name not permitted" => Below(Intermediate(request => request.PermittedName = "example.test")),
            "name excluded" => Below(Intermediate(request => request.ExcludedName = "localhost")),
            "expired intermediate" => Below(Intermediate(request => (request.ValidFrom, request.ValidUntil) = (TimeSpan.FromDays(-60), TimeSpan.FromDays(-30)))),
            "missing intermediate" => (Below(Intermediate()).Leaf, []),
            "expired" => Leaf(request => (request.ValidFrom, request.ValidUntil) = (TimeSpan.FromDays(-60), TimeSpan.FromDays(-30))),
            "not yet valid" => Leaf(request => (request.ValidFrom, request.ValidUntil) = (TimeSpan.FromDays(30), TimeSpan.FromDays(60))),
            "wrong host" => Leaf(request => request.Hosts = ["other.test"]),
            "self-signed" => Leaf(request => request.IsSelfSigned = true),
            "untrusted authority" => Leaf(request => request.Issuer = TestCertificates.CreateAuthority("Somebody else", 2048, HashAlgorithmName.SHA256)),
            "authority as server" => Leaf(request => request.IsAuthority = true),
            "RSA-1024" => Leaf(request => request.KeySize = 1024),
            "SHA-1" => Leaf(request => request.Hash = HashAlgorithmName.SHA1),
            "MD5" => Leaf(request => request.Hash = HashAlgorithmName.MD5),
            "common name only" => Leaf(request => request.Hosts = []),
            "client usage" => Leaf(request => request.Usage = "1.3.6.1.5.5.7.3.2"),
            "no usage" => Leaf(request => request.Usage = null),
            _ => throw new ArgumentOutOfRangeException(nameof(defect)),
        };

        (X509Certificate2, X509Certificate2[]) Leaf(Action<TestCertificates.Request> change) => (certificates.Issue(change), []);

        (X509Certificate2 Leaf, X509Certificate2[]) Below(X509Certificate2 issuer) => (certificates.Issue(request => request.Issuer = issuer), [issuer]);

        X509Certificate2 Intermediate(Action<TestCertificates.Request>? change = null) => certificates.Issue(request =>
        {
            request.IsAuthority = true;
            request.CommonName = "Intermediate";
            request.KeyName = "intermediate";
            request.Hosts = [];
            request.Usage = null;
            change?.Invoke(request);
        });
    }
}
