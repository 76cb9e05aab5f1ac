using System.Collections.Concurrent;
using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SocketSecurity.SecureDefaults.Tests.Tls;

/// <summary>Certificates with one thing wrong, issued by an authority of their own.</summary>
internal sealed class TestCertificates : IDisposable
{
    private const string ServerUsage = "1.3.6.1.5.5.7.3.1";

    /// <summary>Prepared once a size: making RSA keys is most of what these tests would cost.</summary>
    private static readonly ConcurrentDictionary<string, RSAParameters> Keys = new();

    public TestCertificates() => Authority = CreateAuthority("Test authority", 2048, HashAlgorithmName.SHA256);

    public X509Certificate2 Authority { get; }

    public static X509Certificate2 CreateAuthority(string name, int keySize, HashAlgorithmName hash)
    {
        using var key = Key(name, keySize);
        var request = new CertificateRequest($"CN={name}", key, hash, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddYears(-2), DateTimeOffset.UtcNow.AddYears(2));
    }

    public X509Certificate2 Issue(Action<Request>? change = null)
    {
        var wish = new Request();
        change?.Invoke(wish);
        using var key = Key(wish.KeyName, wish.KeySize);
        var request = new CertificateRequest($"CN={wish.CommonName}", key, wish.Hash, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(wish.IsAuthority, false, 0, true));
        if (wish.Usage is not null)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(wish.Usage)], false));
        }

        if (wish.Hosts.Length > 0)
        {
            var names = new SubjectAlternativeNameBuilder();
            foreach (var host in wish.Hosts)
            {
                if (IPAddress.TryParse(host, out var address))
                {
                    names.AddIpAddress(address);
                }
                else
                {
                    names.AddDnsName(host);
                }
            }

            request.CertificateExtensions.Add(names.Build());
        }

        if (wish.PermittedName is not null || wish.ExcludedName is not null)
        {
            request.CertificateExtensions.Add(NameConstraints(wish.PermittedName, wish.ExcludedName));
        }

        var from = DateTimeOffset.UtcNow + wish.ValidFrom;
        if (wish.IsSelfSigned)
        {
            return request.CreateSelfSigned(from, DateTimeOffset.UtcNow + wish.ValidUntil);
        }

        var issuer = wish.Issuer ?? Authority;
        var generator = new WeakSignatureGenerator(issuer.GetRSAPrivateKey()!);
        using var issued = request.Create(issuer.SubjectName, generator, from, DateTimeOffset.UtcNow + wish.ValidUntil, RandomNumberGenerator.GetBytes(8));
        return issued.CopyWithPrivateKey(key);
    }

    public void Dispose() => Authority.Dispose();

    /// <summary>RFC 5280 §4.2.1.10: permittedSubtrees [0] and excludedSubtrees [1], each a list of subtrees with one dNSName [2].</summary>
    private static X509Extension NameConstraints(string? permitted, string? excluded)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            WriteSubtree(0, permitted);
            WriteSubtree(1, excluded);
        }

        return new X509Extension("2.5.29.30", writer.Encode(), critical: true);

        void WriteSubtree(int tag, string? name)
        {
            if (name is not null)
            {
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, tag)))
                using (writer.PushSequence())
                {
                    writer.WriteCharacterString(UniversalTagNumber.IA5String, name, new Asn1Tag(TagClass.ContextSpecific, 2));
                }
            }
        }
    }

    private static RSA Key(string name, int size) => RSA.Create(Keys.GetOrAdd(name + size, _ =>
    {
        using var key = RSA.Create(size);
        return key.ExportParameters(true);
    }));

    /// <summary>A correct certificate for localhost; each test spoils one thing.</summary>
    public sealed class Request
    {
        public string CommonName { get; set; } = "localhost";

        public string[] Hosts { get; set; } = ["localhost"];

        public string? Usage { get; set; } = ServerUsage;

        /// <summary>Certificates with the same key name and size have the same key.</summary>
        public string KeyName { get; set; } = "server";

        public int KeySize { get; set; } = 2048;

        public HashAlgorithmName Hash { get; set; } = HashAlgorithmName.SHA256;

        public bool IsAuthority { get; set; }

        public bool IsSelfSigned { get; set; }

        public X509Certificate2? Issuer { get; set; }

        /// <summary>An authority may vouch for this DNS name and those below it only.</summary>
        public string? PermittedName { get; set; }

        /// <summary>An authority may not vouch for this DNS name and those below it.</summary>
        public string? ExcludedName { get; set; }

        public TimeSpan ValidFrom { get; set; } = TimeSpan.FromDays(-1);

        public TimeSpan ValidUntil { get; set; } = TimeSpan.FromDays(30);
    }
}
