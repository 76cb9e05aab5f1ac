using System.Net.Http;
using System.Net.Security;

namespace SocketSecurity.Tls;

/// <summary>HTTP over connections as <see cref="SecureTls"/> makes them, for <see cref="HttpClient"/> and WebSockets. Thread-safe.</summary>
public static class TlsHttp
{
    /// <summary>
    /// 15 minutes: a connection that lives for ever notices neither a moved host nor a revoked certificate.
    /// </summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(15);

    /// <summary>
    /// A handler whose connections are made by these options. Requests that are not encrypted fail. Share one handler among
    /// all requests of an application; for a WebSocket pass <c>new HttpMessageInvoker(handler)</c> to
    /// <see cref="System.Net.WebSockets.ClientWebSocket.ConnectAsync(Uri, HttpMessageInvoker, CancellationToken)"/>.
    /// </summary>
    /// <remarks>
    /// A request fails with an <see cref="HttpRequestException"/> whose inner exceptions are those of
    /// <see cref="SecureTls.AuthenticateAsClientAsync"/>. Proxies are used as the system has them; the server beyond is verified
    /// all the same.
    /// </remarks>
    /// <param name="options">How to connect; null means the defaults. ALPN is the handler's own affair.</param>
    /// <returns>The handler, whose further properties (proxy, cookies, decompression) may be set. Leave the ones about TLS alone.</returns>
    public static SocketsHttpHandler CreateHandler(TlsClientOptions? options = null)
    {
        options ??= new TlsClientOptions();
        return new SocketsHttpHandler
        {
            ConnectTimeout = options.ConnectTimeout + options.HandshakeTimeout,
            PooledConnectionLifetime = ConnectionLifetime,
            SslOptions = AuthenticationSettings.ForAnyHost(options),
            PlaintextStreamFilter = (context, _) => ValueTask.FromResult(Verified(context.PlaintextStream, options.Profile)),
        };
    }

    private static Stream Verified(Stream stream, TlsProfile profile)
    {
        try
        {
            SecureTls.VerifyNegotiated(
                stream as SslStream ?? throw new TlsNegotiationException("The request is not encrypted: its address does not begin with https or wss."),
                profile);
            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }
}
