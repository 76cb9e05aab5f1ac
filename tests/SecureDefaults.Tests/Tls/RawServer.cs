using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace SocketSecurity.SecureDefaults.Tests.Tls;

/// <summary>A loopback server that does what a test says with the one connection it accepts, and ends by itself.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(30);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new(LongestRun);
    private readonly Task _run;

    private RawServer(Func<NetworkStream, CancellationToken, Task> serve)
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _run = AcceptAsync(serve);
    }

    public int Port { get; }

    /// <summary>What went wrong on the server's side, once the server is disposed.</summary>
    public Exception? Failure { get; private set; }

    public static RawServer Start(Func<NetworkStream, CancellationToken, Task> serve) => new(serve);

    /// <summary>A plain framework TLS server that echoes one line.</summary>
    public static RawServer Tls(X509Certificate2 certificate, Action<SslServerAuthenticationOptions>? change = null) => new(async (stream, token) =>
    {
        await using var ssl = new SslStream(stream);
        var options = new SslServerAuthenticationOptions { ServerCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true) };
        change?.Invoke(options);
        await ssl.AuthenticateAsServerAsync(options, token);
        var buffer = new byte[64];
        var read = await ssl.ReadAsync(buffer, token);
        await ssl.WriteAsync(buffer.AsMemory(0, read), token);
        await ssl.ShutdownAsync();
    });

    public async Task<NetworkStream> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, Port, TestContext.Current.CancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _run;
        _end.Dispose();
    }

    private async Task AcceptAsync(Func<NetworkStream, CancellationToken, Task> serve)
    {
        try
        {
            using var client = await _listener.AcceptTcpClientAsync(_end.Token);
            await serve(client.GetStream(), _end.Token);
        }
        catch (Exception exception)
        {
            // The client of most tests goes away in the middle, which is what they test.
            Failure = exception;
        }
    }
}
