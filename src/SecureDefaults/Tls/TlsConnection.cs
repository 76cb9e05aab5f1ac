using System.ComponentModel;
using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SocketSecurity.Trust;

namespace SocketSecurity.Tls;

/// <summary>
/// A TLS connection whose peer is authenticated. One reader and one writer may use <see cref="Stream"/> at a time.
/// </summary>
public sealed class TlsConnection : IAsyncDisposable
{
    /// <summary>2 seconds for telling the peer goodbye: a peer that does not read must not hold up the caller.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(2);

    private readonly SslStream _stream;
    private int _closed;

    internal TlsConnection(SslStream stream, EndPoint? remote)
    {
        _stream = stream;
        RemoteEndPoint = remote;
        Protocol = stream.SslProtocol;
        CipherSuite = stream.NegotiatedCipherSuite;
        ApplicationProtocol = stream.NegotiatedApplicationProtocol == default ? null : stream.NegotiatedApplicationProtocol.ToString();
    }

    /// <summary>The data, encrypted on the way.</summary>
    public Stream Stream => _stream;

    /// <summary>The address of the peer.</summary>
    public EndPoint? RemoteEndPoint { get; }

    /// <summary>
    /// Who the peer is: the server of a client's connection; the client of a server's connection where client certificates
    /// are required, and null where they are not.
    /// </summary>
    public PeerIdentity? Peer => field ??= SecureTls.GetPeer(_stream);

    /// <summary>
    /// The channel binding <c>tls-server-end-point</c> (RFC 5929 §4), equal at both ends: the hash of the server's certificate.
    /// Put it into an authentication over this connection, and that cannot be relayed through a server of somebody else's.
    /// </summary>
    /// <exception cref="NotSupportedException">The certificate is signed with an algorithm for which the binding is not defined.</exception>
    public ReadOnlyMemory<byte> ServerEndPointBinding => ChannelBinding.ServerEndPoint(_stream);

    /// <summary>The negotiated TLS version.</summary>
    public SslProtocols Protocol { get; }

    /// <summary>The negotiated cipher suite.</summary>
    public TlsCipherSuite CipherSuite { get; }

    /// <summary>The negotiated ALPN name, or null where none was.</summary>
    public string? ApplicationProtocol { get; }

    /// <summary>
    /// Tells the peer that the data is complete and closes the connection; the peer gets at most 2 seconds to take notice.
    /// Safe to call several times.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
        {
            return;
        }

        try
        {
            await _stream.ShutdownAsync().WaitAsync(ShutdownTimeout).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception
            is IOException or TimeoutException or ObjectDisposedException or InvalidOperationException or Win32Exception or CryptographicException)
        {
            // The peer is gone already, does not listen, or refused us with an alert: there is nobody to tell.
        }

        await _stream.DisposeAsync().ConfigureAwait(false);
    }
}
