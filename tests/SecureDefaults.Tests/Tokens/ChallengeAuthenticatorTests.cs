using System.IO.Pipelines;
using SocketSecurity.Keys;
using SocketSecurity.Tokens;

namespace SocketSecurity.SecureDefaults.Tests.Tokens;

public sealed class ChallengeAuthenticatorTests
{
    private static readonly byte[] Binding = [1, 2, 3];
    private readonly ChallengeKey _key = ChallengeKey.Generate();

    [Fact]
    public async Task Both_sides_prove_themselves()
    {
        Assert.Equal("ann", await RunAsync(name: "ann", _key));
        Assert.Equal("Änn 🌍", await RunAsync(name: "Änn 🌍", _key));
        Assert.Equal(new string('x', 255), await RunAsync(name: new string('x', 255), _key));
    }

    [Fact]
    public async Task A_wrong_key_an_unknown_name_and_another_connection_fail_on_both_sides()
    {
        using var wrong = ChallengeKey.Generate();
        await Assert.ThrowsAsync<ChallengeFailedException>(() => RunAsync("ann", wrong));
        await Assert.ThrowsAsync<ChallengeFailedException>(() => RunAsync("ann", _key, known: false));
        await Assert.ThrowsAsync<ChallengeFailedException>(() => RunAsync("ann", _key, clientBinding: [1, 2, 4]));
        await Assert.ThrowsAsync<ChallengeFailedException>(() => RunAsync("ann", _key, clientBinding: []));
    }

    [Fact]
    public async Task Any_bit_changed_on_the_way_fails()
    {
        // The bytes of one exchange: 1+32+1+3 from the client, 1+32 back, 1+32 from the client, 1+32 back.
        for (var bit = 0; bit < (37 + 33) * 8; bit++)
        {
            // A longer name makes the server wait for the rest of it, until the caller's deadline.
            var longerName = bit / 8 == 33 && (3 & (1 << (bit % 8))) == 0;
            var error = await Assert.ThrowsAnyAsync<Exception>(() => RunAsync("ann", _key, flipFromClient: bit));
            Assert.True(longerName ? error is OperationCanceledException : error is ChallengeFailedException, error.ToString());
        }

        for (var bit = 0; bit < (33 + 33) * 8; bit++)
        {
            await Assert.ThrowsAsync<ChallengeFailedException>(() => RunAsync("ann", _key, flipFromServer: bit));
        }
    }

    [Fact]
    public async Task A_recorded_exchange_proves_nothing_the_next_time()
    {
        var (client, server) = Pair();
        var recording = new RecordingStream(client);
        var serving = ChallengeAuthenticator.AuthenticateAsServerAsync(server, _ => _key, Binding, TestContext.Current.CancellationToken);
        await ChallengeAuthenticator.AuthenticateAsClientAsync(recording, "ann", _key, Binding, TestContext.Current.CancellationToken);
        await serving;

        var (attacker, again) = Pair();
        await attacker.WriteAsync(recording.Written.ToArray(), TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<ChallengeFailedException>(
            () => ChallengeAuthenticator.AuthenticateAsServerAsync(again, _ => _key, Binding, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_peer_that_reflects_the_clients_own_messages_fails()
    {
        var (client, mirror) = Pair();
        var reflecting = mirror.CopyToAsync(mirror, TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<ChallengeFailedException>(
            () => ChallengeAuthenticator.AuthenticateAsClientAsync(client, "ann", _key, Binding, TestContext.Current.CancellationToken));
        client.Dispose();
        await reflecting;
    }

    [Fact]
    public async Task Silence_ends_with_the_callers_deadline_and_a_closed_stream_at_once()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        var (_, server) = Pair();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => ChallengeAuthenticator.AuthenticateAsServerAsync(server, _ => _key, Binding, deadline.Token));
        var (closed, other) = Pair();
        closed.Dispose();
        await Assert.ThrowsAsync<ChallengeFailedException>(
            () => ChallengeAuthenticator.AuthenticateAsServerAsync(other, _ => _key, Binding, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Names_that_do_not_fit_are_refused_before_anything_is_sent()
    {
        var output = new MemoryStream();
        await Assert.ThrowsAsync<ArgumentException>(() => ChallengeAuthenticator.AuthenticateAsClientAsync(output, "", _key, Binding, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => ChallengeAuthenticator.AuthenticateAsClientAsync(output, new string('é', 128), _key, Binding, TestContext.Current.CancellationToken));
        Assert.Equal(0, output.Length);
    }

    private async Task<string> RunAsync(
        string name, ChallengeKey clientKey, bool known = true, byte[]? clientBinding = null, int flipFromClient = -1, int flipFromServer = -1)
    {
        var (client, server) = Pair(flipFromClient, flipFromServer);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(flipFromClient / 8 == 33 ? 200 : 30_000);
        var serving = ServeAsync();
        try
        {
            await ChallengeAuthenticator.AuthenticateAsClientAsync(client, name, clientKey, clientBinding ?? Binding, deadline.Token);
        }
        catch (ChallengeFailedException)
        {
            client.Dispose();

            // A change of the server's last message reaches the client after the server was content.
            try
            {
                await serving;
            }
            catch (ChallengeFailedException)
            {
            }

            throw;
        }

        return await serving;

        async Task<string> ServeAsync()
        {
            try
            {
                return await ChallengeAuthenticator.AuthenticateAsServerAsync(
                    server, n => known && n == name ? _key : null, Binding, deadline.Token);
            }
            finally
            {
                server.Dispose();
            }
        }
    }

    private static (Stream Client, Stream Server) Pair(int flipFromClient = -1, int flipFromServer = -1)
    {
        var (up, down) = (new Pipe(), new Pipe());
        return (new PipeStream(down.Reader, up.Writer, flipFromClient), new PipeStream(up.Reader, down.Writer, flipFromServer));
    }

    /// <summary>One end of a connection in memory; flips one bit of what is written.</summary>
    private sealed class PipeStream(PipeReader reader, PipeWriter writer, int flip) : Stream
    {
        private readonly Stream _input = reader.AsStream();
        private readonly Stream _output = writer.AsStream();
        private int _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            _input.ReadAsync(buffer, cancellationToken);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var bytes = buffer.ToArray();
            var offset = (flip / 8) - _position;
            if (flip >= 0 && offset >= 0 && offset < bytes.Length)
            {
                bytes[offset] ^= (byte)(1 << (flip % 8));
            }

            _position += bytes.Length;
            return _output.WriteAsync(bytes, cancellationToken);
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => _output.FlushAsync(cancellationToken);

        public override void Flush() => throw new NotSupportedException();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            _input.Dispose();
            _output.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class RecordingStream(Stream inner) : Stream
    {
        public MemoryStream Written { get; } = new();

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            inner.ReadAsync(buffer, cancellationToken);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Written.Write(buffer.Span);
            return inner.WriteAsync(buffer, cancellationToken);
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
