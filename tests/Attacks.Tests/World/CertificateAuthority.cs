using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SocketSecurity.Attacks.Tests.World;

/// <summary>A root with its key. Certificates have every extension that strict validators ask for, unless the request leaves them out.</summary>
internal sealed class CertificateAuthority
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private CertificateAuthority(X509Certificate2 root) => Root = root;

    /// <summary>The authority's own certificate, with its private key.</summary>
    public X509Certificate2 Root { get; }

    public static CertificateAuthority Create(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        using var created = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddYears(-2), DateTimeOffset.UtcNow.AddYears(2));
        return new CertificateAuthority(Usable(created));
    }

    public X509Certificate2 Issue(LeafRequest leaf)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = RequestFor(leaf, key);
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Root, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        using var issued = request.Create(Root, NotBefore(leaf), leaf.NotAfter, leaf.SerialNumber ?? RandomSerialNumber());
        using var withKey = issued.CopyWithPrivateKey(key);
        return Usable(withKey);
    }

    /// <summary>A certificate signed with its own key that claims the given issuer; without one it is an ordinary self-signed certificate.</summary>
    public static X509Certificate2 SelfSign(LeafRequest leaf, X500DistinguishedName? claimedIssuer = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var issued = RequestFor(leaf, key).Create(
            claimedIssuer ?? leaf.Subject,
            X509SignatureGenerator.CreateForECDsa(key),
            NotBefore(leaf),
            leaf.NotAfter,
            leaf.SerialNumber ?? RandomSerialNumber());
        using var withKey = issued.CopyWithPrivateKey(key);
        return Usable(withKey);
    }

    /// <summary>A signed list of withdrawn certificates.</summary>
    public byte[] RevocationListWith(params IEnumerable<byte[]> serialNumbers)
    {
        var list = new CertificateRevocationListBuilder();
        foreach (var serialNumber in serialNumbers)
        {
            list.AddEntry(serialNumber, DateTimeOffset.UtcNow.AddDays(-1));
        }

        return list.Build(Root, 1, DateTimeOffset.UtcNow.AddDays(10), HashAlgorithmName.SHA256, thisUpdate: DateTimeOffset.UtcNow.AddDays(-1));
    }

    private static CertificateRequest RequestFor(LeafRequest leaf, ECDsa key)
    {
        var request = new CertificateRequest(leaf.Subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(leaf.IsClient ? ClientAuthentication : ServerAuthentication)], critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        if (leaf.DnsNames.Count > 0)
        {
            var names = new SubjectAlternativeNameBuilder();
            foreach (var name in leaf.DnsNames)
            {
                names.AddDnsName(name);
            }

            request.CertificateExtensions.Add(names.Build());
        }

        if (leaf.RevocationList is not null)
        {
            request.CertificateExtensions.Add(CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([leaf.RevocationList.AbsoluteUri]));
        }

        if (leaf.IssuerAddress is not null)
        {
            request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(ocspUris: [], caIssuersUris: [leaf.IssuerAddress.AbsoluteUri]));
        }

        return request;
    }

    private static DateTimeOffset NotBefore(LeafRequest leaf) => leaf.NotAfter.AddDays(-90);

    private static byte[] RandomSerialNumber()
    {
        var serialNumber = RandomNumberGenerator.GetBytes(16);
        serialNumber[0] = (byte)((serialNumber[0] & 0x3f) | 0x40);
        return serialNumber;
    }

    /// <summary>Certificates with in-memory keys are refused by some TLS stacks; one that went through PKCS#12 is not.</summary>
    private static X509Certificate2 Usable(X509Certificate2 certificate) => X509CertificateLoader.LoadPkcs12(
        certificate.ExportPkcs12(Pkcs12ExportPbeParameters.Pbes2Aes256Sha256, password: null), password: null, X509KeyStorageFlags.Exportable);
}
