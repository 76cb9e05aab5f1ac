using SocketSecurity.Attacks.Tests.Programs;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Scenarios;

/// <summary>Someone on the path compares what two encrypted messages begin with.</summary>
internal sealed record EqualBeginnings() : Scenario("two messages that begin alike")
{
    private const int BlockSize = 16;

    public override async Task<Outcome> PlayAsync(IProgram program, GenuinePeer genuine, CancellationToken cancellationToken)
    {
        var sender = await SealedMessages.SendAsync(program, $"pay Alice today: {Secret}", "pay Alice today: nothing", cancellationToken);
        if (sender.Answer is null)
        {
            return new Outcome([], sender);
        }

        var messages = SealedMessages.Parse(sender.Answer);
        var areEqual = messages[0].Ciphertext.AsSpan(0, BlockSize).SequenceEqual(messages[1].Ciphertext.AsSpan(0, BlockSize));
        return new Outcome(areEqual ? ["it was seen that both messages begin alike"] : [], sender);
    }
}
