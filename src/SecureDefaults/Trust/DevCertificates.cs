namespace SocketSecurity.Trust;

/// <summary>
/// Certificates for development and tests, made in memory: an authority of your own, and server and client certificates that
/// it issues. They satisfy the strict modes of OpenSSL (<c>-x509_strict</c>) and Python (<c>VERIFY_X509_STRICT</c>).
/// </summary>
/// <remarks>
/// With these there is no reason to switch validation off while developing: trust the authority with
/// <see cref="TrustPolicy.PrivateRoots"/>. They are not for production, because the authority's key is not protected.
/// Thread-safe.
/// </remarks>
public static class DevCertificates
{
    /// <summary>30 days: long enough for a branch, short enough that nobody comes to rely on it.</summary>
    public static readonly TimeSpan DefaultLifetime = TimeSpan.FromDays(30);

    /// <summary>Makes a new authority with a P-256 key.</summary>
    /// <param name="name">Its common name, for people to recognise it.</param>
    /// <param name="lifetime">How long it and all it issues are valid; 30 days by default, at most 1 year.</param>
    /// <returns>The authority, which the caller disposes.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The lifetime is not positive or longer than 1 year.</exception>
    public static DevAuthority CreateAuthority(string name = "Development authority", TimeSpan? lifetime = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var valid = lifetime ?? DefaultLifetime;
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(valid, TimeSpan.Zero, nameof(lifetime));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(valid, TimeSpan.FromDays(366), nameof(lifetime));
        return new DevAuthority(name, valid);
    }
}
