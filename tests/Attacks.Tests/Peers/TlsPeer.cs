using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;

namespace SocketSecurity.Attacks.Tests.Peers;

/// <summary>A TLS server on loopback. Every connection is bounded in time, and the server ends with its <see cref="Dispose"/>.</summary>
internal abstract class TlsPeer : IDisposable
{
    private static readonly TimeSpan ConnectionLimit = TimeSpan.FromSeconds(15);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly SslServerAuthenticationOptions _options;

    protected TlsPeer(SslServerAuthenticationOptions options)
    {
        _options = options;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Everything that clients said after the handshake.</summary>
    public ConcurrentQueue<string> Heard { get; } = [];

    /// <summary>Completes when the connections made so far are over, so that nothing said can be missed.</summary>
    public Task SettledAsync(CancellationToken cancellationToken) => Task.WhenAll(_connections).WaitAsync(cancellationToken);

    public void Dispose() => _listener.Dispose();

    /// <summary>One conversation, after the handshake.</summary>
    protected abstract Task TalkAsync(SslStream client, CancellationToken cancellationToken);

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync()));
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
        {
            // Dispose ends the loop this way.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var deadline = new CancellationTokenSource(ConnectionLimit);
        try
        {
            using (client)
            {
                using var stream = new SslStream(client.GetStream());
                await stream.AuthenticateAsServerAsync(_options, deadline.Token);
                await TalkAsync(stream, deadline.Token);
                await stream.ShutdownAsync();
            }
        }
        catch (Exception refused) when (refused is AuthenticationException or IOException or CryptographicException or OperationCanceledException or InvalidOperationException)
        {
            // A client that does not like the certificate hangs up: that is what fixed programs do.
        }
    }
}
