using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SocketSecurity.SecureDefaults.Tests.Tls.Peers;

/// <summary>Certificates and keys as files for other programs.</summary>
internal static class PemFiles
{
    /// <summary>Writes <c>name.crt</c> with the intermediates behind the certificate, and <c>name.key</c>.</summary>
    public static void Write(TemporaryFolder folder, string name, X509Certificate2 certificate, params IEnumerable<X509Certificate2> intermediates)
    {
        File.WriteAllLines(folder.File($"{name}.crt"), new[] { certificate }.Concat(intermediates).Select(one => one.ExportCertificatePem()));
        using AsymmetricAlgorithm key = (AsymmetricAlgorithm?)certificate.GetECDsaPrivateKey() ?? certificate.GetRSAPrivateKey()!;
        File.WriteAllText(folder.File($"{name}.key"), key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    public static void WriteAuthority(TemporaryFolder folder, X509Certificate2 authority) =>
        File.WriteAllText(folder.File("ca.pem"), authority.ExportCertificatePem() + "\n");
}
