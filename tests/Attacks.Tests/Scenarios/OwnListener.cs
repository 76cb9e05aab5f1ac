using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using SocketSecurity.Attacks.Tests.Programs;
using SocketSecurity.Attacks.Tests.World;

namespace SocketSecurity.Attacks.Tests.Scenarios;

/// <summary>
/// Victims that make their own listener: <c>Server.RunAsync(IPAddress, int port, X509Certificate2, string secret, CancellationToken)</c>. The
/// port is one that was free a moment ago, and the token ends the program.
/// </summary>
internal static class OwnListener
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Runs the program as long as the visit lasts, which begins when the program listens.</summary>
    public static async Task<(string Answer, ProgramResult Program)> VisitAsync(
        IProgram program, GenuinePeer genuine, string secret, Func<int, CancellationToken, Task<string>> visit, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var port = FreePort();
        var running = program.RunAsync("Server", "Run", [IPAddress.Loopback, port, genuine.Server, secret, stop.Token], cancellationToken);
        await ListensAsync(port, running, cancellationToken);
        var answer = await visit(port, cancellationToken);
        await stop.CancelAsync();
        return (answer, await running);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Asks the system: a connection to try it would be the program's first client.</summary>
    private static async Task ListensAsync(int port, Task<ProgramResult> running, CancellationToken cancellationToken)
    {
        var until = DateTime.UtcNow + Patience;
        while (!running.IsCompleted && DateTime.UtcNow < until
            && !IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(endPoint => endPoint.Port == port))
        {
            await Task.Delay(50, cancellationToken);
        }
    }
}
