using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Samples.Server.Insecure;

/// <summary>An echo server as many tutorials write it: old protocol versions for old clients, and a client certificate that is asked for but not checked.</summary>
internal static class Program
{
    private static async Task Main(string[] arguments)
    {
        var port = arguments.Length > 0 ? int.Parse(arguments[0]) : 8443;
        using var certificate = CreateCertificate();
        using var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        Console.WriteLine($"Listening on {listener.LocalEndpoint}");

        while (true)
        {
            using var client = await listener.AcceptTcpClientAsync();
            await Serve(client, certificate);
        }
    }

    private static async Task Serve(TcpClient client, X509Certificate2 certificate)
    {
        using var tls = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, (sender, peer, chain, errors) => true);
        await tls.AuthenticateAsServerAsync(
            certificate,
            clientCertificateRequired: true,
            SslProtocols.Tls | SslProtocols.Tls11 | SslProtocols.Tls12,
            checkCertificateRevocation: false);

        using var reader = new StreamReader(tls);
        using var writer = new StreamWriter(tls) { AutoFlush = true };
        while (await reader.ReadLineAsync() is { } line)
        {
            await writer.WriteLineAsync(line);
        }
    }

    private static X509Certificate2 CreateCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddYears(10));
    }
}
