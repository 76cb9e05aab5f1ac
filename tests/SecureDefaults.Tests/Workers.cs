using System.Collections.Concurrent;

namespace SocketSecurity.SecureDefaults.Tests;

/// <summary>Runs one body on several threads at once and reports every exception of any of them.</summary>
public static class Workers
{
    public static void Run(int threads, Action<int> body)
    {
        var errors = new ConcurrentQueue<Exception>();
        using var start = new Barrier(threads);
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
        })).ToList();
        all.ForEach(t => t.Start());
        all.ForEach(t => t.Join());
        Assert.Empty(errors);
    }
}
