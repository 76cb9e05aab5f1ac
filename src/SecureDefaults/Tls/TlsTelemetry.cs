using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net.Security;
using SocketSecurity.Trust;

namespace SocketSecurity.Tls;

/// <summary>
/// Metrics and traces of handshakes, listeners and certificates, under one name for both. The names are documented in
/// docs/tls.md and part of the contract: dashboards and alarms depend on them.
/// </summary>
internal static class TlsTelemetry
{
    public const string SourceName = "SocketSecurity.SecureDefaults";

    private static readonly Meter Meter = new(SourceName);
    private static readonly ActivitySource Activities = new(SourceName);

    private static readonly Histogram<double> Handshakes = Meter.CreateHistogram(
        "socketsecurity.tls.handshake.duration",
        "s",
        "How long handshakes took, by outcome; its count is the number of handshakes.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });

    private static readonly UpDownCounter<int> Connections = Meter.CreateUpDownCounter<int>(
        "socketsecurity.listener.connections", "{connection}", "Connections of listeners, by state.");

    private static readonly Counter<long> Refused = Meter.CreateCounter<long>(
        "socketsecurity.listener.refused", "{connection}", "Connections that were closed at once, by the limit that was reached.");

    private static readonly Counter<long> HandlerFailures = Meter.CreateCounter<long>(
        "socketsecurity.listener.handler_failures", "{connection}", "Connections whose handler threw.");

    private static readonly Counter<long> Reloads = Meter.CreateCounter<long>(
        "socketsecurity.certificate.reloads", "{reload}", "Attempts to use new certificate files, by outcome.");

    public static HandshakeTrace BeginHandshake(PeerRole peer) => new(
        peer == PeerRole.Server ? "client" : "server",
        Activities.StartActivity("tls.handshake", peer == PeerRole.Server ? ActivityKind.Client : ActivityKind.Server),
        Stopwatch.GetTimestamp());

    public static void ConnectionsChanged(string state, int change) =>
        Connections.Add(change, new KeyValuePair<string, object?>("state", state));

    public static void ConnectionRefused(string limit)
    {
        Refused.Add(1, new KeyValuePair<string, object?>("limit", limit));
        TlsEventSource.Log.ConnectionRefused(limit);
    }

    public static void HandlerFailed(Exception exception)
    {
        HandlerFailures.Add(1);
        TlsEventSource.Log.HandlerFailed(exception.GetType().ToString());
    }

    public static void CertificateReloaded(string subject, DateTime notAfter)
    {
        Reloads.Add(1, new KeyValuePair<string, object?>("outcome", "ok"));
        TlsEventSource.Log.CertificateReloaded(subject, notAfter.ToUniversalTime().ToString("u"));
    }

    public static void CertificateReloadFailed(Exception exception)
    {
        Reloads.Add(1, new KeyValuePair<string, object?>("outcome", "failed"));
        TlsEventSource.Log.CertificateReloadFailed(exception.Message);
    }

    /// <summary>One handshake from its beginning to its outcome.</summary>
    public readonly struct HandshakeTrace(string role, Activity? activity, long started)
    {
        public void Succeeded(SslStream stream)
        {
            if (activity is not null)
            {
                activity.SetTag("tls.protocol.version", stream.SslProtocol.ToString());
                activity.SetTag("tls.cipher", stream.NegotiatedCipherSuite.ToString());
                activity.Dispose();
            }

            if (Handshakes.Enabled)
            {
                Record("ok", stream.SslProtocol.ToString());
            }
        }

        public void Failed(Exception exception)
        {
            var outcome = exception switch
            {
                PeerCertificateException => "certificate",
                TlsNegotiationException => "negotiation",
                HandshakeTimeoutException => "timeout",
                HandshakeRefusedException => "refused",
                OperationCanceledException => "cancelled",
                _ => "error",
            };
            if (activity is not null)
            {
                activity.SetStatus(ActivityStatusCode.Error, exception.Message);
                activity.SetTag("error.type", outcome);
                activity.Dispose();
            }

            Record(outcome, null);
            TlsEventSource.Log.HandshakeFailed(role, outcome, exception.Message);
        }

        private void Record(string outcome, string? version)
        {
            if (Handshakes.Enabled)
            {
                var tags = new TagList { { "role", role }, { "outcome", outcome } };
                if (version is not null)
                {
                    tags.Add("tls.protocol.version", version);
                }

                Handshakes.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, tags);
            }
        }
    }
}
