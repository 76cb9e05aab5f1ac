using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Samples.Authentication.Insecure;

/// <summary>
/// A log-in as many tutorials write it: the password crosses the network in the clear and is stored and compared as text, and
/// the token that follows says who its holder is, but anybody can write one.
/// </summary>
internal static class Program
{
    private static readonly Dictionary<string, string> Passwords = new() { ["ann"] = "correct horse" };

    private static async Task Main()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var server = Serve(listener);

        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using var reader = new StreamReader(client.GetStream());
        using var writer = new StreamWriter(client.GetStream()) { AutoFlush = true };
        await writer.WriteLineAsync("ann:correct horse");
        var token = await reader.ReadLineAsync();
        await writer.WriteLineAsync(token);
        Console.WriteLine(await reader.ReadLineAsync());
        await server;
    }

    private static async Task Serve(TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync();
        using var reader = new StreamReader(client.GetStream());
        using var writer = new StreamWriter(client.GetStream()) { AutoFlush = true };

        var login = (await reader.ReadLineAsync())!.Split(':');
        if (Passwords[login[0]] == login[1])
        {
            await writer.WriteLineAsync(Convert.ToBase64String(Encoding.UTF8.GetBytes($"{login[0]};role=user")));
        }

        var token = Encoding.UTF8.GetString(Convert.FromBase64String((await reader.ReadLineAsync())!));
        await writer.WriteLineAsync($"hello {token.Split(';')[0]}");
    }
}
