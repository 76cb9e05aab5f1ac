using System.Security.Cryptography.X509Certificates;
using SocketSecurity.Attacks.Tests.Peers;

namespace SocketSecurity.Attacks.Tests.World;

/// <summary>
/// The authority that everybody trusts in the temporary world. It sells certificates to attackers too, for the names that
/// they own; and it publishes a revocation list, which clients of .NET 10 ask for by default.
/// </summary>
internal static class PublicAuthority
{
    private static readonly byte[] RevokedSerialNumber = [0x50, .. "revoked serial"u8];
    private static readonly CertificateAuthority Authority = CertificateAuthority.Create("Public Authority");
    private static readonly Lazy<TinyHttpServer> Publisher = new(
        () => new TinyHttpServer(Authority.RevocationListWith(RevokedSerialNumber)));

    public static X509Certificate2 Root => Authority.Root;

    public static X509Certificate2 Issue(LeafRequest leaf) => Authority.Issue(leaf with { RevocationList = Publisher.Value.Address("public.crl") });

    /// <summary>A certificate that has been withdrawn: its key was stolen.</summary>
    public static X509Certificate2 IssueRevoked(LeafRequest leaf) => Issue(leaf with { SerialNumber = RevokedSerialNumber });
}
