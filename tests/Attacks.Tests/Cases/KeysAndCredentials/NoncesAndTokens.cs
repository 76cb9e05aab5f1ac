using SocketSecurity.Analyzers.CodeFixes.KeysAndCredentials;
using SocketSecurity.Attacks.Tests.Scenarios;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Cases.KeysAndCredentials;

/// <summary>SOCK3002, SOCK3003 and SOCK3006: what repeated nonces give away, and tokens that follow from each other.</summary>
internal static class NoncesAndTokens
{
    public static IEnumerable<AttackCase> Cases { get; } =
    [
        Sealed("SOCK3002", "GCM with a nonce of zeros", new RepeatedNonce(), FreshNonceFix.FillKey, """
            using var gcm = new AesGcm(Convert.FromHexString(key), 16);
            return Seal(gcm, first) + "," + Seal(gcm, second);

            static string Seal(AesGcm gcm, string message)
            {
                var nonce = new byte[12];
                var plaintext = Encoding.UTF8.GetBytes(message);
                var ciphertext = new byte[plaintext.Length];
                var tag = new byte[16];
                gcm.Encrypt(nonce, plaintext, ciphertext, tag);
                return Convert.ToHexString(nonce) + ":" + Convert.ToHexString(ciphertext) + ":" + Convert.ToHexString(tag);
            }
            """),
        Sealed("SOCK3002", "CBC with a constant vector", new EqualBeginnings(), FreshNonceFix.GenerateKey, """
            return Seal(key, first) + "," + Seal(key, second);

            static string Seal(string key, string message)
            {
                using var aes = Aes.Create();
                aes.Key = Convert.FromHexString(key);
                aes.IV = Encoding.ASCII.GetBytes("sixteen bytes iv");
                using var encryptor = aes.CreateEncryptor();
                var plaintext = Encoding.UTF8.GetBytes(message);
                return Convert.ToHexString(aes.IV) + ":" + Convert.ToHexString(encryptor.TransformFinalBlock(plaintext, 0, plaintext.Length)) + ":";
            }
            """),
        Sealed("SOCK3003", "one nonce for all messages of a batch", new RepeatedNonce(), FreshNonceFix.FillKey, """
            using var gcm = new AesGcm(Convert.FromHexString(key), 16);
            var nonce = RandomNumberGenerator.GetBytes(12);
            var batch = new List<string>();
            foreach (var message in new[] { first, second })
            {
                var plaintext = Encoding.UTF8.GetBytes(message);
                var ciphertext = new byte[plaintext.Length];
                var tag = new byte[16];
                gcm.Encrypt(nonce, plaintext, ciphertext, tag);
                batch.Add(Convert.ToHexString(nonce) + ":" + Convert.ToHexString(ciphertext) + ":" + Convert.ToHexString(tag));
            }

            return string.Join(",", batch);
            """),
        new AttackCase("SOCK3006", "session tokens from System.Random")
        {
            Source = """
                using System;
                using System.Net;
                using System.Security.Cryptography;

                public static class Sessions
                {
                    private static readonly Random s_random = new(Environment.TickCount);

                    public static string Open() => Issue().Value + "," + Issue().Value;

                    private static Cookie Issue() => new Cookie("session", s_random.Next().ToString());
                }
                """,
            Attacks = [new NeighbourToken()],
            HonestPeer = new TwoSessions(),
            Remedies =
            [
                new Remedy(PredictableSecretFix.GeneratorKey, GenuinePeer.Public) { Refusal = null },
                new Remedy(PredictableSecretFix.AccessTokenKey, GenuinePeer.Public, UsesSecureDefaults: true) { Refusal = null },
            ],
        },
    ];

    private static AttackCase Sealed(string rule, string name, Scenario attack, string remedy, string body) => new(rule, name)
    {
        Source = $$"""
            using System;
            using System.Collections.Generic;
            using System.Security.Cryptography;
            using System.Text;

            public static class Sender
            {
                public static string Send(string key, string first, string second)
                {
                    {{body.ReplaceLineEndings("\n        ")}}
                }
            }
            """,
        Attacks = [attack],
        HonestPeer = new Recipient(),
        Remedies = [new Remedy(remedy, GenuinePeer.Public) { Refusal = null }],
    };
}
