using System.Text;
using SocketSecurity.Attacks.Tests.Programs;

namespace SocketSecurity.Attacks.Tests;

/// <summary>SOCK4012 has no code fix, so the program after it is written by hand: it seals with AES-GCM instead of a loop of its own.</summary>
public sealed class HomeMadeCryptographyTests
{
    private const string Known = "GET /account HTTP/1.1 Host: bank.example.com";
    private const string Secret = "PIN-8261-secret of 44 characters, sent later";

    private const string OwnCipher = """
        var text = Encoding.UTF8.GetBytes(message);
        for (var i = 0; i < text.Length; i++)
        {
            text[i] ^= Key[i % Key.Length];
        }

        return Convert.ToBase64String(text);
        """;

    private const string Sealed = """
        var text = Encoding.UTF8.GetBytes(message);
        var sealedMessage = new byte[text.Length + 12 + 16];
        RandomNumberGenerator.Fill(sealedMessage.AsSpan(text.Length, 12));
        using var gcm = new AesGcm(Key, 16);
        gcm.Encrypt(sealedMessage.AsSpan(text.Length, 12), text, sealedMessage.AsSpan(0, text.Length), sealedMessage.AsSpan(text.Length + 12));
        return Convert.ToBase64String(sealedMessage);
        """;

    /// <summary>One message whose text is known, such as a request, gives the key of a cipher of one's own away, and with it every other message.</summary>
    [Theory]
    [InlineData(OwnCipher, true)]
    [InlineData(Sealed, false)]
    public async Task Who_knows_one_message_reads_the_next_one(string body, bool isRead)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var program = new LoadedProgram(await VictimProject.CompileAsync(VictimProject.Open(Program(body), withSecureDefaults: false), cancellationToken));

        var known = await SealAsync(Known);
        var secret = await SealAsync(Secret);
        var read = Encoding.UTF8.GetString([.. Encoding.UTF8.GetBytes(Known).Select((character, i) => (byte)(character ^ known[i] ^ secret[i]))]);

        Assert.Equal(isRead, read == Secret);

        async Task<byte[]> SealAsync(string message)
        {
            var result = await program.RunAsync("Messages", "Seal", [message], cancellationToken);
            return Convert.FromBase64String(result.Answer ?? throw new InvalidOperationException(result.Message));
        }
    }

    private static string Program(string body) => $$"""
        using System;
        using System.Security.Cryptography;
        using System.Text;

        public static class Messages
        {
            private static readonly byte[] Key = SHA256.HashData(Encoding.UTF8.GetBytes(Environment.MachineName));

            public static string Seal(string message)
            {
                {{body}}
            }
        }
        """;
}
