using System.Net;
using System.Net.Sockets;
using SocketSecurity.Attacks.Tests.Programs;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Scenarios;

/// <summary>A client that begins a handshake and never gets on with it: it says nothing, or one byte now and then.</summary>
internal sealed record StallingClient(bool Drips) : Scenario(Drips ? "dripping client" : "silent client")
{
    /// <summary>Longer than the ten seconds that the fixes give a handshake.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(13);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>The head of a record with a ClientHello that is longer than it will ever become.</summary>
    private static readonly byte[] BeginningOfHello = [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03];

    public override async Task<Outcome> PlayAsync(IProgram program, GenuinePeer genuine, CancellationToken cancellationToken)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = program.RunAsync("Server", "Serve", [listener, genuine.Server, Secret], cancellationToken);

        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint, cancellationToken);
        var wasHeld = !await IsHungUpAsync(client, cancellationToken);
        client.Close();
        listener.Stop();

        return new Outcome(wasHeld ? [$"the server held a connection without a handshake for {Patience.TotalSeconds} seconds"] : [], await serving);
    }

    private async Task<bool> IsHungUpAsync(TcpClient client, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var reading = client.GetStream().ReadAsync(new byte[64], patience.Token).AsTask();
            for (var sent = 0; Drips && !reading.IsCompleted; sent++)
            {
                await client.GetStream().WriteAsync(new[] { sent < BeginningOfHello.Length ? BeginningOfHello[sent] : (byte)0 }, patience.Token);
                await Task.WhenAny(reading, Task.Delay(Pause, patience.Token));
                patience.Token.ThrowIfCancellationRequested();
            }

            await reading;
            return true;
        }
        catch (IOException)
        {
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
