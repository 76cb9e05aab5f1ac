using SocketSecurity.Attacks.Tests.Programs;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Scenarios;

/// <summary>Something that happens to a program on the network, by an attacker or by the peer it means.</summary>
internal abstract record Scenario(string Name)
{
    /// <summary>What victims send, or hand to a client that proved who it is.</summary>
    protected const string Secret = "PIN-8261-secret";

    /// <summary>Plays it once. <paramref name="genuine"/> is the peer that the program means, whoever answers.</summary>
    public abstract Task<Outcome> PlayAsync(IProgram program, GenuinePeer genuine, CancellationToken cancellationToken);

    public sealed override string ToString() => Name;
}
