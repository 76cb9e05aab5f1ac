using SocketSecurity.Analyzers.CodeFixes.MessageProtection;
using SocketSecurity.Attacks.Tests.Scenarios;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Cases.MessageProtection;

/// <summary>SOCK4007: a receiver that compares so little of a code that a forger can try everything.</summary>
internal static class ShortTags
{
    public static IEnumerable<AttackCase> Cases { get; } =
    [
        new AttackCase("SOCK4007", "one byte of an HMAC")
        {
            Source = """
                using System;
                using System.Security.Cryptography;
                using System.Text;

                public static class Orders
                {
                    private static readonly byte[] Key = Convert.FromBase64String(Environment.GetEnvironmentVariable("ORDER_KEY") ?? "c29tZWJvZHkncyBrZXkgb2YgMzIgYnl0ZXMsIGZvciB0ZXN0cy4=");

                    public static string Sign(string order) => Convert.ToBase64String(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(order)));

                    public static string Take(string order, string tag)
                    {
                        var mac = HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(order));
                        return CryptographicOperations.FixedTimeEquals(mac.AsSpan(0, 1), Convert.FromBase64String(tag)) ? "taken" : "refused";
                    }
                }
                """,
            Attacks = [new GuessedTag()],
            HonestPeer = new IssuedTag(Length: 16),
            Remedies = [new Remedy(AuthenticationTagFix.FullTagKey, GenuinePeer.Public) { Refusal = null }],
        },
    ];
}
