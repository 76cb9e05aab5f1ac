namespace SocketSecurity.Attacks.Tests.World;

/// <summary>The authority of a vendor whose software needs it for the vendor's own server.</summary>
internal static class VendorAuthority
{
    public static CertificateAuthority Instance { get; } = CertificateAuthority.Create("Vendor Authority");

    /// <summary>The root as the vendor ships it.</summary>
    public static string PemFile { get; } = TemporaryWorld.WritePem(Instance.Root);
}
