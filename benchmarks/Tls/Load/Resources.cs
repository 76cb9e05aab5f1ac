namespace SocketSecurity.Benchmarks.Tls.Load;

/// <summary>What this process holds after everything that can be collected was collected.</summary>
public readonly record struct Resources(long ManagedBytes, long ResidentBytes, int Handles)
{
    public static Resources Now()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        // On Linux the open files are what runs out; elsewhere the system counts handles.
        var handles = Directory.Exists("/proc/self/fd")
            ? Directory.GetFiles("/proc/self/fd").Length
            : System.Diagnostics.Process.GetCurrentProcess().HandleCount;
        return new Resources(GC.GetTotalMemory(forceFullCollection: true), Environment.WorkingSet, handles);
    }

    public override string ToString() =>
        $"{ManagedBytes / 1048576.0:0.0} MiB managed, {ResidentBytes / 1048576.0:0} MiB resident, {Handles} open files";
}
