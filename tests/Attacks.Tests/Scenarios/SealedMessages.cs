using SocketSecurity.Attacks.Tests.Programs;

namespace SocketSecurity.Attacks.Tests.Scenarios;

/// <summary>What a sender makes of two messages: <c>Sender.Send(key, first, second)</c> gives each as nonce, ciphertext and tag in hex, with a colon between.</summary>
internal static class SealedMessages
{
    /// <summary>What sender and recipient share.</summary>
    public static byte[] Key { get; } = [.. Enumerable.Range(1, 32).Select(number => (byte)(number * 7))];

    public static Task<ProgramResult> SendAsync(IProgram program, string first, string second, CancellationToken cancellationToken) =>
        program.RunAsync("Sender", "Send", [Convert.ToHexString(Key), first, second], cancellationToken);

    public static List<(byte[] Nonce, byte[] Ciphertext, byte[] Tag)> Parse(string answer) =>
    [
        .. answer.Split(',')
            .Select(message => message.Split(':'))
            .Select(parts => (Convert.FromHexString(parts[0]), Convert.FromHexString(parts[1]), Convert.FromHexString(parts[2]))),
    ];
}
