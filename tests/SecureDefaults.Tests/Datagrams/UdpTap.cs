using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace SocketSecurity.SecureDefaults.Tests.Datagrams;

/// <summary>A man in the middle for one client: records what passes, and may put other packets in its place.</summary>
public sealed class UdpTap : IDisposable
{
    private readonly UdpClient _front = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly UdpClient _back = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly IPEndPoint _server;
    private IPEndPoint? _client;

    public UdpTap(IPEndPoint server)
    {
        _server = server;
        _ = PumpAsync(_front, toServer: true);
        _ = PumpAsync(_back, toServer: false);
    }

    public IPEndPoint EndPoint => (IPEndPoint)_front.Client.LocalEndPoint!;

    public ConcurrentQueue<byte[]> ToServer { get; } = new();

    public ConcurrentQueue<byte[]> ToClient { get; } = new();

    /// <summary>What the client gets in place of a packet; null for the packet itself.</summary>
    public Func<byte[], IEnumerable<byte[]>>? ReplaceToClient { get; set; }

    /// <summary>Sends from the address that the server knows as the client's.</summary>
    public Task SendToServerAsync(byte[] packet) => _back.SendAsync(packet, packet.Length, _server);

    public void Dispose()
    {
        _front.Dispose();
        _back.Dispose();
    }

    private async Task PumpAsync(UdpClient socket, bool toServer)
    {
        try
        {
            while (true)
            {
                var received = await socket.ReceiveAsync();
                (toServer ? ToServer : ToClient).Enqueue(received.Buffer);
                if (toServer)
                {
                    _client = received.RemoteEndPoint;
                    await SendToServerAsync(received.Buffer);
                    continue;
                }

                foreach (var batch in (ReplaceToClient?.Invoke(received.Buffer) ?? [received.Buffer]).Chunk(50))
                {
                    foreach (var packet in batch)
                    {
                        await _front.SendAsync(packet, packet.Length, _client);
                    }

                    await Task.Delay(5);
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
