using System.Security.Cryptography;
using System.Text;
using SocketSecurity.Attacks.Tests.Programs;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Scenarios;

/// <summary>The recipient, who has the key and takes the nonce from the message.</summary>
internal sealed record Recipient() : Scenario("recipient")
{
    public override async Task<Outcome> PlayAsync(IProgram program, GenuinePeer genuine, CancellationToken cancellationToken)
    {
        var sender = await SealedMessages.SendAsync(program, "the first message", Secret, cancellationToken);
        var read = sender.Answer is null ? [] : SealedMessages.Parse(sender.Answer).Select(Open).ToList();
        return new Outcome(read is ["the first message", Secret] ? ["both messages were read"] : [], sender);
    }

    private static string Open((byte[] Nonce, byte[] Ciphertext, byte[] Tag) message)
    {
        if (message.Tag.Length == 0)
        {
            using var aes = Aes.Create();
            aes.Key = SealedMessages.Key;
#pragma warning disable SOCK4003 // The insecure sender has no tag.
            return Encoding.UTF8.GetString(aes.DecryptCbc(message.Ciphertext, message.Nonce));
#pragma warning restore SOCK4003
        }

        using var gcm = new AesGcm(SealedMessages.Key, message.Tag.Length);
        var plaintext = new byte[message.Ciphertext.Length];
        gcm.Decrypt(message.Nonce, message.Ciphertext, message.Tag, plaintext);
        return Encoding.UTF8.GetString(plaintext);
    }
}
