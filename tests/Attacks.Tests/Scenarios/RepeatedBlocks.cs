using SocketSecurity.Attacks.Tests.Programs;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Scenarios;

/// <summary>A listener without the key looks for blocks that occur twice, in a message that repeats itself.</summary>
internal sealed record RepeatedBlocks(int BlockSize) : Scenario($"equal blocks of {BlockSize} bytes are looked for")
{
    public override async Task<Outcome> PlayAsync(IProgram program, GenuinePeer genuine, CancellationToken cancellationToken)
    {
        var message = await program.RunAsync("Messages", "Encrypt", [new string('x', 16 * BlockSize)], cancellationToken);
        var blocks = Convert.FromBase64String(message.Answer ?? throw new InvalidOperationException(message.Message)).Chunk(BlockSize).Select(Convert.ToHexString).ToList();
        return new Outcome(blocks.Distinct().Count() < blocks.Count ? ["the ciphertext shows that the plaintext repeats"] : [], message);
    }
}
