using System.Net;
using System.Net.Sockets;
using SocketSecurity.Tls;

namespace SocketSecurity.Benchmarks.Tls.Cost;

/// <summary>The library beside a bare SslStream with equivalent settings: handshakes, messages there and back, and messages one way.</summary>
internal static class CostReport
{
    private static readonly int[] Sizes = [1, 64, 1024, 16 * 1024, 64 * 1024, 1024 * 1024];

    public static async Task PrintAsync(int rounds)
    {
        Console.WriteLine("| | time, ratio | processor time, ratio | time in this run | bytes allocated | bare |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var profile in new[] { TlsProfile.Default, TlsProfile.Tls13Only })
        {
            using var handshakes = new Handshakes(profile);
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            Print(
                $"handshake, {profile}",
                await Pair.CompareAsync(
                    rounds * 2, 20, () => Handshakes.RunAsync(listener, handshakes.OursAsync), () => Handshakes.RunAsync(listener, handshakes.BareAsync)));
        }

        foreach (var size in Sizes)
        {
            await using var messages = await Messages.OpenAsync(size);
            var repetitions = Math.Clamp(4_000_000 / size, 10, 1000);
            Print($"{size} B there and back", await Pair.CompareAsync(rounds, repetitions, messages.OursThereAndBackAsync, messages.BareThereAndBackAsync));
            Print($"{size} B one way", await Pair.CompareAsync(
                rounds, 1, () => messages.OursOneWayAsync(repetitions * 4), () => messages.BareOneWayAsync(repetitions * 4)), repetitions * 4);
        }
    }

    private static void Print(string name, Comparison comparison, int operations = 1) =>
        Console.WriteLine(
            $"| {name} | {comparison.TimeRatio:0.00} | {comparison.ProcessorRatio:0.00} | {comparison.Microseconds / operations:0.0} µs | {comparison.Bytes / operations:0.#} | {comparison.BareBytes / operations:0.#} |");
}
