using BenchmarkDotNet.Running;
using SocketSecurity.Benchmarks.Messages;

if (args is ["paired"])
{
    PairedRun.Start();
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(PairedRun).Assembly).Run(args);
}
