using System.Security.Authentication;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Cases;

/// <summary>One action of the light bulb, and the peer that the fixed program is to reach.</summary>
/// <param name="EquivalenceKey">The key of the code action.</param>
/// <param name="Peer">The peer that the fixed program trusts.</param>
/// <param name="UsesSecureDefaults">Whether the project has the library; without it, fixes are made of the framework alone.</param>
internal sealed record Remedy(string EquivalenceKey, GenuinePeer Peer, bool UsesSecureDefaults = false)
{
    /// <summary>What the fixed program throws, alone or inside another exception, when it meets the attacker; null when it just goes on.</summary>
    public Type? Refusal { get; init; } = typeof(AuthenticationException);

    public override string ToString() => EquivalenceKey;
}
