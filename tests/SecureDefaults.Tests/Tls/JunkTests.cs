using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using CsCheck;
using SocketSecurity.Tls;
using SocketSecurity.Trust;

namespace SocketSecurity.SecureDefaults.Tests.Tls;

/// <summary>Bytes that are no TLS, or nearly: at either end a clear refusal within the deadline, and a server that goes on. Runs longer with the variable CsCheck_Iter.</summary>
public sealed class JunkTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    /// <summary>Random bytes, with or without the header of a record (handshake, alert or data) that promises some length.</summary>
    private static readonly Gen<byte[]> Junk = Gen.Select(
        Gen.Byte.Array[0, 200],
        Gen.OneOf(new byte[][] { [], [22, 3, 3], [22, 3, 1], [21, 3, 3], [23, 3, 3], [20, 3, 3] }.Select(Gen.Const).ToArray()),
        Gen.Byte,
        Gen.Byte,
        (bytes, header, high, low) => header.Length == 0 ? bytes : [.. header, (byte)(high & 0x1f), low, .. bytes]);

    [Fact]
    public async Task A_listener_outlives_them()
    {
        using var authority = DevCertificates.CreateAuthority();
        using var certificate = authority.IssueServer();
        await using var listener = TlsListener.Start(
            new IPEndPoint(IPAddress.Loopback, 0),
            ServerCertificateSource.FromCertificate(certificate),
            new TlsListenerOptions
            {
                Handshake = new TlsServerOptions { HandshakeTimeout = Deadline },

                // They come faster than a busy machine looks at them, and all from one address.
                MaxPendingHandshakes = int.MaxValue,
                MaxPendingPerAddress = int.MaxValue,
            });
        _ = listener.RunAsync(async (connection, token) => await connection.Stream.WriteAsync("hi"u8.ToArray(), token), TestContext.Current.CancellationToken);
        var port = ((IPEndPoint)listener.LocalEndPoint).Port;

        await Junk.SampleAsync(
            async bytes =>
            {
                using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, port);
                await socket.SendAsync(bytes);
            },
            threads: 1);

        await using var honest = await TlsClient.ConnectAsync(
            "127.0.0.1", port, new TlsClientOptions { Trust = authority.CreateTrustPolicy(), HandshakeTimeout = Deadline }, TestContext.Current.CancellationToken);
        var answer = new byte[2];
        await honest.Stream.ReadExactlyAsync(answer, TestContext.Current.CancellationToken);
        Assert.Equal("hi"u8.ToArray(), answer);
        var watch = Stopwatch.StartNew();
        while (listener.Statistics.Pending > 0)
        {
            Assert.True(watch.Elapsed < Deadline, "Junk is waited for beyond its end.");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Assert.Equal(1, listener.Statistics.Accepted);
        Assert.True(listener.Statistics.FailedHandshakes >= Check.Iter, $"{listener.Statistics.FailedHandshakes}");
    }

    [Fact]
    public Task A_client_refuses_them() => Junk.SampleAsync(
        async bytes =>
        {
            await using var server = RawServer.Start(async (stream, token) =>
            {
                // Once the greeting is there, so that closing is no reset of what was not read.
                await stream.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, token);
                await stream.WriteAsync(bytes, token);
            });
            var failure = await Record.ExceptionAsync(async () =>
                await SecureTls.AuthenticateAsClientAsync(await server.ConnectAsync(), "localhost", new TlsClientOptions { HandshakeTimeout = Deadline }, TestContext.Current.CancellationToken));

            Assert.True(failure is TlsException and not HandshakeTimeoutException, $"{Convert.ToHexString(bytes)}: {failure}");
        },
        threads: 1);
}
