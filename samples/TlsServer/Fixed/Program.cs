using System.Net;
using System.Net.Sockets;
using SocketSecurity.Tls;
using SocketSecurity.Trust;

namespace Samples.Server.Fixed;

/// <summary>
/// The same echo server: TLS 1.2 and 1.3 only, a certificate that clients can verify, a time limit for handshakes, and no
/// client that can hold up the others.
/// </summary>
internal static class Program
{
    private static async Task Main(string[] arguments)
    {
        var port = arguments.Length > 0 ? int.Parse(arguments[0]) : 8443;

        // In production: ServerCertificateSource.FromPem with the files your certificate authority issued.
        using var authority = DevCertificates.CreateAuthority();
        using var certificate = authority.IssueServer("localhost");
        var source = ServerCertificateSource.FromCertificate(certificate);
        await File.WriteAllTextAsync("dev-ca.pem", authority.ExportPem());

        using var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        Console.WriteLine($"Listening on {listener.LocalEndpoint}");

        while (true)
        {
            _ = Serve(await listener.AcceptTcpClientAsync(), source);
        }
    }

    private static async Task Serve(TcpClient client, ServerCertificateSource certificate)
    {
        try
        {
            using var connection = client;
            await using var tls = await SecureTls.AuthenticateAsServerAsync(client.GetStream(), certificate);

            // Blocks, not lines: a line is as long as the client likes, and would be kept in memory until it ends.
            var block = new byte[4096];
            int count;
            while ((count = await tls.ReadAsync(block)) > 0)
            {
                await tls.WriteAsync(block.AsMemory(0, count));
            }
        }
        catch (Exception problem) when (problem is TlsException or IOException)
        {
            Console.Error.WriteLine(problem.Message);
        }
    }
}
