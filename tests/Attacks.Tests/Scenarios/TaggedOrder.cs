using System.Net;
using System.Net.Sockets;
using System.Text;
using SocketSecurity.Attacks.Tests.Programs;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Scenarios;

/// <summary>A server is sent an order of 16 bytes and its tag, and hands out the secret when it believes the order.</summary>
/// <param name="Name">Who sends it.</param>
/// <param name="Tag">How the sender computes the tag.</param>
internal sealed record TaggedOrder(string Name, Func<byte[], byte[]> Tag) : Scenario(Name)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public override async Task<Outcome> PlayAsync(IProgram program, GenuinePeer genuine, CancellationToken cancellationToken)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = program.RunAsync("Server", "Serve", [listener, genuine.Server, Secret], cancellationToken);
        var answer = await SendAsync(((IPEndPoint)listener.LocalEndpoint).Port, cancellationToken);
        listener.Stop();

        var server = await serving;
        return new Outcome(answer.Contains(Secret, StringComparison.Ordinal) ? ["the order was carried out"] : [], server);
    }

    private async Task<string> SendAsync(int port, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Limit);
        var order = "tell the secret!"u8.ToArray();
        try
        {
            using var connection = new TcpClient();
            await connection.ConnectAsync(IPAddress.Loopback, port, deadline.Token);
            var stream = connection.GetStream();
            await stream.WriteAsync(order.Concat(Tag(order)).ToArray(), deadline.Token);
            using var reader = new StreamReader(stream, Encoding.ASCII);
            return await reader.ReadToEndAsync(deadline.Token);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
