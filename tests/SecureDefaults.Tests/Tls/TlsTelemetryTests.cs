using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Diagnostics.Tracing;
using System.Net;
using System.Net.Sockets;
using SocketSecurity.Tls;
using SocketSecurity.Trust;

namespace SocketSecurity.SecureDefaults.Tests.Tls;

/// <summary>The names that docs/tls.md promises, and what is measured under them.</summary>
public sealed class TlsTelemetryTests
{
    private const string Source = "SocketSecurity.SecureDefaults";
    private const string EventSourceName = "SocketSecurity-SecureDefaults";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Handshakes_connections_and_failures_are_measured_traced_and_logged()
    {
        var measured = new ConcurrentQueue<(string Name, string Tags)>();
        var traced = new ConcurrentQueue<string>();
        using var meters = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == Source)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => measured.Enqueue((instrument.Name, Text(tags))));
        meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) => measured.Enqueue((instrument.Name, Text(tags))));
        meters.SetMeasurementEventCallback<int>((instrument, _, tags, _) => measured.Enqueue((instrument.Name, Text(tags))));
        meters.Start();
        using var activities = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity => traced.Enqueue($"{activity.OperationName} {activity.Kind} {activity.GetTagItem("tls.protocol.version")}{activity.GetTagItem("error.type")}"),
        };
        ActivitySource.AddActivityListener(activities);
        using var events = new Events();

        using var authority = DevCertificates.CreateAuthority();
        using var certificate = authority.IssueServer();
        await using var listener = TlsListener.Start(
            new IPEndPoint(IPAddress.Loopback, 0), ServerCertificateSource.FromCertificate(certificate), new TlsListenerOptions { MaxPendingPerAddress = 1 });
        _ = listener.RunAsync((_, _) => throw new InvalidDataException("secret words"), TestContext.Current.CancellationToken);
        var port = ((IPEndPoint)listener.LocalEndPoint).Port;
        await using (await TlsClient.ConnectAsync(
            "localhost", port, new TlsClientOptions { Trust = authority.CreateTrustPolicy() }, TestContext.Current.CancellationToken))
        {
        }

        // The client is through with a handshake before the server is, and counts as pending until then.
        await EventuallyAsync(() => listener.Statistics.Pending == 0);
        await Assert.ThrowsAsync<PeerCertificateException>(() => TlsClient.ConnectAsync("localhost", port, null, TestContext.Current.CancellationToken));
        await EventuallyAsync(() => listener.Statistics.Pending == 0);
        using var silent = new TcpClient();
        await silent.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        await EventuallyAsync(() => listener.Statistics.Pending == 1);
        using var refused = new TcpClient();

        // The reset may arrive before the client has seen its connection.
        _ = await Record.ExceptionAsync(() => refused.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken).AsTask());

        await EventuallyAsync(() => measured.Contains(("socketsecurity.listener.refused", "limit=address")));
        await EventuallyAsync(() => measured.Any(one => one.Name == "socketsecurity.listener.handler_failures"));
        Assert.Contains(("socketsecurity.tls.handshake.duration", "role=client outcome=ok tls.protocol.version=Tls13"), measured);
        Assert.Contains(("socketsecurity.tls.handshake.duration", "role=server outcome=ok tls.protocol.version=Tls13"), measured);
        Assert.Contains(("socketsecurity.tls.handshake.duration", "role=client outcome=certificate"), measured);
        Assert.Contains(("socketsecurity.listener.connections", "state=handshake"), measured);
        Assert.Contains(("socketsecurity.listener.connections", "state=active"), measured);
        Assert.Contains("tls.handshake Client Tls13", traced);
        Assert.Contains("tls.handshake Server Tls13", traced);
        Assert.Contains("tls.handshake Client certificate", traced);
        await EventuallyAsync(() => events.Seen.Any(text => text.StartsWith("HandshakeFailed client certificate", StringComparison.Ordinal)));
        await EventuallyAsync(() => events.Seen.Contains("ConnectionRefused address"));
        await EventuallyAsync(() => events.Seen.Contains("HandlerFailed System.IO.InvalidDataException"));
        Assert.DoesNotContain(events.Seen, text => text.Contains("secret words", StringComparison.Ordinal));
    }

    private static string Text(ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));

    private static async Task EventuallyAsync(Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < Patience, "It did not come to be in time.");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private sealed class Events : EventListener
    {
        public ConcurrentQueue<string> Seen { get; } = new();

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == EventSourceName)
            {
                EnableEvents(eventSource, EventLevel.Verbose);
            }
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData) =>
            Seen.Enqueue($"{eventData.EventName} {string.Join(' ', eventData.Payload ?? [])}");
    }
}
