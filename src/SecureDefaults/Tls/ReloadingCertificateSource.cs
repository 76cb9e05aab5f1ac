using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SocketSecurity.Trust;

namespace SocketSecurity.Tls;

/// <summary>
/// A server certificate whose files are watched. New content is checked before it is used, and the last good certificate
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

    private readonly string[] _paths;
    private readonly Func<SslStreamCertificateContext> _load;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _reloading = new();
    private volatile SslStreamCertificateContext _current;
    private byte[] _contentHash;
    private byte[]? _reportedHash;
    private SslStreamCertificateContext? _reportedDue;

    internal ReloadingCertificateSource(string[] paths, Func<SslStreamCertificateContext> load, TimeSpan? interval, TimeProvider? time)
    {
        var period = interval ?? DefaultInterval;
        ArgumentOutOfRangeException.ThrowIfLessThan(period, TimeSpan.FromSeconds(1), nameof(interval));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(period, TimeSpan.FromDays(1), nameof(interval));
        _paths = paths;
        _load = load;
        _time = time ?? TimeProvider.System;
        _contentHash = HashFiles();
        _current = Load();
        _timer = _time.CreateTimer(static state => ((ReloadingCertificateSource)state!).Look(), this, period, period);
    }

    /// <summary>A new certificate is in use. Runs on the thread that noticed the change.</summary>
    public event EventHandler? Reloaded;

    /// <summary>
    /// The files changed and cannot be used, or cannot be read; the last good certificate stays in use. Reported once for each
    /// content that is refused.
    /// </summary>
    public event EventHandler<Exception>? ReloadFailed;

    /// <summary>Less than a third of the life of the certificate in use is left. Reported once for each certificate.</summary>
    public event EventHandler? RenewalDue;

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

    internal override SslStreamCertificateContext Select(string? serverName) => _current;

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
                if (hash.AsSpan().SequenceEqual(_contentHash))
                {
                    return false;
                }

                // What was refused is tried again: a certificate from the future becomes valid without changing.
                _current = Load();
                _contentHash = hash;
                _reportedHash = null;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
            {
                if (hash is null || !hash.AsSpan().SequenceEqual(_reportedHash))
                {
                    _reportedHash = hash;
                    TlsTelemetry.CertificateReloadFailed(exception);
                    ReloadFailed?.Invoke(this, exception);
                }

                return false;
            }
        }

        TlsTelemetry.CertificateReloaded(_current.TargetCertificate.Subject, _current.TargetCertificate.NotAfter);
        Reloaded?.Invoke(this, EventArgs.Empty);
        return true;
    }

    /// <summary>Stops watching. The certificate stays usable.</summary>
    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        try
        {
            Reload();
            if (IsRenewalDue && !ReferenceEquals(Interlocked.Exchange(ref _reportedDue, _current), _current))
            {
                TlsEventSource.Log.CertificateRenewalDue(_current.TargetCertificate.Subject, NotAfter.ToString("u"));
                RenewalDue?.Invoke(this, EventArgs.Empty);
            }
        }
        catch (Exception exception)
        {
            // A subscriber threw, on a thread whose exceptions end the process.
            TlsTelemetry.CertificateReloadFailed(exception);
        }
    }

    private byte[] HashFiles()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var path in _paths)
        {
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(path)));
        }

        return hash.GetHashAndReset();
    }

    /// <exception cref="ArgumentException">Clients would refuse the certificate.</exception>
    private SslStreamCertificateContext Load()
    {
        var context = _load();
        var certificate = context.TargetCertificate;
        var now = _time.GetUtcNow();
        if (now > certificate.NotAfter.ToUniversalTime())
        {
            throw new ArgumentException($"The certificate in '{_paths[0]}' expired on {certificate.NotAfter.ToUniversalTime():u}.");
        }

        if (now < certificate.NotBefore.ToUniversalTime())
        {
            throw new ArgumentException($"The certificate in '{_paths[0]}' is valid from {certificate.NotBefore.ToUniversalTime():u} only.");
        }

        List<ValidationFinding> findings = [];
        StrengthPass.InspectPeer(certificate, PeerRole.Server, CertificateStrength.Standard, findings);
        return findings.Count == 0
            ? context
            : throw new ArgumentException($"Clients would refuse the certificate in '{_paths[0]}'. {new ValidationReport(findings)}");
    }
}
