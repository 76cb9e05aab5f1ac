using System.Net.Security;

namespace SocketSecurity.Tls;

/// <summary>Looks at the version and the suite that were negotiated, whatever the system's configuration allows.</summary>
internal static class NegotiationCheck
{
    /// <exception cref="TlsNegotiationException">Something weaker than the profile allows was negotiated.</exception>
    public static void Verify(SslStream stream, TlsProfile profile)
    {
        if ((stream.SslProtocol & ~TlsDefaults.Protocols(profile)) != 0)
        {
            throw new TlsNegotiationException($"{stream.SslProtocol} was negotiated, which the profile {profile} does not allow. Update the peer.");
        }

        if (!TlsDefaults.IsAllowed(stream.NegotiatedCipherSuite))
        {
            throw new TlsNegotiationException(
                $"{stream.NegotiatedCipherSuite} was negotiated, which has no authenticated encryption with ephemeral keys. Let the peer offer ECDHE with AES-GCM or ChaCha20-Poly1305.");
        }
    }

    /// <summary>
    /// For handshakes that somebody else performs: the platform asks about the peer's certificate, or the lack of one, when it
    /// has negotiated everything. QUIC, whose connections are no streams of this kind, has no weak versions and suites.
    /// </summary>
    public static RemoteCertificateValidationCallback Before(RemoteCertificateValidationCallback validate, TlsProfile profile) =>
        (sender, certificate, chain, errors) =>
        {
            if (sender is SslStream stream)
            {
                Verify(stream, profile);
            }

            return validate(sender, certificate, chain, errors);
        };

    /// <summary>Servers that ask for no certificate find only that there is none.</summary>
    public static bool NobodyIsAsked(
        object sender,
        System.Security.Cryptography.X509Certificates.X509Certificate? certificate,
        System.Security.Cryptography.X509Certificates.X509Chain? chain,
        SslPolicyErrors errors) => certificate is null;
}
