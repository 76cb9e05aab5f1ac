using System.Security.Cryptography;
using SocketSecurity.Analyzers.CodeFixes.MessageProtection;
using SocketSecurity.Attacks.Tests.Scenarios;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Cases.MessageProtection;

/// <summary>SOCK4001, SOCK4002, SOCK4003: what somebody who carries or hears a message can do to it without the key.</summary>
internal static class SymmetricCiphers
{
    private static readonly IReadOnlyList<Remedy> Refusing =
    [
        new Remedy(SymmetricCipherFix.AesGcmKey, GenuinePeer.Public) { Refusal = typeof(CryptographicException) },
        new Remedy(SymmetricCipherFix.AeadBoxKey, GenuinePeer.Public, UsesSecureDefaults: true) { Refusal = typeof(Encryption.DecryptionFailedException) },
    ];

    private static readonly IReadOnlyList<Remedy> Hiding = [.. Refusing.Select(remedy => remedy with { Refusal = null })];

    public static IEnumerable<AttackCase> Cases { get; } =
    [
        new AttackCase("SOCK4003", "CBC with the vector in front")
        {
            Source = Source("""
                public static string Encrypt(string text)
                {
                    using var aes = Aes.Create();
                    aes.Key = Key;
                    aes.GenerateIV();
                    var cipher = aes.EncryptCbc(Encoding.UTF8.GetBytes(text), aes.IV);
                    var message = new byte[aes.IV.Length + cipher.Length];
                    Buffer.BlockCopy(aes.IV, 0, message, 0, aes.IV.Length);
                    Buffer.BlockCopy(cipher, 0, message, aes.IV.Length, cipher.Length);
                    return Convert.ToBase64String(message);
                }

                public static string Decrypt(string text)
                {
                    var message = Convert.FromBase64String(text);
                    var iv = message[..16];
                    var cipher = message[16..];
                    using var aes = Aes.Create();
                    aes.Key = Key;
                    return Encoding.UTF8.GetString(aes.DecryptCbc(cipher, iv));
                }
                """),
            Attacks = [new ChangedMessage()],
            HonestPeer = new GenuineMessage(),
            Remedies = Refusing,
        },
        new AttackCase("SOCK4002", "ECB looked at")
        {
            Source = Source(Block("Aes")),
            Attacks = [new RepeatedBlocks(16)],
            HonestPeer = new GenuineMessage(),
            Remedies = Hiding,
        },
        new AttackCase("SOCK4002", "ECB rearranged")
        {
            Source = Source(Block("Aes")),
            Attacks = [new MovedBlocks(16)],
            HonestPeer = new GenuineMessage(),
            Remedies = Refusing,
        },
        new AttackCase("SOCK4001", "Triple DES rearranged")
        {
            Source = Source(Block("TripleDES").Replace("Key;", "Key[..24];", StringComparison.Ordinal)),
            Attacks = [new MovedBlocks(8)],
            HonestPeer = new GenuineMessage(),
            Remedies = Refusing,
        },
    ];

    private static string Block(string algorithm) => $$"""
        public static string Encrypt(string text)
        {
            using var cipher = {{algorithm}}.Create();
            cipher.Key = Key;
            cipher.Mode = CipherMode.ECB;
            using var encryptor = cipher.CreateEncryptor();
            var bytes = Encoding.UTF8.GetBytes(text);
            return Convert.ToBase64String(encryptor.TransformFinalBlock(bytes, 0, bytes.Length));
        }

        public static string Decrypt(string text)
        {
            using var cipher = {{algorithm}}.Create();
            cipher.Key = Key;
            cipher.Mode = CipherMode.ECB;
            using var decryptor = cipher.CreateDecryptor();
            var bytes = Convert.FromBase64String(text);
            return Encoding.UTF8.GetString(decryptor.TransformFinalBlock(bytes, 0, bytes.Length));
        }
        """;

    /// <summary>Every run has the same key, because encryption and decryption are separate runs.</summary>
    private static string Source(string members) => $$"""
        using System;
        using System.Security.Cryptography;
        using System.Text;

        public static class Messages
        {
            private static readonly byte[] Key = SHA256.HashData(Encoding.UTF8.GetBytes("shared by both sides"));

            {{members}}
        }
        """;
}
