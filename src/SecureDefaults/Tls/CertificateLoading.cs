using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SocketSecurity.Tls;

/// <summary>Loads a certificate with its private key and the intermediates to send, for either end of a connection.</summary>
internal static class CertificateLoading
{
    public static SslStreamCertificateContext FromPem(string certificatePath, string keyPath)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(certificatePath);
        ArgumentException.ThrowIfNullOrWhiteSpace(keyPath);
        try
        {
            using var leaf = X509Certificate2.CreateFromPemFile(certificatePath, keyPath);
            var all = new X509Certificate2Collection();
            all.ImportFromPemFile(certificatePath);
            return Context(Usable(leaf), all);
        }
        catch (CryptographicException exception)
        {
            throw new ArgumentException(
                $"'{certificatePath}' and '{keyPath}' are no certificate with its private key in PEM form: {exception.Message}", exception);
        }
    }

    public static SslStreamCertificateContext FromPkcs12(string path, ReadOnlySpan<char> password)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        try
        {
            var all = X509CertificateLoader.LoadPkcs12CollectionFromFile(path, password, X509KeyStorageFlags.DefaultKeySet, Pkcs12LoaderLimits.Defaults);
            var leaf = all.FirstOrDefault(certificate => certificate.HasPrivateKey)
                ?? throw new ArgumentException($"'{path}' holds no certificate with a private key.", nameof(path));
            return Context(leaf, all);
        }
        catch (CryptographicException exception)
        {
            throw new ArgumentException($"'{path}' cannot be read as PKCS#12 with this password: {exception.Message}", nameof(path), exception);
        }
    }

    public static SslStreamCertificateContext FromStore(string sha256Thumbprint, StoreLocation location)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(sha256Thumbprint);
        var digits = string.Concat(sha256Thumbprint.Where(character => character is not (' ' or ':')));
        if (digits.Length != 2 * SHA256.HashSizeInBytes || !digits.All(char.IsAsciiHexDigit))
        {
            throw new ArgumentException("A SHA-256 thumbprint has 64 hexadecimal digits. SHA-1 thumbprints, with 40, are not accepted.", nameof(sha256Thumbprint));
        }

        using var store = new X509Store(StoreName.My, location);
        store.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
        var all = store.Certificates;
        var leaf = all.Find(X509FindType.FindByTimeValid, DateTime.Now, validOnly: false)
            .FirstOrDefault(certificate => certificate.HasPrivateKey && certificate.GetCertHashString(HashAlgorithmName.SHA256).Equals(digits, StringComparison.OrdinalIgnoreCase));
        return leaf is null
            ? throw new ArgumentException($"The store My of {location} has no valid certificate with a private key and the SHA-256 hash {digits}.", nameof(sha256Thumbprint))
            : Context(leaf, []);
    }

    public static SslStreamCertificateContext FromCertificate(X509Certificate2 certificate, IEnumerable<X509Certificate2>? intermediates)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return certificate.HasPrivateKey
            ? Context(Usable(certificate), new X509Certificate2Collection((intermediates ?? []).ToArray()))
            : throw new ArgumentException($"The private key of '{certificate.Subject}' is not there.", nameof(certificate));
    }

    /// <summary>Offline: building the context must not fetch our own issuers over the network, which can block for 15 seconds.</summary>
    private static SslStreamCertificateContext Context(X509Certificate2 leaf, X509Certificate2Collection all)
    {
        var intermediates = new X509Certificate2Collection(
            all.Where(certificate => !certificate.RawDataMemory.Span.SequenceEqual(leaf.RawDataMemory.Span)).ToArray());
        return SslStreamCertificateContext.Create(leaf, intermediates, offline: true);
    }

    /// <summary>A copy of our own, which on Windows gets a key that Schannel can use: it refuses keys that live in memory only.</summary>
    private static X509Certificate2 Usable(X509Certificate2 certificate)
    {
        if (!OperatingSystem.IsWindows())
        {
            return new X509Certificate2(certificate);
        }

        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
