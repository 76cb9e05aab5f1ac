using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace SocketSecurity.Tls;

/// <summary>Where a server's certificate and private key come from. Thread-safe: one source serves all connections.</summary>
public abstract class ServerCertificateSource
{
    private protected ServerCertificateSource()
    {
    }

    /// <summary>
    /// Whether the certificate is chosen by the host that a client asks for (SNI), so that who performs handshakes without this
    /// library must pass the name to <see cref="SecureTls.CreateServerOptions"/>.
    /// </summary>
    public virtual bool DependsOnName => false;

    /// <summary>The certificate in use now for a host, with the intermediates that are sent with it.</summary>
    internal abstract SslStreamCertificateContext Select(string? serverName);

    /// <summary>A certificate from a PEM file, with any intermediates behind it, and its private key from another.</summary>
    /// <param name="certificatePath">The certificate, followed by the intermediates.</param>
    /// <param name="keyPath">The unencrypted private key; may be the same file.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="ArgumentException">The files hold no certificate with its key.</exception>
    public static ServerCertificateSource FromPem(string certificatePath, string keyPath) =>
        new Fixed(CertificateLoading.FromPem(certificatePath, keyPath));

    /// <summary>As <see cref="FromPem"/>, and the files are watched: a renewed certificate is used without a restart.</summary>
    /// <param name="certificatePath">The certificate, followed by the intermediates. Clients must be able to accept it: in date, for servers, with alternative names.</param>
    /// <param name="keyPath">The unencrypted private key; may be the same file.</param>
    /// <param name="interval">How often the files are read; <see cref="ReloadingCertificateSource.DefaultInterval"/> when null, at least 1 second.</param>
    /// <param name="timeProvider">The clock; the system's when null.</param>
    /// <returns>The source, which the caller disposes to stop watching.</returns>
    /// <exception cref="IOException">A file cannot be read now.</exception>
    /// <exception cref="ArgumentException">The files hold no certificate with its key, or one that clients would refuse.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The interval is less than 1 second or more than 1 day.</exception>
    public static ReloadingCertificateSource WatchPem(
        string certificatePath, string keyPath, TimeSpan? interval = null, TimeProvider? timeProvider = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(certificatePath);
        ArgumentException.ThrowIfNullOrWhiteSpace(keyPath);
        return new ReloadingCertificateSource(
            [certificatePath, keyPath], () => CertificateLoading.FromPem(certificatePath, keyPath), interval, timeProvider);
    }

    /// <summary>As <see cref="FromPkcs12"/>, and the file is watched: a renewed certificate is used without a restart.</summary>
    /// <param name="path">The file. Clients must be able to accept its certificate: in date, for servers, with alternative names.</param>
    /// <param name="password">Its password, which a renewed file must have too. It stays in memory.</param>
    /// <param name="interval">How often the file is read; <see cref="ReloadingCertificateSource.DefaultInterval"/> when null, at least 1 second.</param>
    /// <param name="timeProvider">The clock; the system's when null.</param>
    /// <returns>The source, which the caller disposes to stop watching.</returns>
    /// <exception cref="IOException">The file cannot be read now.</exception>
    /// <exception cref="ArgumentException">The file cannot be opened with the password, or holds a certificate that clients would refuse.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The interval is less than 1 second or more than 1 day.</exception>
    public static ReloadingCertificateSource WatchPkcs12(
        string path, string password, TimeSpan? interval = null, TimeProvider? timeProvider = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(password);
        return new ReloadingCertificateSource([path], () => CertificateLoading.FromPkcs12(path, password), interval, timeProvider);
    }

    /// <summary>A certificate of the operating system's or user's store (My), with its private key there.</summary>
    /// <param name="sha256Thumbprint">The SHA-256 hash of the certificate in hexadecimal, 64 digits; blanks and colons are ignored.</param>
    /// <param name="location">Whose store; the user's unless set.</param>
    /// <exception cref="ArgumentException">The text is no such hash, or the store has no such certificate with a private key.</exception>
    public static ServerCertificateSource FromStore(string sha256Thumbprint, StoreLocation location = StoreLocation.CurrentUser) =>
        new Fixed(CertificateLoading.FromStore(sha256Thumbprint, location));

    /// <summary>One of several certificates, by the host name that the client asks for (SNI).</summary>
    /// <param name="byHost">The sources by host name; <c>*.example.org</c> stands for the hosts one label below it.</param>
    /// <param name="otherwise">For clients that name no host or another one; null refuses them.</param>
    /// <exception cref="ArgumentException">There is no source, or a name is no host name.</exception>
    public static ServerCertificateSource BySni(
        IReadOnlyDictionary<string, ServerCertificateSource> byHost, ServerCertificateSource? otherwise = null) =>
        new SniCertificateSource(byHost, otherwise);

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
        internal override SslStreamCertificateContext Select(string? serverName) => context;
    }
}
