namespace SocketSecurity.Benchmarks.Tls.Load;

/// <summary>Connections that come and go, both ends in this process: neither memory nor open files may grow with their number.</summary>
public static class Churn
{
    /// <summary>A tenth of the connections first, so that pools and caches are filled when counting begins.</summary>
    private const int WarmUpShare = 10;

    public static async Task<Result> RunAsync(int count, int workers)
    {
        await using var loopback = new Loopback();
        await AskAsync(loopback, count / WarmUpShare, workers);
        var before = await SettledAsync(loopback);
        await AskAsync(loopback, count - (count / WarmUpShare), workers);
        return new Result(loopback.Listener.Statistics.Accepted, before, await SettledAsync(loopback));
    }

    private static async Task AskAsync(Loopback loopback, int count, int workers)
    {
        var left = count;
        await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await loopback.AskAsync();
            }
        })));
    }

    private static async Task<Resources> SettledAsync(Loopback loopback)
    {
        while (loopback.Listener.Statistics is not { Active: 0, Pending: 0 })
        {
            await Task.Delay(20);
        }

        return Resources.Now();
    }

    public sealed record Result(long Connections, Resources Early, Resources Late)
    {
        public override string ToString() => $"{Connections} connections\nafter a tenth: {Early}\nafter all:     {Late}";
    }
}
