using SocketSecurity.Attacks.Tests.Scenarios;

namespace SocketSecurity.Attacks.Tests.Cases;

/// <summary>
/// An insecure program, the attacks that work on it, and the remedies after which they do not: every attack is tried with
/// every remedy.
/// </summary>
internal sealed record AttackCase(string Rule, string Name)
{
    /// <summary>A client has <c>Client.Ask(string host, int port, string secret)</c>, a server <c>Server.Serve(TcpListener, X509Certificate2, string secret)</c>.</summary>
    public required string Source { get; init; }

    public required IReadOnlyList<Scenario> Attacks { get; init; }

    public required Scenario HonestPeer { get; init; }

    public required IReadOnlyList<Remedy> Remedies { get; init; }

    /// <summary>Environment of the process of its own that the program needs; null when it can run in the test's.</summary>
    public IReadOnlyDictionary<string, string>? OwnProcess { get; init; }

    public override string ToString() => $"{Rule} {Name}";
}
