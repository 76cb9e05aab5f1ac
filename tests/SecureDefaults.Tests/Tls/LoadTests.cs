using SocketSecurity.Benchmarks.Tls.Load;

namespace SocketSecurity.SecureDefaults.Tests.Tls;

/// <summary>
/// The load of benchmarks/Tls in a size that every run can afford. Latencies are reported, not judged, except for what no busy
/// machine explains: an honest client that has to wait for a slow one waits for minutes.
/// </summary>
public sealed class LoadTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Unexplained = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_thousand_silent_and_a_thousand_dripping_clients_do_not_keep_honest_ones_waiting()
    {
        var result = await SlowPeers.RunAsync(silent: 1000, dripping: 1000, honest: 25);

        output.WriteLine(result.ToString());
        Assert.Equal(25, result.BesidesSlowPeers.Count);
        Assert.Equal(2000, result.StillPending);
        Assert.True(result.BesidesSlowPeers.Longest < Unexplained, result.ToString());
    }

    [Fact]
    public async Task No_handshake_fails_while_certificates_are_swapped()
    {
        var result = await CertificateSwap.RunAsync(workers: 4, TimeSpan.FromSeconds(4), swapEvery: TimeSpan.FromMilliseconds(200));

        output.WriteLine(result.ToString());
        Assert.Equal([], result.Failures);
        Assert.True(result.Swaps >= 2, $"{result}");
        Assert.Equal(result.Swaps, result.RefusedFiles);
        Assert.True(result.CertificatesSeen >= 2, $"{result}");
    }

    [Fact]
    public async Task Neither_memory_nor_handles_grow_with_the_number_of_connections()
    {
        var result = await Churn.RunAsync(1500, workers: 4);

        output.WriteLine(result.ToString());
        Assert.Equal(1500, result.Connections);

        // Other tests run in this process meanwhile: what leaked once a connection would show all the same.
        Assert.True(result.Late.Handles - result.Early.Handles < 700, result.ToString());
    }
}
