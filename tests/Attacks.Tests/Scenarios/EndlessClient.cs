using System.Net;
using System.Net.Sockets;
using SocketSecurity.Attacks.Tests.Programs;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Scenarios;

/// <summary>A client that sends a short message, or one that goes on for much longer than any message of the program.</summary>
internal sealed record EndlessClient(bool IsShort) : Scenario(IsShort ? "short message" : "message without an end")
{
    /// <summary>Many times what the fixes allow, and what the buffers between two sockets hold.</summary>
    private const int Size = 64 * 1024 * 1024;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    public override async Task<Outcome> PlayAsync(IProgram program, GenuinePeer genuine, CancellationToken cancellationToken)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = program.RunAsync("Server", "Serve", [listener, genuine.Server, Secret], cancellationToken);

        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint, cancellationToken);
        var (sent, answer) = await TalkAsync(client.GetStream(), cancellationToken);
        client.Close();
        listener.Stop();

        string[] achieved = (IsShort, answer.Contains(Secret, StringComparison.Ordinal)) switch
        {
            (true, true) => ["the client was answered"],
            (false, _) when sent == Size => [$"the server kept {sent} bytes of one client"],
            _ => [],
        };
        return new Outcome(achieved, await serving);
    }

    /// <summary>How much the server took before it hung up, and what it answered.</summary>
    private async Task<(long Sent, string Answer)> TalkAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Limit);
        var sent = 0L;
        try
        {
            var block = new byte[IsShort ? 5 : 1024 * 1024];
            for (var size = IsShort ? block.Length : Size; sent < size; sent += block.Length)
            {
                await stream.WriteAsync(block, deadline.Token);
            }

            stream.Socket.Shutdown(SocketShutdown.Send);
            using var reader = new StreamReader(stream);
            return (sent, await reader.ReadToEndAsync(deadline.Token));
        }
        catch (Exception refused) when (refused is IOException or SocketException
            || (refused is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return (sent, "");
        }
    }
}
