using System.Net.Security;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using SocketSecurity.Trust;

namespace SocketSecurity.Tls;

/// <summary>Who sent a request, by the client certificate of its connection. Thread-safe.</summary>
public static class PeerOfRequest
{
    /// <summary>Read once a connection, however many requests it carries.</summary>
    private static readonly ConditionalWeakTable<SslStream, PeerIdentity> Known = new();

    /// <summary>
    /// The client that is authenticated on the request's connection: never null where
    /// <see cref="ClientAuthentication.Required"/> is set, null where clients have no certificate.
    /// </summary>
    /// <param name="context">The request. What a proxy writes into headers is not looked at.</param>
    /// <exception cref="NotSupportedException">The request came over HTTP/3, where only <see cref="ConnectionInfo.ClientCertificate"/> tells.</exception>
    public static PeerIdentity? GetPeer(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Features.Get<ISslStreamFeature>()?.SslStream is { } stream)
        {
            if (Known.TryGetValue(stream, out var known))
            {
                return known;
            }

            return SecureTls.GetPeer(stream) is { } peer ? Known.GetValue(stream, _ => peer) : null;
        }

        return HttpProtocol.IsHttp3(context.Request.Protocol)
            ? throw new NotSupportedException("Over HTTP/3 the client is known by Connection.ClientCertificate only.")
            : null;
    }
}
