namespace SocketSecurity.Attacks.Tests.World;

/// <summary>Who is who: the host that victims mean to reach, and the one that the attacker owns.</summary>
internal static class Names
{
    public const string Host = "localhost";

    /// <summary>A server of somebody else, as honest as any.</summary>
    public const string OtherHost = "reports.example";

    public const string AttackersHost = "mallory.example";
}
