using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SocketSecurity.Tls;
using SocketSecurity.Trust;

namespace SocketSecurity.SecureDefaults.Tests.Tls;

/// <summary>Messages of every size, the end, and everything a peer can do instead of it.</summary>
public sealed class MessageChannelTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DevAuthority _authority = DevCertificates.CreateAuthority();
    private readonly X509Certificate2 _certificate;

    public MessageChannelTests() => _certificate = _authority.IssueServer();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _certificate.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public async Task A_channel_opens_over_a_stream_of_ones_own()
    {
        await using var listener = Serve(EchoAsync);
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndPoint, Token);
        var stream = await SecureTls.AuthenticateAsClientAsync(
            client.GetStream(), "localhost", new TlsClientOptions { Trust = _authority.CreateTrustPolicy() }, Token);
        await using var channel = await MessageChannel.OpenOverAsync(stream, cancellationToken: Token);
        await channel.SendAsync("hello"u8.ToArray(), Token);
        await channel.CompleteAsync(Token);
        Assert.Equal("hello"u8.ToArray(), await channel.ReceiveAsync(Token));
        Assert.Null(await channel.ReceiveAsync(Token));
    }

    [Fact]
    public async Task A_stream_without_a_handshake_is_refused()
    {
        await using var stream = new SslStream(new MemoryStream());
        await Assert.ThrowsAsync<InvalidOperationException>(() => MessageChannel.OpenOverAsync(stream, cancellationToken: Token));
    }

    [Fact]
    public async Task Messages_of_every_size_arrive_whole_and_in_order_and_the_end_is_seen()
    {
        int[] sizes = [0, 1, 5, 16_378, 16_379, 16_380, 65_536, MessageChannel.DefaultMaxMessageSize];
        var sent = sizes.Select(RandomNumberGenerator.GetBytes).ToArray();
        await using var listener = Serve(EchoAsync);
        await using var channel = await MessageChannel.OpenAsync(await ConnectAsync(listener), cancellationToken: Token);

        var sending = Task.Run(
            async () =>
            {
                foreach (var message in sent)
                {
                    await channel.SendAsync(message, Token);
                }

                await channel.CompleteAsync(Token);
            },
            Token);

        var buffer = new ArrayBufferWriter<byte>();
        foreach (var expected in sent)
        {
            buffer.ResetWrittenCount();
            Assert.True(await channel.ReceiveIntoAsync(buffer, Token));
            Assert.True(buffer.WrittenSpan.SequenceEqual(expected));
        }

        Assert.Null(await channel.ReceiveAsync(Token));
        Assert.Null(await channel.ReceiveAsync(Token));
        await sending;
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await channel.SendAsync("late"u8.ToArray(), Token));
    }

    [Fact]
    public async Task Many_senders_do_not_mix_their_messages()
    {
        await using var listener = Serve(EchoAsync);
        await using var channel = await MessageChannel.OpenAsync(await ConnectAsync(listener), cancellationToken: Token);

        var sending = Task.WhenAll(Enumerable.Range(0, 8).Select(sender => Task.Run(
            async () =>
            {
                for (var i = 0; i < 20; i++)
                {
                    await channel.SendAsync(Enumerable.Repeat((byte)sender, 20_000 + i).ToArray(), Token);
                }
            },
            Token)));

        for (var i = 0; i < 160; i++)
        {
            var message = await channel.ReceiveAsync(Token);
            Assert.NotNull(message);
            Assert.InRange(message.Length, 20_000, 20_019);
            Assert.False(message.AsSpan().ContainsAnyExcept(message[0]));
        }

        await sending;
    }

    [Theory]
    [InlineData("between messages")]
    [InlineData("in a header")]
    [InlineData("in a message")]
    public async Task A_connection_that_ends_without_the_end_is_truncated(string where)
    {
        await using var listener = Serve(async (connection, token) =>
        {
            byte[] ready = [0, 0, 0, 0, 2];
            byte[] rest = where switch
            {
                "in a header" => [0, 0],
                "in a message" => [0, 0, 0, 9, 0, 1, 2, 3],
                _ => [],
            };

            // The goodbye of TLS follows: it is not enough.
            await connection.Stream.WriteAsync(ready.Concat(rest).ToArray(), token);
        });
        await using var channel = await MessageChannel.OpenAsync(await ConnectAsync(listener), cancellationToken: Token);

        await Assert.ThrowsAsync<TruncatedStreamException>(async () => await channel.ReceiveAsync(Token));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await channel.ReceiveAsync(Token));
    }

    [Fact]
    public async Task A_size_above_the_limit_is_refused_before_memory_is_set_aside()
    {
        foreach (var size in new[] { 1001, int.MaxValue, -1, int.MinValue })
        {
            await using var listener = Serve(async (connection, token) =>
            {
                var frame = new byte[10];
                frame[4] = 2;
                BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), size);
                await connection.Stream.WriteAsync(frame, token);
                await connection.Stream.CopyToAsync(Stream.Null, token);
            });
            await using var channel = await MessageChannel.OpenAsync(await ConnectAsync(listener), maxMessageSize: 1000, Token);

            await Assert.ThrowsAsync<MalformedMessageException>(async () => await channel.ReceiveIntoAsync(new NeverAsked(), Token));
        }
    }

    [Fact]
    public async Task Random_bytes_end_in_a_clear_exception()
    {
        var random = new Random(20260901);
        for (var i = 0; i < 200; i++)
        {
            var junk = new byte[random.Next(1, 64)];
            random.NextBytes(junk);
            junk.AsSpan(0, Math.Min(junk.Length, random.Next(4))).Clear();
            byte[] ready = [0, 0, 0, 0, 2];
            await using var listener = Serve(async (connection, token) => await connection.Stream.WriteAsync(ready.Concat(junk).ToArray(), token));
            await using var channel = await MessageChannel.OpenAsync(await ConnectAsync(listener), maxMessageSize: 1000, Token);

            var failure = await Record.ExceptionAsync(async () =>
            {
                while (await channel.ReceiveAsync(Token) is { } message)
                {
                    Assert.InRange(message.Length, 0, junk.Length);
                }
            });

            // Bytes that happen to be frames up to an end are valid, and nothing else is.
            Assert.True(failure is TlsException || (failure is null && HasEnd(junk)), $"{Convert.ToHexString(junk)}: {failure}");
        }
    }

    [Fact]
    public async Task Any_cut_of_any_conversation_is_told_from_its_end()
    {
        // Every conversation of the generator, cut at every place within its frames: whole messages first, then the exception.
        var random = new Random(20260902);
        for (var run = 0; run < 40; run++)
        {
            var messages = Enumerable.Range(0, random.Next(1, 4)).Select(_ => RandomNumberGenerator.GetBytes(random.Next(0, 40))).ToArray();
            byte[] frames = [0, 0, 0, 0, 2, .. messages.SelectMany(Frame), 0, 0, 0, 0, 1];
            var cut = random.Next(5, frames.Length + 1);
            await using var listener = Serve(async (connection, token) => await connection.Stream.WriteAsync(frames.AsMemory(0, cut), token));
            await using var channel = await MessageChannel.OpenAsync(await ConnectAsync(listener), cancellationToken: Token);

            List<byte[]> received = [];
            var failure = await Record.ExceptionAsync(async () =>
            {
                while (await channel.ReceiveAsync(Token) is { } message)
                {
                    received.Add(message);
                }
            });

            Assert.Equal(messages.Take(received.Count), received);
            Assert.Equal(cut < frames.Length, failure is TruncatedStreamException);
            Assert.True(failure is null or TruncatedStreamException, $"{failure}");
        }
    }

    [Fact]
    public async Task A_stream_over_the_messages_carries_all_and_ends_only_at_the_end()
    {
        var sent = RandomNumberGenerator.GetBytes(300_000);
        await using var listener = Serve(async (connection, token) =>
        {
            await using var channel = await MessageChannel.OpenAsync(connection, cancellationToken: token);
            await channel.AsStream().CopyToAsync(channel.AsStream(), token);
            await channel.CompleteAsync(token);
        });
        await using var channel = await MessageChannel.OpenAsync(await ConnectAsync(listener), cancellationToken: Token);
        var stream = channel.AsStream();
        var sending = Task.Run(
            async () =>
            {
                await stream.WriteAsync(sent, Token);
                await channel.CompleteAsync(Token);
            },
            Token);

        var received = new MemoryStream();
        await stream.CopyToAsync(received, Token);
        await sending;

        Assert.Equal(sent, received.ToArray());
        Assert.Equal(0, await stream.ReadAsync(new byte[1], Token));
    }

    [Fact]
    public async Task A_stream_over_messages_that_are_cut_off_throws_instead_of_ending()
    {
        await using var listener = Serve(async (connection, token) =>
        {
            await using var channel = await MessageChannel.OpenAsync(connection, cancellationToken: token);
            await channel.SendAsync("half"u8.ToArray(), token);
        });
        await using var channel = await MessageChannel.OpenAsync(await ConnectAsync(listener), cancellationToken: Token);

        var buffer = new byte[2];
        await channel.AsStream().ReadExactlyAsync(buffer, Token);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await channel.ReceiveAsync(Token));
        await channel.AsStream().ReadExactlyAsync(buffer, Token);
        Assert.Equal("lf"u8.ToArray(), buffer);
        await Assert.ThrowsAsync<TruncatedStreamException>(async () => await channel.AsStream().ReadExactlyAsync(buffer, Token));
    }

    [Fact]
    public async Task A_receiver_that_does_not_read_holds_the_sender_back()
    {
        await using var listener = Serve(async (connection, token) =>
        {
            await using var channel = await MessageChannel.OpenAsync(connection, cancellationToken: token);
            await Task.Delay(Timeout.Infinite, token);
        });
        await using var channel = await MessageChannel.OpenAsync(await ConnectAsync(listener), cancellationToken: Token);
        using var impatient = new CancellationTokenSource(TimeSpan.FromSeconds(2));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            for (var i = 0; i < 200; i++)
            {
                await channel.SendAsync(new byte[MessageChannel.DefaultMaxMessageSize], impatient.Token);
            }
        });
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await channel.SendAsync("more"u8.ToArray(), Token));
    }

    [Fact]
    public async Task A_refused_client_learns_it_when_the_channel_opens()
    {
        await using var listener = Serve(EchoAsync, ClientAuthentication.Required(_authority.CreateTrustPolicy()));
        var connection = await ConnectAsync(listener);

        await Assert.ThrowsAsync<PeerRejectedException>(() => MessageChannel.OpenAsync(connection, cancellationToken: Token));
    }

    [Fact]
    public async Task Waiting_for_a_message_can_be_given_up_and_taken_up_again()
    {
        await using var listener = Serve(EchoAsync);
        await using var channel = await MessageChannel.OpenAsync(await ConnectAsync(listener), cancellationToken: Token);
        using var impatient = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await channel.ReceiveAsync(impatient.Token));
        await channel.SendAsync("still here"u8.ToArray(), Token);

        Assert.Equal("still here"u8.ToArray(), await channel.ReceiveAsync(Token));
    }

    private static byte[] Frame(byte[] message)
    {
        byte[] header = [0, 0, 0, (byte)message.Length, 0];
        return [.. header, .. message];
    }

    private static bool HasEnd(byte[] junk)
    {
        for (var i = 0; i + 5 <= junk.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(junk.AsSpan(i));
            if (length == 0 && junk[i + 4] == 1)
            {
                return true;
            }

            if (junk[i + 4] != 0 || length < 0 || length > junk.Length)
            {
                return false;
            }

            i += 5 + length;
        }

        return false;
    }

    private static async Task EchoAsync(TlsConnection connection, CancellationToken cancellationToken)
    {
        await using var channel = await MessageChannel.OpenAsync(connection, cancellationToken: cancellationToken);
        while (await channel.ReceiveAsync(cancellationToken) is { } message)
        {
            await channel.SendAsync(message, cancellationToken);
        }

        await channel.CompleteAsync(cancellationToken);
    }

    private TlsListener Serve(Func<TlsConnection, CancellationToken, Task> handler, ClientAuthentication? clients = null)
    {
        var listener = TlsListener.Start(
            new IPEndPoint(IPAddress.Loopback, 0),
            ServerCertificateSource.FromCertificate(_certificate),
            new TlsListenerOptions { Handshake = new TlsServerOptions { ClientAuthentication = clients ?? ClientAuthentication.None, HandshakeTimeout = Patience } });
        _ = listener.RunAsync(handler, Token);
        return listener;
    }

    private Task<TlsConnection> ConnectAsync(TlsListener listener) => TlsClient.ConnectAsync(
        "127.0.0.1",
        ((IPEndPoint)listener.LocalEndPoint).Port,
        new TlsClientOptions { Trust = _authority.CreateTrustPolicy(), HandshakeTimeout = Patience },
        Token);

    private sealed class NeverAsked : IBufferWriter<byte>
    {
        public void Advance(int count) => Assert.Fail("The message was refused.");

        public Memory<byte> GetMemory(int sizeHint = 0) => throw new InvalidOperationException("Memory was asked for.");

        public Span<byte> GetSpan(int sizeHint = 0) => throw new InvalidOperationException("Memory was asked for.");
    }
}
