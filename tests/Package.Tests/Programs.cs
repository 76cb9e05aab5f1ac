namespace SocketSecurity.Package.Tests;

internal static class Programs
{
    /// <summary>A TLS client that accepts every certificate, SOCK1001, and has no other fault that breaks a strict build.</summary>
    public const string Insecure = """
        using System.Net.Security;
        using System.Net.Sockets;

        internal static class Program
        {
            private static void Main()
            {
                using var client = new TcpClient("localhost", 443) { ReceiveTimeout = 10_000 };
                using var stream = new SslStream(client.GetStream(), false, (sender, certificate, chain, errors) => true);
                stream.AuthenticateAsClient("localhost");
            }
        }

        """;

    /// <summary>Hashes a password with the least of Argon2id, which takes the native library; and SOCK1001.</summary>
    public const string HashesAPassword = """
        using System.Net.Security;
        using SocketSecurity.Keys;

        var algorithm = Argon2idAlgorithm.Default;
        using var hasher = new PasswordHasher(new PasswordHasherOptions { Algorithm = algorithm, Cost = algorithm.Floor });
        Console.WriteLine(hasher.Hash("correct horse"));
        Func<Stream, SslStream> insecure = stream => new SslStream(stream, false, (sender, certificate, chain, errors) => true);

        """;

    /// <summary>Asks a Redis server that is not there; and SOCK1001.</summary>
    public const string AsksRedis = """
        using System.Net.Security;
        using SocketSecurity.Replay;
        using StackExchange.Redis;

        await using var redis = await ConnectionMultiplexer.ConnectAsync("127.0.0.1:1,abortConnect=false,connectTimeout=200");
        var guard = new SharedReplayGuard(new RedisReplayStore(redis, new RedisReplayStoreOptions { Timeout = TimeSpan.FromSeconds(1) }));
        Console.WriteLine(await guard.CheckAsync(new byte[16], DateTimeOffset.UtcNow));
        Func<Stream, SslStream> insecure = stream => new SslStream(stream, false, (sender, certificate, chain, errors) => true);

        """;

    public const string Empty = """
        System.Console.WriteLine();

        """;
}
