using System.Text;
using SocketSecurity.Attacks.Tests.Programs;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Scenarios;

/// <summary>Someone on the path records two messages and knows what one of them says.</summary>
internal sealed record RepeatedNonce() : Scenario("two recorded messages")
{
    public override async Task<Outcome> PlayAsync(IProgram program, GenuinePeer genuine, CancellationToken cancellationToken)
    {
        var secret = $"the code of the door is {Secret}";
        var known = "x".PadRight(secret.Length, '.');
        var sender = await SealedMessages.SendAsync(program, known, secret, cancellationToken);
        if (sender.Answer is null)
        {
            return new Outcome([], sender);
        }

        var messages = SealedMessages.Parse(sender.Answer);
        var difference = messages[0].Ciphertext.Zip(messages[1].Ciphertext, (one, other) => (byte)(one ^ other));
        var recovered = Encoding.UTF8.GetString([.. difference.Zip(Encoding.UTF8.GetBytes(known), (one, other) => (byte)(one ^ other))]);
        return new Outcome(recovered.Contains(Secret, StringComparison.Ordinal) ? ["the secret message was read without the key"] : [], sender);
    }
}
