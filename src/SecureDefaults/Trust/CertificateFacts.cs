using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SocketSecurity.Trust;

/// <summary>What a single certificate says about itself, read strictly.</summary>
internal static class CertificateFacts
{
    /// <summary>id-kp-serverAuth, RFC 5280 §4.2.1.12.</summary>
    public const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>id-kp-clientAuth, RFC 5280 §4.2.1.12.</summary>
    public const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>NIST SP 800-57 part 1 revision 5, table 2: 112 bits of security need 2048.</summary>
    private const int ShortestRsaKey = 2048;

    private const string RsaPss = "1.2.840.113549.1.1.10";

    private static readonly HashSet<string> WeakSignatures =
    [
        "1.2.840.113549.1.1.2", // md2WithRSAEncryption
        "1.2.840.113549.1.1.3", // md4WithRSAEncryption
        "1.2.840.113549.1.1.4", // md5WithRSAEncryption
        "1.2.840.113549.1.1.5", // sha1WithRSAEncryption
        "1.3.14.3.2.29", // sha1WithRSASignature
        "1.2.840.10040.4.3", // dsa-with-sha1
        "1.2.840.10045.4.1", // ecdsa-with-SHA1
    ];

    private static readonly HashSet<string> StrongHashes =
    [
        "2.16.840.1.101.3.4.2.1", // SHA-256
        "2.16.840.1.101.3.4.2.2", // SHA-384
        "2.16.840.1.101.3.4.2.3", // SHA-512
    ];

    private static readonly HashSet<string> Curves =
    [
        "1.2.840.10045.3.1.7", // P-256
        "1.3.132.0.34", // P-384
        "1.3.132.0.35", // P-521
    ];

    public static T? Extension<T>(X509Certificate2 certificate)
        where T : X509Extension
    {
        foreach (var extension in certificate.Extensions)
        {
            if (extension is T found)
            {
                return found;
            }
        }

        return null;
    }

    public static bool IsAuthority(X509Certificate2 certificate) =>
        Extension<X509BasicConstraintsExtension>(certificate)?.CertificateAuthority == true;

    public static bool SignsCertificates(X509Certificate2 certificate) =>
        Extension<X509KeyUsageExtension>(certificate) is { } usage && (usage.KeyUsages & X509KeyUsageFlags.KeyCertSign) != 0;

    /// <summary>Issuer and subject are the same name: a root, or a peer that vouches for itself.</summary>
    public static bool IsSelfIssued(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    /// <summary>RFC 5280 §4.1.2.5: the second that notAfter names belongs to the validity, which the platform takes as over.</summary>
    public static bool IsOver(X509Certificate2 certificate, DateTime moment) =>
        moment.ToUniversalTime().Ticks / TimeSpan.TicksPerSecond > certificate.NotAfter.ToUniversalTime().Ticks / TimeSpan.TicksPerSecond;

    public static bool HasStrongKey(X509Certificate2 certificate)
    {
        using var rsa = certificate.GetRSAPublicKey();
        if (rsa is not null)
        {
            return rsa.KeySize >= ShortestRsaKey && rsa.KeySize % 8 == 0;
        }

        using var ec = certificate.GetECDsaPublicKey();
        return ec is not null && ec.ExportParameters(false).Curve is { IsNamed: true, Oid.Value: { } curve } && Curves.Contains(curve);
    }

    /// <exception cref="AsnContentException">The certificate is not well formed.</exception>
    public static bool HasStrongSignature(X509Certificate2 certificate)
    {
        var algorithm = certificate.SignatureAlgorithm.Value;
        return algorithm == RsaPss ? HasStrongPssHash(certificate.RawDataMemory) : algorithm is not null && !WeakSignatures.Contains(algorithm);
    }

    /// <summary>RFC 4055 §3.1: the hash of RSASSA-PSS is a parameter, and SHA-1 when it is left out.</summary>
    private static bool HasStrongPssHash(ReadOnlyMemory<byte> certificate)
    {
        var outer = new AsnReader(certificate, AsnEncodingRules.DER).ReadSequence();
        outer.ReadEncodedValue();
        var algorithm = outer.ReadSequence();
        algorithm.ReadObjectIdentifier();
        if (!algorithm.HasData)
        {
            return false;
        }

        var parameters = algorithm.ReadSequence();
        var hashTag = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
        return parameters.HasData
            && parameters.PeekTag().HasSameClassAndValue(hashTag)
            && StrongHashes.Contains(parameters.ReadSequence(hashTag).ReadSequence().ReadObjectIdentifier());
    }
}
