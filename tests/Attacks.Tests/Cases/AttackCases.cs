using SocketSecurity.Attacks.Tests.Cases.PeerAuthentication;

namespace SocketSecurity.Attacks.Tests.Cases;

/// <summary>All attacks of these tests.</summary>
internal static class AttackCases
{
    public static IReadOnlyList<AttackCase> All { get; } =
    [
        .. DisabledValidation.Cases,
        .. ForgivenErrors.Cases,
        .. IdentityByName.Cases,
        .. ChainChecks.Cases,
    ];
}
