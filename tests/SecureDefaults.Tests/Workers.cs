using System.Collections.Concurrent;

namespace SocketSecurity.SecureDefaults.Tests;

/// <summary>Runs one body on several threads at once and reports every exception of any of them, and a thread that does not end.</summary>
public static class Workers
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    public static void Run(int threads, Action<int> body)
    {
        var errors = new ConcurrentQueue<Exception>();
        var start = new Barrier(threads);
        var all = Enumerable.Range(0, threads).Select(index => new Thread(() =>
        {
            start.SignalAndWait();
            try
            {
                body(index);
            }
            catch (Exception e)
            {
                errors.Enqueue(e);
            }
        })
        {
            IsBackground = true,
        }).ToList();
        all.ForEach(t => t.Start());
        var end = DateTime.UtcNow + Limit;
        Assert.All(all, t => Assert.True(t.Join(end > DateTime.UtcNow ? end - DateTime.UtcNow : TimeSpan.Zero), "A thread did not end."));
        Assert.Empty(errors);
    }
}
