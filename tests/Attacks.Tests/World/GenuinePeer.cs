using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SocketSecurity.Attacks.Tests.World;

/// <summary>
/// The peer that a victim means, as a server and as a client, and what the victim's developer knows about it: the blanks
/// that a fix leaves open (a file with roots, a pin) are filled in with that.
/// </summary>
internal sealed record GenuinePeer(string Name, X509Certificate2 Server, X509Certificate2 Client, IReadOnlyDictionary<string, string> Blanks)
{
    private const string RootsBlank = "trusted-roots.pem";
    private const string PinBlank = "<base64 of the SHA-256 of the peer's SubjectPublicKeyInfo>";

    /// <summary>Certified by the authority that every program of the temporary world trusts.</summary>
    public static GenuinePeer Public { get; } = new(
        "public authority", PublicAuthority.Issue(LeafRequest.ForServer), PublicAuthority.Issue(LeafRequest.ForClient), new Dictionary<string, string>());

    /// <summary>Certified by its company's own authority, whose root the developer has as a file.</summary>
    public static GenuinePeer Private { get; } = CreatePrivate();

    /// <summary>Certified by nobody; the developer knows the key of each side.</summary>
    public static GenuinePeer PinnedServer { get; } = CreatePinned(peer => peer.Server);

    /// <inheritdoc cref="PinnedServer"/>
    public static GenuinePeer PinnedClient { get; } = CreatePinned(peer => peer.Client);

    /// <summary>The source with every blank filled in.</summary>
    public string FillIn(string source) => Blanks.Aggregate(source, (text, blank) => text.Replace(blank.Key, blank.Value, StringComparison.Ordinal));

    public override string ToString() => Name;

    private static GenuinePeer CreatePrivate()
    {
        var authority = CertificateAuthority.Create("Private Authority");
        return new GenuinePeer(
            "private authority",
            authority.Issue(LeafRequest.ForServer),
            authority.Issue(LeafRequest.ForClient),
            new Dictionary<string, string> { [RootsBlank] = TemporaryWorld.WritePem(authority.Root) });
    }

    private static GenuinePeer CreatePinned(Func<GenuinePeer, X509Certificate2> pinned)
    {
        var peer = new GenuinePeer(
            "pinned key", CertificateAuthority.SelfSign(LeafRequest.ForServer), CertificateAuthority.SelfSign(LeafRequest.ForClient), new Dictionary<string, string>());
        var pin = Convert.ToBase64String(SHA256.HashData(pinned(peer).PublicKey.ExportSubjectPublicKeyInfo()));
        return peer with { Blanks = new Dictionary<string, string> { [PinBlank] = pin } };
    }
}
