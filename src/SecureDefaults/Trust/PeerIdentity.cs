using System.Security.Cryptography.X509Certificates;

namespace SocketSecurity.Trust;

/// <summary>Who an authenticated peer is, as its accepted certificate says. Immutable and thread-safe.</summary>
public sealed class PeerIdentity
{
    private readonly ReadOnlyMemory<byte> _certificate;

    internal PeerIdentity(X509Certificate2 certificate)
    {
        Subject = certificate.Subject;
        SpkiSha256 = SpkiPin.HashOf(certificate);
        NotAfter = certificate.NotAfter.ToUniversalTime();
        _certificate = certificate.RawDataMemory;
        Uris = UriNames.Of(certificate);
        DnsNames = CertificateFacts.Extension<X509SubjectAlternativeNameExtension>(certificate) is { } names ? [.. names.EnumerateDnsNames()] : [];
    }

    /// <summary>The subject as text, for logs. Decide by <see cref="DnsNames"/> or <see cref="SpkiSha256"/>, never by parsing this.</summary>
    public string Subject { get; }

    /// <summary>The DNS names among the subject alternative names; DevCertificates and many meshes name clients so.</summary>
    public IReadOnlyList<string> DnsNames { get; }

    /// <summary>The SHA-256 hash of the peer's SubjectPublicKeyInfo, 32 bytes: stays the same when a certificate is renewed with its key.</summary>
    public ReadOnlyMemory<byte> SpkiSha256 { get; }

    /// <summary>The moment after which the certificate is not valid any more.</summary>
    public DateTimeOffset NotAfter { get; }

    /// <summary>The URIs among the subject alternative names, as they are written, such as <c>spiffe://example.org/worker</c>.</summary>
    public IReadOnlyList<string> Uris { get; }

    /// <summary>A copy of the certificate, without any key, which the caller disposes.</summary>
    public X509Certificate2 ExportCertificate() => X509CertificateLoader.LoadCertificate(_certificate.Span);

    /// <summary>The subject.</summary>
    public override string ToString() => Subject;
}
