using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using SocketSecurity.Attacks.Tests.Programs;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Scenarios;

/// <summary>A client that announces a message and its length: one that it sends, or one so large that it never could.</summary>
internal sealed record LengthPrefixedClient(int? Bomb) : Scenario(Bomb is null ? "short message" : "length bomb")
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public override async Task<Outcome> PlayAsync(IProgram program, GenuinePeer genuine, CancellationToken cancellationToken)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = program.RunAsync("Server", "Serve", [listener, genuine.Server, Secret], cancellationToken);
        var before = GC.GetTotalAllocatedBytes();

        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint, cancellationToken);
        var message = new byte[4 + 5];
        BinaryPrimitives.WriteInt32BigEndian(message, Bomb ?? 5);
        await client.GetStream().WriteAsync(message, cancellationToken);
        client.Client.Shutdown(SocketShutdown.Send);
        var answer = await AnswerAsync(client, cancellationToken);
        listener.Stop();

        var result = await serving;
        var allocated = GC.GetTotalAllocatedBytes() - before;
        return Bomb is { } size
            ? new Outcome(allocated >= size ? [$"nine bytes made the server allocate {allocated} bytes"] : [], result)
            : new Outcome(answer.Contains(Secret, StringComparison.Ordinal) ? ["the client was answered"] : [], result);
    }

    private static async Task<string> AnswerAsync(TcpClient client, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Limit);
        try
        {
            using var reader = new StreamReader(client.GetStream());
            return await reader.ReadToEndAsync(deadline.Token);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
