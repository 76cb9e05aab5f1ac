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
            await using var writer = new StreamWriter(connection.Stream) { AutoFlush = true };
            using var reader = new StreamReader(connection.Stream);
            await writer.WriteLineAsync("hello");
            Console.WriteLine(await reader.ReadLineAsync());
            return 0;
        }
        catch (TlsException problem)
        {
            Console.Error.WriteLine(problem.Message);
            return 1;
        }
    }
}
