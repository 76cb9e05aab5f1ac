using SocketSecurity.Attacks.Tests.Cases.HostileInput;
using SocketSecurity.Attacks.Tests.Cases.KeysAndCredentials;
using SocketSecurity.Attacks.Tests.Cases.MessageProtection;
using SocketSecurity.Attacks.Tests.Cases.PeerAuthentication;
using SocketSecurity.Attacks.Tests.Cases.TlsProtocol;
using SocketSecurity.Attacks.Tests.Cases.Transport;

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
        .. NamesAndRoots.Cases,
        .. Revocation.Cases,
        .. ServersOfKnownClients.Cases,
        .. ProcessWideCallback.Cases,
        .. ProtocolSettings.Cases,
        .. NoncesAndTokens.Cases,
        .. UnkeyedTags.Cases,
        .. ShortTags.Cases,
        .. SharedInstances.Cases,
        .. SymmetricCiphers.Cases,
        .. StalledServers.Cases,
        .. LengthPrefixes.Cases,
        .. EndlessMessages.Cases,
        .. UnendedSessions.Cases,
        .. ConnectionsInClear.Cases,
    ];
}
