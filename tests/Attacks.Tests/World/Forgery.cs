using System.Security.Cryptography.X509Certificates;

namespace SocketSecurity.Attacks.Tests.World;

/// <summary>A certificate that an attacker can get, given the certificate of the peer to be impersonated and what it should say.</summary>
internal sealed record Forgery(string Name, Func<X509Certificate2, LeafRequest, X509Certificate2> Make)
{
    private static readonly CertificateAuthority AttackersAuthority = CertificateAuthority.Create("Attacker's Authority");

    /// <summary>The right name, signed by its own key: made with one command.</summary>
    public static Forgery SelfSigned { get; } = new("self-signed", (_, leaf) => CertificateAuthority.SelfSign(leaf));

    /// <summary>The right name, signed by an authority that nobody trusts.</summary>
    public static Forgery UntrustedAuthority { get; } = new("untrusted authority", (_, leaf) => AttackersAuthority.Issue(leaf));

    /// <summary>Perfectly valid, for a name that the attacker owns.</summary>
    public static Forgery WrongHost { get; } = new("wrong host", (_, leaf) => PublicAuthority.Issue(
        leaf with { Subject = new X500DistinguishedName($"CN={Names.AttackersHost}"), DnsNames = [Names.AttackersHost] }));

    /// <summary>For the right name, by the public authority, out of date: of a former owner, or with a key that leaked since.</summary>
    public static Forgery Expired { get; } = new("expired", (_, leaf) => PublicAuthority.Issue(leaf with { NotAfter = DateTimeOffset.UtcNow.AddDays(-1) }));

    /// <summary>The name stands only in the subject, which authorities do not verify as a host name.</summary>
    public static Forgery CommonNameOnly { get; } = new("common name only", (_, leaf) => PublicAuthority.Issue(leaf with { DnsNames = [] }));

    /// <summary>The genuine certificate of a peer whose key was stolen, withdrawn since.</summary>
    public static Forgery Revoked { get; } = new("revoked", (_, leaf) => PublicAuthority.IssueRevoked(leaf));

    /// <summary>Subject, issuer and serial number copied from the genuine certificate, under the attacker's key.</summary>
    public static Forgery CopiedNames { get; } = new("copied names", (genuine, leaf) => CertificateAuthority.SelfSign(
        leaf with { Subject = genuine.SubjectName, SerialNumber = genuine.SerialNumberBytes.ToArray() }, genuine.IssuerName));

    /// <summary>Valid for every name of a shared domain: each of its tenants has such a certificate.</summary>
    public static Forgery SharedWildcard { get; } = new("shared wildcard", (_, leaf) => PublicAuthority.Issue(
        leaf with { Subject = new X500DistinguishedName($"CN={Names.SharedWildcard}"), DnsNames = [Names.SharedWildcard] }));

    /// <summary>For the right name, by an authority that was meant for one vendor's server only: its key leaked.</summary>
    public static Forgery VendorAuthority { get; } = new("vendor's authority", (_, leaf) => World.VendorAuthority.Instance.Issue(leaf));

    public override string ToString() => Name;
}
