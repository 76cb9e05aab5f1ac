using SocketSecurity.Analyzers.CodeFixes.PeerAuthentication;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Cases;

/// <summary>The actions that are offered for validators, with the peer that each is for.</summary>
internal static class Remedies
{
    private static readonly Remedy RemoveCallback = new(CertificateValidatorFix.RemoveCallbackKey, GenuinePeer.Public);
    private static readonly Remedy RequireNoErrors = new(CertificateValidatorFix.RequireNoErrorsKey, GenuinePeer.Public);
    private static readonly Remedy SystemTrust = new(CertificateValidatorFix.SystemTrustKey, GenuinePeer.Public, UsesSecureDefaults: true);
    private static readonly Remedy PrivateRoots = new(CertificateValidatorFix.PrivateRootsKey, GenuinePeer.Private, UsesSecureDefaults: true);
    private static readonly Remedy PinnedServer = new(CertificateValidatorFix.PinnedKey, GenuinePeer.PinnedServer, UsesSecureDefaults: true);
    private static readonly Remedy PinnedClient = new(CertificateValidatorFix.PinnedKey, GenuinePeer.PinnedClient, UsesSecureDefaults: true);

    public static IReadOnlyList<Remedy> LibraryForClient { get; } = [SystemTrust, PrivateRoots, PinnedServer];

    /// <summary>For peers that are recognised by name: the system's authorities do not vouch for them.</summary>
    public static IReadOnlyList<Remedy> OwnTrustForClient { get; } = [PrivateRoots, PinnedServer];

    public static IReadOnlyList<Remedy> ValidatorOfClient { get; } = [RemoveCallback, RequireNoErrors, .. LibraryForClient];

    /// <summary>There is no validator to make strict.</summary>
    public static IReadOnlyList<Remedy> ReadyMadeDelegate { get; } = [RemoveCallback, .. LibraryForClient];

    /// <summary>A method that others may use is rewritten, never removed.</summary>
    public static IReadOnlyList<Remedy> MethodOfClient { get; } = [RequireNoErrors, .. LibraryForClient];

    public static IReadOnlyList<Remedy> ValidatorOfServer { get; } = [RemoveCallback, RequireNoErrors, SystemTrust, PrivateRoots, PinnedClient];
}
