using System.Net.Security;
using System.Net.Sockets;

namespace Samples.Client.Insecure;

/// <summary>"Works with the self-signed certificate of the test server": and with the certificate of anyone who answers instead.</summary>
internal static class Program
{
    private static void Main(string[] arguments)
    {
        var host = arguments.Length > 0 ? arguments[0] : "localhost";
        var port = arguments.Length > 1 ? int.Parse(arguments[1]) : 8443;

        using var client = new TcpClient(host, port);
        using var tls = new SslStream(client.GetStream(), false, (sender, certificate, chain, errors) => true);
        tls.AuthenticateAsClient(host);

        using var writer = new StreamWriter(tls) { AutoFlush = true };
        using var reader = new StreamReader(tls);
        writer.WriteLine("hello");
        Console.WriteLine(reader.ReadLine());
    }
}
