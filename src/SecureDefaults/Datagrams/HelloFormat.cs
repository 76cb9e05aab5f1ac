using System.Security.Cryptography;
using SocketSecurity.Keys;

namespace SocketSecurity.Datagrams;

/// <summary>
/// The bytes of the hello and what both ends compute from them. A hello is larger than either answer to it, so that a
/// server cannot be made to send anyone more than was sent to it.
/// </summary>
internal static class HelloFormat
{
    public const byte Hello = 0x22;
    public const byte Retry = 0x23;
    public const byte Accept = 0x24;

    public const int NonceSize = 32;
    public const int CookieSize = 8 + MacSize;
    public const int MacSize = HMACSHA256.HashSizeInBytes;
    private const int CoordinateSize = 32;
    private const int PointSize = 1 + (2 * CoordinateSize);
    private const byte Uncompressed = 4;

    public const int KeyIdOffset = 1;
    public const int HelloNonceOffset = KeyIdOffset + 4;
    public const int HelloPointOffset = HelloNonceOffset + NonceSize;
    public const int CookieOffset = HelloPointOffset + PointSize;
    public const int HelloSize = CookieOffset + CookieSize + MacSize;

    public const int RetrySize = 1 + NonceSize + CookieSize;

    public const int AcceptNonceOffset = 1 + NonceSize;
    public const int AcceptPointOffset = AcceptNonceOffset + NonceSize;
    public const int SpiOffset = AcceptPointOffset + PointSize;
    public const int AcceptSize = SpiOffset + 4 + 4 + MacSize;

    private const string MacLabel = "datagram-hello/mac";
    private const string MasterLabel = "datagram-hello/master";

    public static void WritePoint(ECDiffieHellman key, Span<byte> destination)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        destination[0] = Uncompressed;
        point.X.CopyTo(destination[1..]);
        point.Y.CopyTo(destination[(1 + CoordinateSize)..]);
    }

    /// <summary>The MAC key of a context; the bytes of the key proper serve no second purpose.</summary>
    public static void DeriveMacKey(ReadOnlySpan<byte> preSharedKey, string context, Span<byte> macKey) =>
        HKDF.Expand(HashAlgorithmName.SHA256, preSharedKey, macKey, KeyLabel.Info(MacLabel, context));

    /// <summary>
    /// The session's master: nobody without the pre-shared key computes it, and nobody with it alone, because the ephemeral
    /// keys are gone after the hello.
    /// </summary>
    /// <exception cref="CryptographicException">The point is not on the curve.</exception>
    public static void DeriveMaster(
        ReadOnlySpan<byte> preSharedKey,
        ECDiffieHellman own,
        ReadOnlySpan<byte> peerPoint,
        ReadOnlySpan<byte> hello,
        ReadOnlySpan<byte> acceptWithoutMac,
        string context,
        Span<byte> master)
    {
        if (peerPoint[0] != Uncompressed)
        {
            throw new CryptographicException();
        }

        using var peer = ECDiffieHellman.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint
            {
                X = peerPoint.Slice(1, CoordinateSize).ToArray(),
                Y = peerPoint.Slice(1 + CoordinateSize, CoordinateSize).ToArray(),
            },
        });
        var agreed = own.DeriveRawSecretAgreement(peer.PublicKey);
        byte[] secret = [.. preSharedKey, .. agreed];
        try
        {
            byte[] salt = [.. hello.Slice(HelloNonceOffset, NonceSize), .. acceptWithoutMac.Slice(AcceptNonceOffset, NonceSize)];
            byte[] info = [.. KeyLabel.Info(MasterLabel, context), 0, .. SHA256.HashData([.. hello, .. acceptWithoutMac])];
            HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, master, salt, info);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(agreed);
            CryptographicOperations.ZeroMemory(secret);
        }
    }
}
