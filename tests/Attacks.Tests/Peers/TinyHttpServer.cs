using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SocketSecurity.Attacks.Tests.Peers;

/// <summary>
/// Answers every GET with the same bytes and remembers the paths: enough to publish a revocation list, and to notice a
/// download that should not be.
/// </summary>
internal sealed class TinyHttpServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly byte[] _content;

    public TinyHttpServer(byte[] content)
    {
        _content = content;
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>Paths that were asked for, in order.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    public Uri Address(string path) => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/{path}");

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = AnswerAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
        {
            // Dispose ends the loop this way.
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            using (client)
            {
                var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
                var requestLine = await reader.ReadLineAsync(deadline.Token) ?? "";
                while (await reader.ReadLineAsync(deadline.Token) is { Length: > 0 })
                {
                    // Headers do not matter here.
                }

                Requests.Enqueue(requestLine.Split(' ') is [_, var path, ..] ? path : requestLine);
                await stream.WriteAsync(Encoding.ASCII.GetBytes(
                    $"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: {_content.Length}\r\nConnection: close\r\n\r\n"), deadline.Token);
                await stream.WriteAsync(_content, deadline.Token);
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // A client that hangs up or says nothing is its own affair.
        }
    }
}
