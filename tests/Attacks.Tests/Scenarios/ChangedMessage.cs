using SocketSecurity.Attacks.Tests.Programs;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Scenarios;

/// <summary>Someone who carries a sealed order flips one bit of it, without the key, and the receiver opens another order.</summary>
internal sealed record ChangedMessage() : Scenario("one bit of the message is flipped")
{
    private const string Order = "amount=100; to=Alice; from=Bob";

    /// <summary>The byte of the vector that lies over the digit, and the bit that makes a nine of a one.</summary>
    private const int Digit = 7;

    public override async Task<Outcome> PlayAsync(IProgram program, GenuinePeer genuine, CancellationToken cancellationToken)
    {
        var message = await program.RunAsync("Messages", "Encrypt", [Order], cancellationToken);
        var carried = Convert.FromBase64String(message.Answer ?? throw new InvalidOperationException(message.Message));
        carried[Digit] ^= '1' ^ '9';
        var opened = await program.RunAsync("Messages", "Decrypt", [Convert.ToBase64String(carried)], cancellationToken);
        return new Outcome(opened.Answer is { } answer && answer != Order ? [$"the receiver read '{answer}'"] : [], opened);
    }
}
