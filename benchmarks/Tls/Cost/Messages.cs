using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using SocketSecurity.Tls;

namespace SocketSecurity.Benchmarks.Tls.Cost;

/// <summary>
/// Messages of one size there and back, or many in one direction: over a message channel, and over a bare SslStream whose
/// messages have a length in front. Both are read into a buffer that is used again.
/// </summary>
internal sealed class Messages : IAsyncDisposable
{
    private const int HeaderSize = 4;

    private readonly Loopback _loopback;
    private readonly byte[] _message;
    private readonly ArrayBufferWriter<byte> _received;
    private readonly byte[] _frame;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private MessageChannel _ours = null!;
    private MessageChannel _oursServer = null!;
    private SslStream _bare = null!;
    private SslStream _bareServer = null!;

    private Messages(int size)
    {
        _loopback = new Loopback();
        _message = new byte[size];
        _frame = new byte[HeaderSize + size];
        _received = new ArrayBufferWriter<byte>(size + 1);
    }

    public static async Task<Messages> OpenAsync(int size)
    {
        var result = new Messages(size);
        result._listener.Start();
        using var handshakes = new Handshakes(TlsProfile.Default);
        (result._bare, result._bareServer) = await result.PairAsync(handshakes.BareAsync);
        var (client, server) = await OursAsync();
        var opening = MessageChannel.OpenAsync(server, Math.Max(size, MessageChannel.DefaultMaxMessageSize));
        result._ours = await MessageChannel.OpenAsync(client, Math.Max(size, MessageChannel.DefaultMaxMessageSize));
        result._oursServer = await opening;
        return result;

        async Task<(TlsConnection, TlsConnection)> OursAsync()
        {
            var accepted = new TaskCompletionSource<TlsConnection>(TaskCreationOptions.RunContinuationsAsynchronously);
            using var certificate = SocketSecurity.Trust.DevCertificates.CreateAuthority();
            var listener = TlsListener.Start(new IPEndPoint(IPAddress.Loopback, 0), ServerCertificateSource.FromCertificate(certificate.IssueServer()));
            _ = listener.RunAsync(async (connection, token) =>
            {
                accepted.SetResult(connection);
                await Task.Delay(Timeout.Infinite, token);
            });
            var connection = await TlsClient.ConnectAsync(
                "127.0.0.1", ((IPEndPoint)listener.LocalEndPoint).Port, new TlsClientOptions { Trust = certificate.CreateTrustPolicy() });
            return (connection, await accepted.Task);
        }
    }

    public async Task OursThereAndBackAsync()
    {
        var answering = AnswerAsync();
        await _ours.SendAsync(_message);
        await ReceiveAsync(_ours);
        await answering;

        async Task AnswerAsync()
        {
            await ReceiveAsync(_oursServer);
            await _oursServer.SendAsync(_message);
        }
    }

    public async Task BareThereAndBackAsync()
    {
        var answering = AnswerAsync();
        await SendBareAsync(_bare);
        await ReceiveBareAsync(_bare);
        await answering;

        async Task AnswerAsync()
        {
            await ReceiveBareAsync(_bareServer);
            await SendBareAsync(_bareServer);
        }
    }

    public async Task OursOneWayAsync(int count)
    {
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < count; i++)
            {
                await _ours.SendAsync(_message);
            }
        });
        for (var i = 0; i < count; i++)
        {
            await ReceiveAsync(_oursServer);
        }

        await sending;
    }

    public async Task BareOneWayAsync(int count)
    {
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < count; i++)
            {
                await SendBareAsync(_bare);
            }
        });
        for (var i = 0; i < count; i++)
        {
            await ReceiveBareAsync(_bareServer);
        }

        await sending;
    }

    public async ValueTask DisposeAsync()
    {
        await _ours.DisposeAsync();
        await _bare.DisposeAsync();
        await _bareServer.DisposeAsync();
        _listener.Dispose();
        await _loopback.DisposeAsync();
    }

    private async ValueTask ReceiveAsync(MessageChannel channel)
    {
        _received.ResetWrittenCount();
        await channel.ReceiveIntoAsync(_received);
    }

    /// <summary>One write for length and content, as a program that cares would do it.</summary>
    private ValueTask SendBareAsync(SslStream stream)
    {
        BinaryPrimitives.WriteInt32BigEndian(_frame, _message.Length);
        _message.CopyTo(_frame.AsSpan(HeaderSize));
        return stream.WriteAsync(_frame);
    }

    private readonly byte[] _bareHeader = new byte[HeaderSize];

    private async ValueTask ReceiveBareAsync(SslStream stream)
    {
        await stream.ReadExactlyAsync(_bareHeader);
        var length = BinaryPrimitives.ReadInt32BigEndian(_bareHeader);
        _received.ResetWrittenCount();
        await stream.ReadExactlyAsync(_received.GetMemory(length)[..length]);
        _received.Advance(length);
    }

    private async Task<(SslStream, SslStream)> PairAsync(Func<Stream, Stream, Task<(SslStream, SslStream)>> authenticate)
    {
        var accepting = _listener.AcceptSocketAsync();
        var client = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await client.ConnectAsync(_listener.LocalEndpoint);
        var server = await accepting;
        server.NoDelay = true;
        return await authenticate(new NetworkStream(client, ownsSocket: true), new NetworkStream(server, ownsSocket: true));
    }
}
