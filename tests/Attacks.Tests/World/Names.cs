namespace SocketSecurity.Attacks.Tests.World;

/// <summary>Who is who: the host that victims mean to reach, and the one that the attacker owns.</summary>
internal static class Names
{
    public const string Host = "localhost";

    /// <summary>The hosts of a provider, one for each of its customers.</summary>
    public const string SharedWildcard = "*.hosting.example";

    public const string AttackersHost = "mallory.example";
}
