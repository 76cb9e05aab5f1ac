using SocketSecurity.Attacks.Tests.Programs;

namespace SocketSecurity.Attacks.Tests.Scenarios;

/// <summary>What a scenario came to.</summary>
/// <param name="Achieved">What the other side got, in words: for an attacker the harm, for an honest peer the service. Empty when nothing.</param>
/// <param name="Victim">What became of the program.</param>
internal sealed record Outcome(IReadOnlyList<string> Achieved, ProgramResult Victim)
{
    public override string ToString() =>
        $"{(Achieved.Count == 0 ? "nothing achieved" : string.Join(", ", Achieved))}; the program: {Victim.Message}";
}
