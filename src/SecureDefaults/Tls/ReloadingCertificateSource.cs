using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SocketSecurity.Trust;

namespace SocketSecurity.Tls;

/// <summary>
/// A server certificate whose PEM files are watched. New content is checked before it is used, and the last good certificate
/// stays in use while there is none: a half-written file or a wrong key never takes a server down. Thread-safe.
/// </summary>
/// <remarks>
/// The files are compared by content, so that replacing a symbolic link above them, as Kubernetes does with mounted secrets,
/// is noticed like any other change. Handshakes that have begun finish with the certificate they began with.
/// </remarks>
public sealed class ReloadingCertificateSource : ServerCertificateSource, IDisposable
{
    /// <summary>30 seconds: new certificates are issued days before old ones expire.</summary>
    public static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(30);

    private readonly string _certificatePath;
    private readonly string _keyPath;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _reloading = new();
    private volatile SslStreamCertificateContext _current;
    private byte[] _contentHash;
    private byte[]? _refusedHash;

    internal ReloadingCertificateSource(string certificatePath, string keyPath, TimeSpan interval, TimeProvider time)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(certificatePath);
        ArgumentException.ThrowIfNullOrWhiteSpace(keyPath);
        _certificatePath = certificatePath;
        _keyPath = keyPath;
        _time = time;
        _contentHash = HashFiles();
        _current = Load();
        _timer = time.CreateTimer(static state => ((ReloadingCertificateSource)state!).Reload(), this, interval, interval);
    }

    /// <summary>A new certificate is in use. Runs on the thread that noticed the change.</summary>
    public event EventHandler? Reloaded;

    /// <summary>
    /// The files changed and cannot be used, or cannot be read; the last good certificate stays in use. Reported once for each
    /// content that is refused.
    /// </summary>
    public event EventHandler<Exception>? ReloadFailed;

    /// <summary>The moment after which the certificate in use is not valid any more.</summary>
    public DateTimeOffset NotAfter => _current.TargetCertificate.NotAfter.ToUniversalTime();

    /// <summary>Less than a third of the certificate's life is left: whoever renews it is late. For health checks and alarms.</summary>
    public bool IsRenewalDue
    {
        get
        {
            var certificate = _current.TargetCertificate;
            return NotAfter - _time.GetUtcNow() < (certificate.NotAfter - certificate.NotBefore) / 3;
        }
    }

    internal override SslStreamCertificateContext Current => _current;

    /// <summary>Looks at the files now instead of at the next interval. Never throws for what is in them.</summary>
    /// <returns>Whether a new certificate is in use.</returns>
    public bool Reload()
    {
        lock (_reloading)
        {
            byte[]? hash = null;
            try
            {
                hash = HashFiles();
                if (hash.AsSpan().SequenceEqual(_contentHash) || hash.AsSpan().SequenceEqual(_refusedHash))
                {
                    return false;
                }

                _current = Load();
                _contentHash = hash;
                _refusedHash = null;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
            {
                _refusedHash = hash;
                ReloadFailed?.Invoke(this, exception);
                return false;
            }
        }

        Reloaded?.Invoke(this, EventArgs.Empty);
        return true;
    }

    /// <summary>Stops watching. The certificate stays usable for handshakes that have begun.</summary>
    public void Dispose() => _timer.Dispose();

    private byte[] HashFiles()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(SHA256.HashData(File.ReadAllBytes(_certificatePath)));
        hash.AppendData(SHA256.HashData(File.ReadAllBytes(_keyPath)));
        return hash.GetHashAndReset();
    }

    /// <exception cref="ArgumentException">Clients would refuse the certificate.</exception>
    private SslStreamCertificateContext Load()
    {
        var context = CertificateLoading.FromPem(_certificatePath, _keyPath);
        var certificate = context.TargetCertificate;
        if (_time.GetUtcNow() > certificate.NotAfter.ToUniversalTime())
        {
            throw new ArgumentException($"The certificate in '{_certificatePath}' expired on {certificate.NotAfter.ToUniversalTime():u}.");
        }

        List<ValidationFinding> findings = [];
        StrengthPass.InspectPeer(certificate, PeerRole.Server, CertificateStrength.Standard, findings);
        return findings.Count == 0
            ? context
            : throw new ArgumentException($"Clients would refuse the certificate in '{_certificatePath}'. {new ValidationReport(findings)}");
    }
}
