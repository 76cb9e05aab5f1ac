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

    /// <summary>A message over mutual TLS and back, a sealed message, and a key ring that is exported and imported.</summary>
    public const string RoundTrips = """
        using System.Net;
        using SocketSecurity.Encryption;
        using SocketSecurity.Keys;
        using SocketSecurity.Tls;
        using SocketSecurity.Trust;

        using var authority = DevCertificates.CreateAuthority();
        using var server = authority.IssueServer();
        using var client = authority.IssueClient("worker-1");
        await using var listener = TlsListener.Start(
            new IPEndPoint(IPAddress.Loopback, 0),
            ServerCertificateSource.FromCertificate(server),
            new TlsListenerOptions
            {
                Handshake = new TlsServerOptions { ClientAuthentication = ClientAuthentication.Required(authority.CreateTrustPolicy()) },
            });
        _ = listener.RunAsync(async (connection, token) =>
        {
            await using var channel = await MessageChannel.OpenAsync(connection, cancellationToken: token);
            await channel.SendAsync((await channel.ReceiveAsync(token))!, token);
            await channel.CompleteAsync(token);
        });
        await using var connection = await TlsClient.ConnectAsync(
            "localhost",
            ((IPEndPoint)listener.LocalEndPoint).Port,
            new TlsClientOptions { Trust = authority.CreateTrustPolicy(), Identity = ClientCertificateSource.FromCertificate(client) });
        await using var channel = await MessageChannel.OpenAsync(connection);
        await channel.SendAsync("tls"u8.ToArray());
        Console.WriteLine($"received {System.Text.Encoding.UTF8.GetString((await channel.ReceiveAsync())!)}");

        using var keyEncryptionKey = SecretKey.Generate();
        using var keys = Keyring<AeadKey>.Create();
        using var imported = Keyring<AeadKey>.ImportWrapped(keys.ExportWrapped(keyEncryptionKey), keyEncryptionKey);
        using var sealing = new AeadBox(keys, "round-trip/1");
        using var opening = new AeadBox(imported, "round-trip/1");
        Console.WriteLine($"opened {opening.OpenFromString(sealing.SealToString("box"))}");

        """;

    public const string Empty = """
        System.Console.WriteLine();

        """;
}
