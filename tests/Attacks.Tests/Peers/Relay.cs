using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SocketSecurity.Attacks.Tests.Peers;

/// <summary>Someone on the path who only listens: passes every byte on, both ways, and keeps a copy.</summary>
internal sealed class Relay : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly MemoryStream _copy = new();
    private readonly Task _connection;

    public Relay(int targetPort)
    {
        _listener.Start();
        _connection = PassOnAsync(targetPort);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Every byte of the connection so far, as text.</summary>
    public string Overheard
    {
        get
        {
            lock (_copy)
            {
                return Encoding.ASCII.GetString(_copy.ToArray());
            }
        }
    }

    public Task SettledAsync(CancellationToken cancellationToken) => _connection.WaitAsync(cancellationToken);

    public void Dispose() => _listener.Dispose();

    private async Task PassOnAsync(int targetPort)
    {
        using var deadline = new CancellationTokenSource(Limit);
        try
        {
            using var client = await _listener.AcceptTcpClientAsync(deadline.Token);
            using var server = new TcpClient();
            await server.ConnectAsync("127.0.0.1", targetPort, deadline.Token);
            await Task.WhenAll(
                CopyAsync(client.GetStream(), server.GetStream(), deadline.Token),
                CopyAsync(server.GetStream(), client.GetStream(), deadline.Token));
        }
        catch (Exception over) when (over is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Whoever hangs up ends the conversation.
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, CancellationToken cancellationToken)
    {
        var buffer = new byte[4096];
        int count;
        while ((count = await from.ReadAsync(buffer, cancellationToken)) > 0)
        {
            lock (_copy)
            {
                _copy.Write(buffer, 0, count);
            }

            await to.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }

        to.Socket.Shutdown(SocketShutdown.Send);
    }
}
