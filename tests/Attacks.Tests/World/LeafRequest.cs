using System.Security.Cryptography.X509Certificates;

namespace SocketSecurity.Attacks.Tests.World;

/// <summary>What a certificate for a server or a client is to say.</summary>
internal sealed record LeafRequest
{
    public static LeafRequest ForServer { get; } = new() { Subject = new($"CN={Names.Host}"), DnsNames = [Names.Host] };

    public static LeafRequest ForClient { get; } = new() { Subject = new("CN=cash desk 7"), DnsNames = ["desk7.example"], IsClient = true };

    public required X500DistinguishedName Subject { get; init; }

    /// <summary>Empty: no subject alternative name at all, as certificates had before RFC 2818.</summary>
    public required IReadOnlyList<string> DnsNames { get; init; }

    public DateTimeOffset NotAfter { get; init; } = DateTimeOffset.UtcNow.AddDays(30);

    public bool IsClient { get; init; }

    public byte[]? SerialNumber { get; init; }

    /// <summary>Where the certificate says that its issuer's revocation list can be fetched.</summary>
    public Uri? RevocationList { get; init; }

    /// <summary>Where the certificate says that its issuer's certificate can be fetched (authority information access).</summary>
    public Uri? IssuerAddress { get; init; }
}
