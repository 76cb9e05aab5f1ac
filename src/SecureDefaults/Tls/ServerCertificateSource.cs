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
        var period = interval ?? ReloadingCertificateSource.DefaultInterval;
        ArgumentOutOfRangeException.ThrowIfLessThan(period, TimeSpan.FromSeconds(1), nameof(interval));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(period, TimeSpan.FromDays(1), nameof(interval));
        return new ReloadingCertificateSource(certificatePath, keyPath, period, timeProvider ?? TimeProvider.System);
    }

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
