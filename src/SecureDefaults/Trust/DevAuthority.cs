using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SocketSecurity.Trust;

/// <summary>A development authority; see <see cref="DevCertificates"/>. Thread-safe; disposing it destroys its key.</summary>
public sealed class DevAuthority : IDisposable
{
    /// <summary>RFC 5280 §4.1.2.2 allows 20 bytes; 16 random ones never collide.</summary>
    private const int SerialNumberBytes = 16;

    /// <summary>Clocks of containers and virtual machines differ; 5 minutes is what TLS clients commonly forgive.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    internal DevAuthority(string name, TimeSpan lifetime)
    {
        var now = DateTimeOffset.UtcNow;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(CommonName(name), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        Certificate = request.CreateSelfSigned(now - ClockSkew, now + lifetime);
    }

    /// <summary>The authority's certificate with its private key. Export only the certificate, for example with <see cref="ExportPem"/>.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Trust in this authority and no other.</summary>
    public TrustPolicy CreateTrustPolicy() => TrustPolicy.PrivateRoots([Certificate]);

    /// <summary>The authority's certificate, without the key, as PEM text for other programs to trust.</summary>
    public string ExportPem() => Certificate.ExportCertificatePem();

    /// <summary>Issues a server certificate with a P-256 key of its own.</summary>
    /// <param name="hosts">Host names and IP addresses it is for; <c>localhost</c>, <c>127.0.0.1</c> and <c>::1</c> when none are given.</param>
    /// <returns>The certificate with its private key, which the caller disposes.</returns>
    /// <exception cref="ArgumentException">A host is empty.</exception>
    public X509Certificate2 IssueServer(params string[] hosts)
    {
        ArgumentNullException.ThrowIfNull(hosts);
        if (hosts.Length == 0)
        {
            hosts = ["localhost", "127.0.0.1", "::1"];
        }

        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(host, nameof(hosts));
            if (IPAddress.TryParse(host, out var address))
            {
                names.AddIpAddress(address);
            }
            else
            {
                names.AddDnsName(host);
            }
        }

        return Issue(hosts[0], CertificateFacts.ServerAuthentication, names.Build());
    }

    /// <summary>Issues a client certificate with a P-256 key of its own.</summary>
    /// <param name="name">The client's name: its common name, and its subject alternative name as a DNS name.</param>
    /// <returns>The certificate with its private key, which the caller disposes.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public X509Certificate2 IssueClient(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        return Issue(name, CertificateFacts.ClientAuthentication, names.Build());
    }

    /// <inheritdoc />
    public void Dispose() => Certificate.Dispose();

    private static X500DistinguishedName CommonName(string name)
    {
        var builder = new X500DistinguishedNameBuilder();
        builder.AddCommonName(name);
        return builder.Build();
    }

    private X509Certificate2 Issue(string name, string usage, X509Extension alternativeNames)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(CommonName(name), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        request.CertificateExtensions.Add(alternativeNames);
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));

        var serial = RandomNumberGenerator.GetBytes(SerialNumberBytes);
        serial[0] = (byte)((serial[0] & 0x7f) | 0x40);
        using var issued = request.Create(Certificate, Certificate.NotBefore, Certificate.NotAfter, serial);
        return issued.CopyWithPrivateKey(key);
    }
}
