using System.Diagnostics.Tracing;

namespace SocketSecurity.Tls;

/// <summary>
/// What went wrong, for <c>dotnet-trace</c> and log forwarders. Texts name certificates by subject; keys, whole certificates and
/// data never occur.
/// </summary>
[EventSource(Name = "SocketSecurity-SecureDefaults")]
internal sealed class TlsEventSource : EventSource
{
    public static readonly TlsEventSource Log = new();

    private TlsEventSource()
    {
    }

    [Event(1, Level = EventLevel.Warning, Message = "The {0}'s handshake failed ({1}): {2}")]
    public void HandshakeFailed(string role, string outcome, string reason) => WriteEvent(1, role, outcome, reason);

    [Event(2, Level = EventLevel.Warning, Message = "A connection was closed at once: the limit '{0}' is reached.")]
    public void ConnectionRefused(string limit) => WriteEvent(2, limit);

    [Event(3, Level = EventLevel.Error, Message = "The handler of a connection threw {0}.")]
    public void HandlerFailed(string exceptionType) => WriteEvent(3, exceptionType);

    [Event(4, Level = EventLevel.Informational, Message = "The certificate '{0}' is in use; it is valid until {1}.")]
    public void CertificateReloaded(string subject, string notAfter) => WriteEvent(4, subject, notAfter);

    [Event(5, Level = EventLevel.Error, Message = "New certificate files cannot be used; the last good certificate stays: {0}")]
    public void CertificateReloadFailed(string reason) => WriteEvent(5, reason);

    [Event(6, Level = EventLevel.Warning, Message = "The certificate '{0}' should have been renewed; it is valid until {1} only.")]
    public void CertificateRenewalDue(string subject, string notAfter) => WriteEvent(6, subject, notAfter);
}
