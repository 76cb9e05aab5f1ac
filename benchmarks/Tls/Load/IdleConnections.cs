using System.Diagnostics;
using System.Net.Sockets;
using SocketSecurity.Tls;
using SocketSecurity.Trust;

namespace SocketSecurity.Benchmarks.Tls.Load;

/// <summary>What connections at rest cost the server. The clients live in a process of their own.</summary>
public static class IdleConnections
{
    public const string ClientMode = "idle-clients";

    private const int Workers = 4;

    public static async Task<Result> RunAsync(int count)
    {
        await using var loopback = new Loopback(new TlsListenerOptions
        {
            MaxConnections = count + 100,
            IdleTimeout = TimeSpan.FromHours(1),
            Handshake = new TlsServerOptions { HandshakeTimeout = TimeSpan.FromMinutes(2) },
        });
        await loopback.AskAsync();
        var before = Resources.Now();
        var authority = Path.GetTempFileName();
        await File.WriteAllTextAsync(authority, loopback.ExportAuthority());
        using var clients = Process.Start(new ProcessStartInfo(
            Environment.ProcessPath!, [.. ProgramArguments(), ClientMode, authority, $"{loopback.Port}", $"{count}"]) { RedirectStandardInput = true })!;
        try
        {
            while (loopback.Listener.Statistics.Active < count && !clients.HasExited)
            {
                await Task.Delay(100);
            }

            return new Result(loopback.Listener.Statistics.Active, before, Resources.Now());
        }
        finally
        {
            clients.StandardInput.Close();
            await clients.WaitForExitAsync();
            File.Delete(authority);
        }
    }

    /// <summary>The other process: connects and stays, until its input ends.</summary>
    public static async Task HoldAsync(string authority, int port, int count)
    {
        var options = new TlsClientOptions { Trust = TrustPolicy.PrivateRootsFromPem(authority), HandshakeTimeout = TimeSpan.FromMinutes(2) };
        var connections = new TlsConnection[count];
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(async () =>
        {
            int i;
            while ((i = Interlocked.Increment(ref next)) < count)
            {
                connections[i] = await TlsClient.ConnectAsync("127.0.0.1", port, options);
            }
        })));
        await Console.In.ReadToEndAsync();
        GC.KeepAlive(connections);
    }

    private static string[] ProgramArguments() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(IdleConnections).Assembly.Location] : [];

    public sealed record Result(int Connections, Resources Before, Resources With)
    {
        public override string ToString() =>
            $"{Connections} connections\nbefore: {Before}\nwith:   {With}\n"
            + $"a connection: {(With.ResidentBytes - Before.ResidentBytes) / 1024.0 / Connections:0.0} KiB resident, "
            + $"{(With.ManagedBytes - Before.ManagedBytes) / 1024.0 / Connections:0.0} KiB of it managed";
    }
}
