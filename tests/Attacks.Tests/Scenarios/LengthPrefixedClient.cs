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
        var answer = await AskAsync(client.GetStream(), cancellationToken);
        client.Close();
        listener.Stop();

        var result = await serving;
        var allocated = GC.GetTotalAllocatedBytes() - before;
        return Bomb is { } size
            ? new Outcome(allocated >= size ? [$"nine bytes made the server allocate {allocated} bytes"] : [], result)
            : new Outcome(answer.Contains(Secret, StringComparison.Ordinal) ? ["the client was answered"] : [], result);
    }

    /// <summary>What the server answered; empty when it hung up, which may come before everything is sent.</summary>
    private async Task<string> AskAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Limit);
        try
        {
            var message = new byte[4 + 5];
            BinaryPrimitives.WriteInt32BigEndian(message, Bomb ?? 5);
            await stream.WriteAsync(message, deadline.Token);
            stream.Socket.Shutdown(SocketShutdown.Send);
            using var reader = new StreamReader(stream);
            return await reader.ReadToEndAsync(deadline.Token);
        }
        catch (Exception refused) when (refused is IOException or SocketException
            || (refused is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return "";
        }
    }
}
