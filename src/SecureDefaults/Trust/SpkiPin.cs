using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SocketSecurity.Trust;

/// <summary>The SHA-256 hash of a DER-encoded SubjectPublicKeyInfo, 32 bytes: a pin in the sense of RFC 7469 §2.4.</summary>
internal sealed class SpkiPin
{
    private readonly byte[] _hash;

    private SpkiPin(byte[] hash) => _hash = hash;

    public static SpkiPin Parse(string base64)
    {
        ArgumentNullException.ThrowIfNull(base64);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes + 1];
        if (!Convert.TryFromBase64String(base64, hash, out var length) || length != SHA256.HashSizeInBytes)
        {
            throw new ArgumentException(
                "A pin is the base64 text of a SHA-256 hash (44 characters) of the peer's SubjectPublicKeyInfo. "
                + "`openssl x509 -in peer.pem -pubkey -noout | openssl pkey -pubin -outform der | openssl dgst -sha256 -binary | base64` prints it.",
                nameof(base64));
        }

        return new SpkiPin(hash[..length].ToArray());
    }

    public static byte[] HashOf(X509Certificate2 certificate) => SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo());

    public bool Matches(ReadOnlySpan<byte> hash) => CryptographicOperations.FixedTimeEquals(_hash, hash);
}
