using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using SocketSecurity.Tls;
using SocketSecurity.Trust;

namespace SocketSecurity.Benchmarks.Tls;

/// <summary>An authority, its certificate, a listener that sends back what it gets, and clients of it.</summary>
public sealed class Loopback : IAsyncDisposable
{
    private readonly DevAuthority _authority = DevCertificates.CreateAuthority();
    private readonly X509Certificate2 _certificate;

    public Loopback(TlsListenerOptions? options = null, Func<DevAuthority, ServerCertificateSource>? source = null)
    {
        _certificate = _authority.IssueServer();
        ClientOptions = new TlsClientOptions { Trust = _authority.CreateTrustPolicy(), HandshakeTimeout = TimeSpan.FromMinutes(2) };
        Listener = TlsListener.Start(
            new IPEndPoint(IPAddress.Loopback, 0), source?.Invoke(_authority) ?? ServerCertificateSource.FromCertificate(_certificate), options);
        _ = Listener.RunAsync(EchoAsync);
    }

    public TlsListener Listener { get; }

    public TlsClientOptions ClientOptions { get; }

    public int Port => ((IPEndPoint)Listener.LocalEndPoint).Port;

    public string ExportAuthority() => _authority.ExportPem();

    public Task<TlsConnection> ConnectAsync() => TlsClient.ConnectAsync("127.0.0.1", Port, ClientOptions);

    public async Task<Socket> ConnectRawAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, Port);
        return socket;
    }

    /// <summary>Connects, has one byte sent back, says goodbye.</summary>
    public async Task AskAsync()
    {
        await using var connection = await ConnectAsync();
        var answer = new byte[] { 42 };
        await connection.Stream.WriteAsync(answer);
        await connection.Stream.ReadExactlyAsync(answer);
    }

    public async ValueTask DisposeAsync()
    {
        await Listener.DisposeAsync();
        _certificate.Dispose();
        _authority.Dispose();
    }

    private static async Task EchoAsync(TlsConnection connection, CancellationToken cancellationToken)
    {
        var buffer = new byte[256];
        while (await connection.Stream.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            await connection.Stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }
    }
}
