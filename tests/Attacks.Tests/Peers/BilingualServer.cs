using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace SocketSecurity.Attacks.Tests.Peers;

/// <summary>A server that speaks TLS with clients that begin a handshake, and in clear with all others, as servers in transition do.</summary>
internal sealed class BilingualServer : IDisposable
{
    /// <summary>The content type of a handshake record, RFC 8446 §5.1.</summary>
    private const byte Handshake = 22;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate;

    public BilingualServer(X509Certificate2 certificate)
    {
        _certificate = certificate;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
        {
            // Dispose ends the loop this way.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var deadline = new CancellationTokenSource(Limit);
        try
        {
            using (client)
            {
                var first = new byte[1];
                await client.Client.ReceiveAsync(first, SocketFlags.Peek, deadline.Token);
                Stream stream = client.GetStream();
                if (first[0] == Handshake)
                {
                    var tls = new SslStream(stream);
                    await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, deadline.Token);
                    stream = tls;
                }

                await using (stream)
                {
                    var request = await Wire.ReadRequestAsync(stream, deadline.Token);
                    await stream.WriteAsync(Wire.Answer(request, Wire.GenuineAnswer), deadline.Token);
                }
            }
        }
        catch (Exception gone) when (gone is AuthenticationException or IOException or SocketException or OperationCanceledException)
        {
            // A client that hangs up is its own affair.
        }
    }
}
