using System.Security.Cryptography.X509Certificates;

namespace SocketSecurity.Trust;

/// <summary>
/// Whether and how revocation of a peer's certificate is checked. Immutable and thread-safe. Every policy bounds the time
/// that looking up revocation may take, because the handshake's cancellation token does not interrupt a download.
/// </summary>
public sealed class RevocationPolicy
{
    /// <summary>3 seconds: an authority that does not answer by then would hold up every new connection.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(3);

    private RevocationPolicy(X509RevocationMode mode, bool unknownIsAccepted, TimeSpan timeout)
    {
        Mode = mode;
        UnknownIsAccepted = unknownIsAccepted;
        Timeout = timeout;
    }

    /// <summary>Revocation is not checked. Right for private authorities that publish neither CRL nor OCSP.</summary>
    public static RevocationPolicy None { get; } = new(X509RevocationMode.NoCheck, true, DefaultTimeout);

    /// <summary>
    /// Revoked certificates are refused; a certificate about which nothing can be learnt within the timeout is accepted.
    /// The default for public authorities, whose OCSP service is optional since the CA/Browser Forum's ballot SC-063.
    /// </summary>
    public static RevocationPolicy WhenAvailable { get; } = new(X509RevocationMode.Online, true, DefaultTimeout);

    /// <summary>Only certificates that are known not to be revoked are accepted: no answer means refusal.</summary>
    public static RevocationPolicy Required { get; } = new(X509RevocationMode.Online, false, DefaultTimeout);

    /// <summary>The longest that one look-up may take; between 1 second and 1 minute.</summary>
    public TimeSpan Timeout { get; }

    internal X509RevocationMode Mode { get; }

    internal bool UnknownIsAccepted { get; }

    /// <summary>The same policy with another bound on each look-up.</summary>
    /// <param name="timeout">Between 1 second and 1 minute.</param>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is outside these bounds.</exception>
    public RevocationPolicy WithTimeout(TimeSpan timeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(timeout, TimeSpan.FromMinutes(1));
        return new RevocationPolicy(Mode, UnknownIsAccepted, timeout);
    }

    internal void ApplyTo(X509ChainPolicy policy)
    {
        policy.RevocationMode = Mode;
        policy.RevocationFlag = X509RevocationFlag.ExcludeRoot;
        policy.UrlRetrievalTimeout = Timeout;
    }
}
