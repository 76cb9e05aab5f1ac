using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace SocketSecurity.Tls;

/// <summary>Where a client's own certificate and private key come from. Immutable and thread-safe.</summary>
public sealed class ClientCertificateSource
{
    private ClientCertificateSource(SslStreamCertificateContext context) => Context = context;

    internal SslStreamCertificateContext Context { get; }

    /// <summary>A certificate from a PEM file, with any intermediates behind it, and its private key from another.</summary>
    /// <param name="certificatePath">The certificate, followed by the intermediates.</param>
    /// <param name="keyPath">The unencrypted private key; may be the same file.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="ArgumentException">The files hold no certificate with its key.</exception>
    public static ClientCertificateSource FromPem(string certificatePath, string keyPath) =>
        new(CertificateLoading.FromPem(certificatePath, keyPath));

    /// <summary>A certificate, its private key and any intermediates from a PKCS#12 file (.pfx, .p12).</summary>
    /// <param name="path">The file.</param>
    /// <param name="password">Its password.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="ArgumentException">The file cannot be opened with the password, or holds no private key.</exception>
    public static ClientCertificateSource FromPkcs12(string path, ReadOnlySpan<char> password) =>
        new(CertificateLoading.FromPkcs12(path, password));

    /// <summary>A certificate of the operating system's or user's store (My), with its private key there.</summary>
    /// <param name="sha256Thumbprint">The SHA-256 hash of the certificate in hexadecimal, 64 digits; blanks and colons are ignored.</param>
    /// <param name="location">Whose store; the user's unless set.</param>
    /// <exception cref="ArgumentException">The text is no such hash, or the store has no such certificate with a private key.</exception>
    public static ClientCertificateSource FromStore(string sha256Thumbprint, StoreLocation location = StoreLocation.CurrentUser) =>
        new(CertificateLoading.FromStore(sha256Thumbprint, location));

    /// <summary>A certificate that is loaded already.</summary>
    /// <param name="certificate">The certificate with its private key. It is copied; the caller keeps its own.</param>
    /// <param name="intermediates">Certificates to send with it.</param>
    /// <exception cref="ArgumentException">The private key is missing.</exception>
    public static ClientCertificateSource FromCertificate(X509Certificate2 certificate, IEnumerable<X509Certificate2>? intermediates = null) =>
        new(CertificateLoading.FromCertificate(certificate, intermediates));
}
