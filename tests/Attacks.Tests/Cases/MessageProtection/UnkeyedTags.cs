using System.Security.Cryptography;
using SocketSecurity.Analyzers.CodeFixes.MessageProtection;
using SocketSecurity.Attacks.Tests.Scenarios;
using SocketSecurity.Attacks.Tests.World;
using SocketSecurity.Keys;
using SocketSecurity.Tokens;

namespace SocketSecurity.Attacks.Tests.Cases.MessageProtection;

/// <summary>SOCK4005: a server that believes an order because its hash came with it.</summary>
internal static class UnkeyedTags
{
    private static readonly byte[] Key = NewKey();

    private static readonly TaggedOrder Forger = new("tag computed by somebody without a key", SHA256.HashData);

    public static IEnumerable<AttackCase> Cases { get; } =
    [
        Case("key used as it is", order => HMACSHA256.HashData(Key, order), new Remedy(UnkeyedIntegrityFix.HmacKey, GenuinePeer.Public) { Refusal = typeof(InvalidDataException) }),
        Case(
            "key derived by the library",
            order => MessageMac.Compute(SecretKey.FromBytes(Key).Derive<MacKey>("message tags"), order),
            new Remedy(UnkeyedIntegrityFix.MessageMacKey, GenuinePeer.Public, UsesSecureDefaults: true) { Refusal = typeof(InvalidDataException) }),
    ];

    private static AttackCase Case(string name, Func<byte[], byte[]> honestTag, Remedy remedy) => new("SOCK4005", name)
    {
        Source = """
            using System;
            using System.IO;
            using System.Net.Sockets;
            using System.Security.Cryptography;
            using System.Security.Cryptography.X509Certificates;
            using System.Text;
            using System.Threading.Tasks;

            public static class Server
            {
                public static async Task ServeAsync(TcpListener listener, X509Certificate2 certificate, string secret)
                {
                    using var tcp = await listener.AcceptTcpClientAsync();
                    var stream = tcp.GetStream();
                    var order = new byte[16];
                    await stream.ReadExactlyAsync(order);
                    var tag = new byte[32];
                    await stream.ReadExactlyAsync(tag);
                    if (!CryptographicOperations.FixedTimeEquals(SHA256.HashData(order), tag))
                    {
                        throw new InvalidDataException("The tag is not that of the order.");
                    }

                    await stream.WriteAsync(Encoding.ASCII.GetBytes(secret));
                }
            }
            """,
        Attacks = [Forger],
        HonestPeer = new TaggedOrder("sender with the key", honestTag),
        Remedies = [remedy],
    };

    /// <summary>The programs of these cases run inside the test's process and read the key where the fix tells them to.</summary>
    private static byte[] NewKey()
    {
        var key = RandomNumberGenerator.GetBytes(32);
        Environment.SetEnvironmentVariable(UnkeyedIntegrityFix.KeyVariable, Convert.ToBase64String(key));
        return key;
    }
}
