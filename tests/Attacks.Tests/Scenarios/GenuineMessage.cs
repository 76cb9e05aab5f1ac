using SocketSecurity.Attacks.Tests.Programs;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Scenarios;

/// <summary>A message arrives as it was sent.</summary>
internal sealed record GenuineMessage() : Scenario("a message arrives unchanged")
{
    public override async Task<Outcome> PlayAsync(IProgram program, GenuinePeer genuine, CancellationToken cancellationToken)
    {
        var message = await program.RunAsync("Messages", "Encrypt", [Secret], cancellationToken);
        var opened = await program.RunAsync("Messages", "Decrypt", [message.Answer ?? throw new InvalidOperationException(message.Message)], cancellationToken);
        return new Outcome(opened.Answer == Secret ? ["the message was read"] : [], opened);
    }
}
