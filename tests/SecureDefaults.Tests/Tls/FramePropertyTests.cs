using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using CsCheck;
using SocketSecurity.Tls;
using SocketSecurity.Trust;

namespace SocketSecurity.SecureDefaults.Tests.Tls;

/// <summary>
/// Any bytes a peer can put into its TLS connection, read by the channel and by a model of a few lines: the same messages, and
/// the same end. Runs longer with the variable CsCheck_Iter.
/// </summary>
public sealed class FramePropertyTests : IAsyncLifetime
{
    private const int Limit = 1000;

    private static readonly byte[] Ready = [0, 0, 0, 0, 2];

    /// <summary>A frame that is right, or has another kind, another length than its content, or a length nobody can mean.</summary>
    private static readonly Gen<byte[]> Frame = Gen.Select(
        Gen.Byte.Array[0, 60],
        Gen.Frequency((8, Gen.Const((byte)0)), (1, Gen.Const((byte)1)), (1, Gen.Byte)),
        Gen.Frequency((8, Gen.Const(0)), (1, Gen.Int[-3, 3]), (1, Gen.Int)),
        (content, kind, error) =>
        {
            var frame = new byte[5 + content.Length];
            BinaryPrimitives.WriteInt32BigEndian(frame, unchecked(content.Length + error));
            frame[4] = kind;
            content.CopyTo(frame, 5);
            return frame;
        });

    private static readonly Gen<byte[]> Conversation = Gen.Frequency(
        (4, Frame.Array[0, 5].Select(frames => frames.SelectMany(frame => frame).ToArray())),
        (3, Frame.Array[0, 5].Select(frames => frames.SelectMany(frame => frame).Concat(new byte[] { 0, 0, 0, 0, 1 }).ToArray())),
        (1, Gen.Byte.Array[0, 80]));

    private readonly DevAuthority _authority = DevCertificates.CreateAuthority();
    private readonly Channel<byte[]> _conversations = Channel.CreateUnbounded<byte[]>();
    private X509Certificate2 _certificate = null!;
    private TlsListener _listener = null!;

    private enum Outcome
    {
        End,
        Truncated,
        Malformed,
    }

    public ValueTask InitializeAsync()
    {
        _certificate = _authority.IssueServer();
        _listener = TlsListener.Start(new IPEndPoint(IPAddress.Loopback, 0), ServerCertificateSource.FromCertificate(_certificate));
        _ = _listener.RunAsync(async (connection, token) =>
        {
            var bytes = await _conversations.Reader.ReadAsync(token);
            await connection.Stream.WriteAsync(Ready.Concat(bytes).ToArray(), token);
        });
        return default;
    }

    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        _certificate.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public Task Any_bytes_are_read_as_the_model_reads_them() => Conversation.SampleAsync(
        async bytes =>
        {
            _conversations.Writer.TryWrite(bytes);
            var (messages, outcome) = await ReadAsync();
            var (expected, expectedOutcome) = Model(bytes);

            return outcome == expectedOutcome && messages.Count == expected.Count && messages.Zip(expected).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));
        },
        threads: 1);

    private static (List<byte[]> Messages, Outcome Outcome) Model(ReadOnlySpan<byte> bytes)
    {
        List<byte[]> messages = [];
        while (true)
        {
            if (bytes.Length < 5)
            {
                return (messages, Outcome.Truncated);
            }

            var length = BinaryPrimitives.ReadInt32BigEndian(bytes);
            if (bytes[4] == 1 && length == 0)
            {
                return (messages, Outcome.End);
            }

            if (bytes[4] != 0 || length is < 0 or > Limit)
            {
                return (messages, Outcome.Malformed);
            }

            if (bytes.Length - 5 < length)
            {
                return (messages, Outcome.Truncated);
            }

            messages.Add(bytes.Slice(5, length).ToArray());
            bytes = bytes[(5 + length)..];
        }
    }

    private async Task<(List<byte[]> Messages, Outcome Outcome)> ReadAsync()
    {
        var token = TestContext.Current.CancellationToken;
        var connection = await TlsClient.ConnectAsync(
            "127.0.0.1",
            ((IPEndPoint)_listener.LocalEndPoint).Port,
            new TlsClientOptions { Trust = _authority.CreateTrustPolicy(), HandshakeTimeout = TimeSpan.FromMinutes(1) },
            token);
        await using var channel = await MessageChannel.OpenAsync(connection, Limit, token);
        List<byte[]> messages = [];
        try
        {
            while (await channel.ReceiveAsync(token) is { } message)
            {
                messages.Add(message);
            }

            return (messages, Outcome.End);
        }
        catch (TruncatedStreamException)
        {
            return (messages, Outcome.Truncated);
        }
        catch (MalformedMessageException)
        {
            return (messages, Outcome.Malformed);
        }
    }
}
