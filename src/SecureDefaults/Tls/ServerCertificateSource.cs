using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace SocketSecurity.Tls;

/// <summary>Where a server's certificate and private key come from. Thread-safe: one source serves all connections.</summary>
public abstract class ServerCertificateSource
{
    private protected ServerCertificateSource()
    {
    }

    /// <summary>The certificate in use now, with the intermediates that are sent with it.</summary>
    internal abstract SslStreamCertificateContext Current { get; }

    /// <summary>A certificate from a PEM file, with any intermediates behind it, and its private key from another.</summary>
    /// <param name="certificatePath">The certificate, followed by the intermediates.</param>
    /// <param name="keyPath">The unencrypted private key; may be the same file.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="ArgumentException">The files hold no certificate with its key.</exception>
    public static ServerCertificateSource FromPem(string certificatePath, string keyPath) =>
        new Fixed(CertificateLoading.FromPem(certificatePath, keyPath));

    /// <summary>A certificate, its private key and any intermediates from a PKCS#12 file (.pfx, .p12).</summary>
    /// <param name="path">The file.</param>
    /// <param name="password">Its password.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="ArgumentException">The file cannot be opened with the password, or holds no private key.</exception>
    public static ServerCertificateSource FromPkcs12(string path, ReadOnlySpan<char> password) =>
        new Fixed(CertificateLoading.FromPkcs12(path, password));

    /// <summary>A certificate that is loaded already.</summary>
    /// <param name="certificate">The certificate with its private key. It is copied; the caller keeps its own.</param>
    /// <param name="intermediates">Certificates to send with it.</param>
    /// <exception cref="ArgumentException">The private key is missing.</exception>
    public static ServerCertificateSource FromCertificate(X509Certificate2 certificate, IEnumerable<X509Certificate2>? intermediates = null) =>
        new Fixed(CertificateLoading.FromCertificate(certificate, intermediates));

    private sealed class Fixed(SslStreamCertificateContext context) : ServerCertificateSource
    {
        internal override SslStreamCertificateContext Current => context;
    }
}
