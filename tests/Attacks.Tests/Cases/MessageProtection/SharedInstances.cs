using SocketSecurity.Analyzers.CodeFixes.MessageProtection;
using SocketSecurity.Attacks.Tests.Scenarios;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Cases.MessageProtection;

/// <summary>SOCK4008: one object for all threads. The victims run in processes of their own, because such a program may not survive.</summary>
internal static class SharedInstances
{
    public static IEnumerable<AttackCase> Cases { get; } =
    [
        new AttackCase("SOCK4008", "one AesGcm for all threads")
        {
            Source = """
                using System;
                using System.Linq;
                using System.Security.Cryptography;
                using System.Text;
                using System.Threading;
                using System.Threading.Tasks;

                public static class Client
                {
                    private const int Workers = 4;
                    private const int Messages = 20_000;

                    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);
                    private static readonly AesGcm Box = new AesGcm(Key, 16);

                    public static async Task<string> AskAsync(string host, int port, string secret)
                    {
                        var broken = 0;
                        await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(() => Interlocked.Add(ref broken, Work(secret)))));
                        return broken == 0 ? "whole" : $"{broken} messages could not be read";
                    }

                    private static int Work(string secret)
                    {
                        var broken = 0;
                        var message = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(secret, 100)));
                        using var receiver = new AesGcm(Key, 16);
                        for (int i = 0; i < Messages; i++)
                        {
                            var nonce = RandomNumberGenerator.GetBytes(12);
                            var encrypted = new byte[message.Length];
                            var tag = new byte[16];
                            try
                            {
                                Seal(nonce, message, encrypted, tag);
                                receiver.Decrypt(nonce, encrypted, tag, new byte[message.Length]);
                            }
                            catch (CryptographicException)
                            {
                                broken++;
                            }
                        }

                        return broken;
                    }

                    private static void Seal(byte[] nonce, byte[] message, byte[] encrypted, byte[] tag) => Box.Encrypt(nonce, message, encrypted, tag);
                }
                """,
            Attacks = [new BusyProgram(IsAttack: true)],
            HonestPeer = new BusyProgram(IsAttack: false),
            Remedies = [new Remedy(SharedAeadInstanceFix.PerThreadKey, GenuinePeer.Public) { Refusal = null }],
            OwnProcess = new Dictionary<string, string>(),
        },
    ];
}
