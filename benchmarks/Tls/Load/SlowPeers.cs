using System.Diagnostics;
using System.Net.Sockets;
using SocketSecurity.Tls;

namespace SocketSecurity.Benchmarks.Tls.Load;

/// <summary>Honest clients one after the other, alone and while other sockets say nothing or a byte a second.</summary>
public static class SlowPeers
{
    /// <summary>The header of a handshake record of 16 KiB, whose bytes then never come to an end.</summary>
    private static readonly byte[] RecordHeader = [22, 3, 3, 0x40, 0];

    public static async Task<Result> RunAsync(int silent, int dripping, int honest)
    {
        var room = silent + dripping + 100;
        await using var loopback = new Loopback(new TlsListenerOptions
        {
            MaxPendingHandshakes = room,
            MaxPendingPerAddress = room,
            Handshake = new TlsServerOptions { HandshakeTimeout = TimeSpan.FromMinutes(10) },
        });
        var alone = await AskAsync(loopback, honest);

        List<Socket> slow = [];
        for (var i = 0; i < silent + dripping; i++)
        {
            slow.Add(await loopback.ConnectRawAsync());
        }

        using var end = new CancellationTokenSource();
        var drips = DripAsync(slow[silent..], end.Token);
        while (loopback.Listener.Statistics.Pending < silent + dripping)
        {
            await Task.Delay(20);
        }

        var besides = await AskAsync(loopback, honest);
        var pending = loopback.Listener.Statistics.Pending;
        await end.CancelAsync();
        await drips;
        slow.ForEach(socket => socket.Dispose());
        return new Result(alone, besides, pending);
    }

    private static async Task<Latencies> AskAsync(Loopback loopback, int count)
    {
        List<TimeSpan> times = [];
        for (var i = 0; i < count; i++)
        {
            var watch = Stopwatch.StartNew();
            await loopback.AskAsync();
            times.Add(watch.Elapsed);
        }

        return new Latencies(times);
    }

    private static async Task DripAsync(List<Socket> sockets, CancellationToken cancellationToken)
    {
        try
        {
            for (var round = 0; ; round++)
            {
                foreach (var socket in sockets)
                {
                    await socket.SendAsync(round == 0 ? RecordHeader : new byte[] { 1 }, cancellationToken);
                }

                await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The measurement is over.
        }
    }

    public sealed record Result(Latencies Alone, Latencies BesidesSlowPeers, int StillPending)
    {
        public override string ToString() => $"alone:              {Alone}\nbesides slow peers: {BesidesSlowPeers}; {StillPending} of them still connected";
    }
}
