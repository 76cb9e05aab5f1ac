using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SocketSecurity.Tls;

/// <summary>
/// RFC 5929 §4.1, from the certificate: the framework's own binding looks at the remote certificate, which at a server is the
/// client's.
/// </summary>
internal static class ChannelBinding
{
    /// <summary>The binding of a connection after its handshake, the same at both ends.</summary>
    /// <exception cref="InvalidOperationException">There was no handshake yet.</exception>
    public static byte[] ServerEndPoint(SslStream stream) =>
        (stream.IsServer ? stream.LocalCertificate : stream.RemoteCertificate) is X509Certificate2 server
            ? ServerEndPoint(server)
            : throw new InvalidOperationException("The connection has no server certificate.");

    public static byte[] ServerEndPoint(X509Certificate2 server) => server.SignatureAlgorithm.Value switch
    {
        // MD5 and SHA-1 are replaced by SHA-256.
        "1.2.840.113549.1.1.4" or "1.2.840.113549.1.1.5" or "1.2.840.10045.4.1" => SHA256.HashData(server.RawDataMemory.Span),
        "1.2.840.113549.1.1.11" or "1.2.840.10045.4.3.2" => SHA256.HashData(server.RawDataMemory.Span),
        "1.2.840.113549.1.1.12" or "1.2.840.10045.4.3.3" => SHA384.HashData(server.RawDataMemory.Span),
        "1.2.840.113549.1.1.13" or "1.2.840.10045.4.3.4" => SHA512.HashData(server.RawDataMemory.Span),
        var other => throw new NotSupportedException($"tls-server-end-point is not defined for certificates signed with {other} (RFC 5929 §4.1)."),
    };
}
