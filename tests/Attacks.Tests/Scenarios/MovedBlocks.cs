using SocketSecurity.Attacks.Tests.Programs;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Scenarios;

/// <summary>Someone without the key puts blocks of a message into another order.</summary>
internal sealed record MovedBlocks(int BlockSize) : Scenario($"blocks of {BlockSize} bytes are swapped")
{
    public override async Task<Outcome> PlayAsync(IProgram program, GenuinePeer genuine, CancellationToken cancellationToken)
    {
        var original = new string('a', BlockSize) + new string('b', BlockSize);
        var message = await program.RunAsync("Messages", "Encrypt", [original], cancellationToken);
        var carried = Convert.FromBase64String(message.Answer ?? throw new InvalidOperationException(message.Message));
        byte[] swapped = [.. carried[BlockSize..(2 * BlockSize)], .. carried[..BlockSize], .. carried[(2 * BlockSize)..]];
        var opened = await program.RunAsync("Messages", "Decrypt", [Convert.ToBase64String(swapped)], cancellationToken);
        return new Outcome(opened.Answer is not null ? [$"the receiver read '{opened.Answer}'"] : [], opened);
    }
}
