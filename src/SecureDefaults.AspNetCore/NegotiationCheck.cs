using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SocketSecurity.Tls;

/// <summary>Looks at each connection after its handshake and closes those that a weak system configuration let through.</summary>
internal static partial class NegotiationCheck
{
    private const string Category = "SocketSecurity.SecureDefaults.Kestrel";

    public static ListenOptions VerifyNegotiated(this ListenOptions endpoint, TlsProfile profile)
    {
        var logger = endpoint.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger(Category);
        endpoint.Use(next => connection =>
        {
            try
            {
                var stream = connection.Features.Get<ISslStreamFeature>()?.SslStream
                    ?? throw new TlsNegotiationException("The connection is not encrypted.");
                SecureTls.VerifyNegotiated(stream, profile);
            }
            catch (TlsNegotiationException exception)
            {
                LogRefused(logger, connection.ConnectionId, exception.Message);
                connection.Abort(new ConnectionAbortedException(exception.Message, exception));
                return Task.CompletedTask;
            }

            return next(connection);
        });
        return endpoint;
    }

    [LoggerMessage(1, LogLevel.Warning, "Connection {ConnectionId} is closed: {Reason}")]
    private static partial void LogRefused(ILogger logger, string connectionId, string reason);
}
