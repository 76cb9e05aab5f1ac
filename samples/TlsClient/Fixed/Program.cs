using System.Text;
using SocketSecurity.Tls;
using SocketSecurity.Trust;

namespace Samples.Client.Fixed;

/// <summary>
/// A client that knows whom it talks to: it trusts the server's authority and nothing else, and the certificate must be for
/// the host that was meant. Without the file it trusts the system's roots, as any public server needs.
/// </summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        var host = arguments.Length > 0 ? arguments[0] : "localhost";
        var port = arguments.Length > 1 ? int.Parse(arguments[1]) : 8443;
        var trust = File.Exists("dev-ca.pem") ? TrustPolicy.PrivateRootsFromPem("dev-ca.pem") : TrustPolicy.System;

        try
        {
            await using var connection = await TlsClient.ConnectAsync(host, port, new TlsClientOptions { Trust = trust });
            var hello = "hello\n"u8.ToArray();
            await connection.Stream.WriteAsync(hello);

            // An echo is as long as what was said; a line would be as long as the server likes.
            var answer = new byte[hello.Length];
            await connection.Stream.ReadExactlyAsync(answer);
            Console.Write(Encoding.UTF8.GetString(answer));
            return 0;
        }
        catch (TlsException problem)
        {
            Console.Error.WriteLine(problem.Message);
            return 1;
        }
    }
}
