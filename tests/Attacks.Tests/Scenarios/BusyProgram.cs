using SocketSecurity.Attacks.Tests.Programs;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Scenarios;

/// <summary>
/// A program that protects messages on several threads at once, as it does when an attacker sends requests faster than they are
/// answered. It says itself whether every message could be read by its receiver.
/// </summary>
internal sealed record BusyProgram(bool IsAttack) : Scenario(IsAttack ? "requests at the same time" : "all messages are whole")
{
    /// <summary>What a program answers that had no broken message.</summary>
    public const string Whole = "whole";

    public override async Task<Outcome> PlayAsync(IProgram program, GenuinePeer genuine, CancellationToken cancellationToken)
    {
        var result = await program.RunAsync("Client", "Ask", [Names.Host, 0, Secret], cancellationToken);

        // A program that was torn down by its own native code answers nothing, and that is harm enough.
        var isWhole = result.Answer?.Contains(Whole, StringComparison.Ordinal) == true;
        return new Outcome(isWhole == IsAttack ? [] : [IsAttack ? "messages were corrupted" : "every message was read"], result);
    }
}
