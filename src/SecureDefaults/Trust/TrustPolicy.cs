using System.Collections.Immutable;
using System.Net.Http;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace SocketSecurity.Trust;

/// <summary>
/// Whom to trust. A policy decides about a peer's certificate completely: the chain, the host name, the validity, the use it
/// was issued for, the strength of its keys and signatures, revocation and pins. There is no way to make it accept a
/// certificate that fails any of them.
/// </summary>
/// <remarks>Immutable and thread-safe: create a policy once and share it.</remarks>
public sealed class TrustPolicy
{
    /// <summary>RFC 7469 §4.3: a pin without a backup is an outage waiting for the key to be lost.</summary>
    private const int FewestPins = 2;

    private X509ChainPolicy? _ofServers;
    private X509ChainPolicy? _ofClients;

    private TrustPolicy(ImmutableArray<X509Certificate2> roots, RevocationPolicy revocation)
    {
        Roots = roots;
        Revocation = revocation;
    }

    private TrustPolicy(TrustPolicy other)
    {
        Roots = other.Roots;
        Revocation = other.Revocation;
        Pins = other.Pins;
        IsPinnedSelfSigned = other.IsPinnedSelfSigned;
        Strength = other.Strength;
        UriPrefix = other.UriPrefix;
    }

    /// <summary>
    /// Trust in the authorities of the operating system, with <see cref="RevocationPolicy.WhenAvailable"/>: right for
    /// servers on the public internet.
    /// </summary>
    public static TrustPolicy System { get; } = new(default, RevocationPolicy.WhenAvailable);

    /// <summary>How strictly the certificates of the chain are examined; <see cref="CertificateStrength.Standard"/> by default.</summary>
    public CertificateStrength Strength { get; private init; }

    /// <summary>How revocation is checked.</summary>
    public RevocationPolicy Revocation { get; private init; }

    internal ImmutableArray<X509Certificate2> Roots { get; }

    internal ImmutableArray<SpkiPin> Pins { get; private init; } = [];

    internal bool IsPinnedSelfSigned { get; private init; }

    internal string? UriPrefix { get; private init; }

    internal bool TrustsSystem => Roots.IsDefault && !IsPinnedSelfSigned;

    /// <summary>Trust in these authorities and in no other; the operating system's are not asked.</summary>
    /// <param name="roots">The certificates of the authorities, self-signed. They are copied; the caller keeps its own.</param>
    /// <param name="revocation">How revocation is checked; <see cref="RevocationPolicy.None"/> by default, because most private authorities publish nothing.</param>
    /// <exception cref="ArgumentException">There is no certificate, or one that is not an authority's.</exception>
    public static TrustPolicy PrivateRoots(IEnumerable<X509Certificate2> roots, RevocationPolicy? revocation = null)
    {
        ArgumentNullException.ThrowIfNull(roots);
        var copies = ImmutableArray.CreateBuilder<X509Certificate2>();
        foreach (var root in roots)
        {
            ArgumentNullException.ThrowIfNull(root, nameof(roots));
            if (!CertificateFacts.IsAuthority(root))
            {
                throw new ArgumentException(
                    $"'{root.Subject}' is not a certificate authority (basic constraints are missing or say no). "
                    + $"To trust a single self-signed peer, use {nameof(PinnedSelfSigned)}.",
                    nameof(roots));
            }

            copies.Add(X509CertificateLoader.LoadCertificate(root.RawData));
        }

        return copies.Count == 0
            ? throw new ArgumentException("At least one root certificate is needed.", nameof(roots))
            : new TrustPolicy(copies.ToImmutable(), revocation ?? RevocationPolicy.None);
    }

    /// <summary>Trust in the authorities of a PEM file, which may hold several certificates, and in no other.</summary>
    /// <param name="path">The file; it is read now, not again later.</param>
    /// <param name="revocation">How revocation is checked; <see cref="RevocationPolicy.None"/> by default.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="ArgumentException">The file holds no certificate, or one that is not an authority's.</exception>
    public static TrustPolicy PrivateRootsFromPem(string path, RevocationPolicy? revocation = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(File.ReadAllText(path));
            return certificates.Count == 0
                ? throw new ArgumentException($"'{path}' holds no certificate in PEM form.", nameof(path))
                : PrivateRoots(certificates, revocation);
        }
        catch (global::System.Security.Cryptography.CryptographicException exception)
        {
            throw new ArgumentException($"'{path}' holds a certificate that cannot be read: {exception.Message}", nameof(path), exception);
        }
        finally
        {
            foreach (var certificate in certificates)
            {
                certificate.Dispose();
            }
        }
    }

    /// <summary>
    /// Trust in a peer with a self-signed certificate, recognised by its public key. Host name, validity and strength are
    /// checked all the same.
    /// </summary>
    /// <param name="spkiSha256">
    /// One or more pins: the base64 text of the SHA-256 hash of the peer's DER-encoded SubjectPublicKeyInfo, 44 characters
    /// each. Several allow a key to be replaced without an outage.
    /// </param>
    /// <exception cref="ArgumentException">There is no pin, or one that is no such text.</exception>
    public static TrustPolicy PinnedSelfSigned(params string[] spkiSha256)
    {
        ArgumentNullException.ThrowIfNull(spkiSha256);
        return spkiSha256.Length == 0
            ? throw new ArgumentException("At least one pin is needed.", nameof(spkiSha256))
            : new TrustPolicy(default, RevocationPolicy.None) { IsPinnedSelfSigned = true, Pins = [.. spkiSha256.Select(SpkiPin.Parse)] };
    }

    /// <summary>
    /// The same policy, which in addition accepts only chains in which one of these keys occurs. A pin never replaces the
    /// chain: it is checked after everything else has succeeded.
    /// </summary>
    /// <param name="spkiSha256">At least two pins, one of them a backup that is kept offline (RFC 7469 §4.3), as base64 text of SHA-256.</param>
    /// <exception cref="ArgumentException">There are fewer than two pins, or one is no such text.</exception>
    public TrustPolicy RequireSpkiPins(params string[] spkiSha256)
    {
        ArgumentNullException.ThrowIfNull(spkiSha256);
        return spkiSha256.Length < FewestPins
            ? throw new ArgumentException("Two pins are needed at least, one of them a backup: a single pin locks everybody out when its key is lost.", nameof(spkiSha256))
            : new TrustPolicy(this) { Pins = [.. spkiSha256.Select(SpkiPin.Parse)] };
    }

    /// <summary>
    /// The same policy, which in addition accepts only peers with a URI among their alternative names that begins with this
    /// text, as SPIFFE names the members of a trust domain.
    /// </summary>
    /// <param name="prefix">An absolute URI that ends with a slash, such as <c>spiffe://example.org/</c>; compared character by character.</param>
    /// <exception cref="ArgumentException">The text is no absolute URI or does not end with a slash, without which <c>example.org</c> would admit <c>example.org.attacker.test</c>.</exception>
    public TrustPolicy RequireUriSan(string prefix)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(prefix);
        return Uri.TryCreate(prefix, UriKind.Absolute, out _) && prefix.EndsWith('/')
            ? new TrustPolicy(this) { UriPrefix = prefix }
            : throw new ArgumentException("An absolute URI that ends with a slash is needed.", nameof(prefix));
    }

    /// <summary>The same policy with another way of checking revocation.</summary>
    /// <param name="revocation">The way.</param>
    public TrustPolicy WithRevocation(RevocationPolicy revocation)
    {
        ArgumentNullException.ThrowIfNull(revocation);
        return new TrustPolicy(this) { Revocation = revocation };
    }

    /// <summary>The same policy with another strictness.</summary>
    /// <param name="strength">The strictness.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is not defined.</exception>
    public TrustPolicy WithStrength(CertificateStrength strength) => Enum.IsDefined(strength)
        ? new TrustPolicy(this) { Strength = strength }
        : throw new ArgumentOutOfRangeException(nameof(strength));

    /// <summary>The policy for peers of a role in the platform's terms. Not to be changed, nor to be handed out: connections share it.</summary>
    internal X509ChainPolicy PlatformPolicy(PeerRole role) => role == PeerRole.Server
        ? _ofServers ??= ChainPolicies.Create(this, role)
        : _ofClients ??= ChainPolicies.Create(this, role);

    /// <summary>
    /// The policy as a validation callback: it fits <see cref="RemoteCertificateValidationCallback"/>, and
    /// <see cref="HttpClientHandler.ServerCertificateCustomValidationCallback"/> too. A host name that the caller found not
    /// to match, and a missing certificate, are always refused; everything else the policy checks by itself.
    /// </summary>
    /// <param name="sender">The stream or request the certificate belongs to; its host name is compared again, with subject alternative names only.</param>
    /// <param name="certificate">The peer's certificate.</param>
    /// <param name="chain">The chain that was built; further certificates the peer sent are taken from it.</param>
    /// <param name="sslPolicyErrors">What the caller found.</param>
    /// <returns>Whether the peer is trusted.</returns>
    public bool ValidateRemoteCertificate(object? sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors sslPolicyErrors)
    {
        const SslPolicyErrors Final = SslPolicyErrors.RemoteCertificateNameMismatch | SslPolicyErrors.RemoteCertificateNotAvailable;
        if (certificate is null || (sslPolicyErrors & Final) != 0)
        {
            return false;
        }

        if (certificate is X509Certificate2 whole)
        {
            return Validate(whole);
        }

        using var copy = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        return Validate(copy);

        bool Validate(X509Certificate2 peer)
        {
            var (role, host) = CallbackContext.Of(sender, chain);
            return CertificateInspector.Inspect(peer, CallbackContext.FurtherCertificates(chain), host, role, this, time: null).IsValid;
        }
    }
}
