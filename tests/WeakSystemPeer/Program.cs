using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using SocketSecurity.Tls;
using SocketSecurity.Trust;

// One end of a connection in a process of its own, because OpenSSL reads its configuration once, when it is loaded:
//   client FOLDER PORT        connects with the library and says what happened
//   bare-client FOLDER PORT   the same with a bare SslStream that checks no certificate: what the system lets through
//   server FOLDER             a listener of the library that echoes, until its input ends
//   bare-server FOLDER        the same with a bare SslStream
//   options-client, options-server   a bare SslStream with the options that the library makes for those who do the handshake themselves
// FOLDER has ca.pem, server.crt and server.key.
var (mode, folder) = (args[0], args[1]);
return mode switch
{
    "client" => await ConnectAsync(stream => SecureTls.AuthenticateAsClientAsync(
        stream, "localhost", new TlsClientOptions { Trust = TrustPolicy.PrivateRootsFromPem(Path.Combine(folder, "ca.pem")) })),
    "bare-client" => await ConnectAsync(BareClientAsync),
    "options-client" => await ConnectAsync(OptionsClientAsync),
    "server" => await ListenAsync(),
    "bare-server" => await ServeBareAsync(certificate => new SslServerAuthenticationOptions { ServerCertificate = certificate }),
    "options-server" => await ServeBareAsync(
        certificate => SecureTls.CreateServerOptions(ServerCertificateSource.FromCertificate(certificate), new TlsServerOptions { Profile = TlsProfile.Tls13Only })),
    _ => throw new ArgumentException(mode),
};

async Task<int> ConnectAsync(Func<Stream, Task<SslStream>> authenticate)
{
    try
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, int.Parse(args[2]));
        await using var ssl = await authenticate(tcp.GetStream());
        Console.WriteLine($"accepted {ssl.SslProtocol} {ssl.NegotiatedCipherSuite}");
        return 0;
    }
    catch (Exception exception)
    {
        Console.WriteLine($"{exception.GetType().Name}: {exception.Message}");
        return 1;
    }
}

static async Task<SslStream> BareClientAsync(Stream stream)
{
    // Shows that the configuration is as weak as the test believes; nothing is sent over it.
#pragma warning disable SOCK1001
    var ssl = new SslStream(stream, false, (_, _, _, _) => true);
#pragma warning restore SOCK1001
    await ssl.AuthenticateAsClientAsync("localhost");
    return ssl;
}

async Task<SslStream> OptionsClientAsync(Stream stream)
{
    var ssl = new SslStream(stream);
    await ssl.AuthenticateAsClientAsync(
        SecureTls.CreateClientOptions("localhost", new TlsClientOptions { Trust = TrustPolicy.PrivateRootsFromPem(Path.Combine(folder, "ca.pem")) }));
    return ssl;
}

async Task<int> ListenAsync()
{
    var certificate = ServerCertificateSource.FromPem(Path.Combine(folder, "server.crt"), Path.Combine(folder, "server.key"));
    await using var listener = TlsListener.Start(new IPEndPoint(IPAddress.Loopback, 0), certificate);
    using var stop = new CancellationTokenSource();
    var running = listener.RunAsync((connection, token) => EchoAsync(connection.Stream, token), stop.Token);
    Console.WriteLine($"port {((IPEndPoint)listener.LocalEndPoint).Port}");
    await Console.In.ReadToEndAsync();
    await stop.CancelAsync();
    await running;
    Console.WriteLine($"accepted {listener.Statistics.Accepted} failed {listener.Statistics.FailedHandshakes}");
    return 0;
}

async Task<int> ServeBareAsync(Func<X509Certificate2, SslServerAuthenticationOptions> options)
{
    using var certificate = X509Certificate2.CreateFromPemFile(
        Path.Combine(folder, "server.crt"), Path.Combine(folder, "server.key"));
    using var listener = new TcpListener(IPAddress.Loopback, 0);
    listener.Start();
    Console.WriteLine($"port {((IPEndPoint)listener.LocalEndpoint).Port}");
    using var client = await listener.AcceptTcpClientAsync();
    client.ReceiveTimeout = 10_000;
    using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
    await using var ssl = new SslStream(client.GetStream());
    try
    {
        await ssl.AuthenticateAsServerAsync(options(certificate), limit.Token);
        await EchoAsync(ssl, limit.Token);
    }
    catch (Exception exception) when (exception is AuthenticationException or IOException or TlsException)
    {
        Console.WriteLine(exception.Message);
    }

    return 0;
}

static async Task EchoAsync(Stream stream, CancellationToken token)
{
    var buffer = new byte[256];
    if (await stream.ReadAsync(buffer, token) is > 0 and var read)
    {
        await stream.WriteAsync(buffer.AsMemory(0, read), token);
    }
}
