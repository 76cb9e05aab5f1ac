using System.Buffers;
using System.Buffers.Binary;
using System.Net.Security;
using System.Runtime.CompilerServices;

namespace SocketSecurity.Tls;

/// <summary>
/// Whole messages over a TLS connection, with an explicit end. TLS as .NET shows it cannot tell a finished peer from one that
/// was cut off, and a client cannot tell whether the server accepted its certificate; frames can.
/// </summary>
/// <remarks>
/// One frame is the length of its content (4 bytes, big-endian), its kind (1 byte: 0 a message, 1 the end, 2 ready) and the
/// content. Sending and receiving may run at the same time; several senders wait for each other, receivers must not overlap.
/// A send or receive that fails or is cancelled inside a frame breaks the channel, because the frame's rest would be taken
/// for the next frame: every later call in that direction throws.
/// </remarks>
public sealed class MessageChannel : IAsyncDisposable
{
    /// <summary>1 MiB: enough for most protocols, and what a peer can make the receiver set aside.</summary>
    public const int DefaultMaxMessageSize = 1 << 20;

    private const int HeaderSize = 5;

    /// <summary>One TLS record's worth: a small message and its header leave in one record.</summary>
    private const int BufferSize = 16 * 1024;

    /// <summary>What one write to an SslStream sends in one piece. Longer messages leave in several whatever is done here.</summary>
    private const int LargestBufferSize = 2 * BufferSize;

    private readonly TlsConnection _connection;
    private readonly Stream _stream;
    private readonly int _maxMessageSize;
    private readonly SemaphoreSlim _sending = new(1, 1);
    private byte[] _sendBuffer = new byte[BufferSize];
    private readonly byte[] _header = new byte[HeaderSize];
    private bool _sendBroken;
    private bool _sendEnded;
    private bool _receiveBroken;
    private bool _receiveEnded;
    private int _unreadOfMessage;

    private MessageChannel(TlsConnection connection, int maxMessageSize)
    {
        _connection = connection;
        _stream = connection.Stream;
        _maxMessageSize = maxMessageSize;
    }

    private enum FrameKind : byte
    {
        Message = 0,
        End = 1,
        Ready = 2,
    }

    /// <summary>
    /// Opens the channel at both ends: the server says that it is ready, the client waits until it does, and so learns whether
    /// the server accepted its certificate.
    /// </summary>
    /// <param name="connection">The connection. It belongs to the channel from now on, and is closed when opening fails.</param>
    /// <param name="maxMessageSize">The longest message that is received, in bytes; longer ones are refused before anything is set aside for them.</param>
    /// <param name="cancellationToken">Ends the attempt and closes the connection.</param>
    /// <exception cref="PeerRejectedException">The server closed the connection instead of getting ready.</exception>
    /// <exception cref="HandshakeTimeoutException">The server did not get ready within 10 seconds.</exception>
    /// <exception cref="MalformedMessageException">The server speaks another protocol.</exception>
    public static async Task<MessageChannel> OpenAsync(
        TlsConnection connection, int maxMessageSize = DefaultMaxMessageSize, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxMessageSize);
        var channel = new MessageChannel(connection, maxMessageSize);
        try
        {
            if (connection.Stream is SslStream { IsServer: true })
            {
                await channel.SendFrameAsync(FrameKind.Ready, default, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await channel.AwaitReadyAsync(cancellationToken).ConfigureAwait(false);
            }

            return channel;
        }
        catch
        {
            await channel.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>As <see cref="OpenAsync"/>, over a stream of <see cref="SecureTls"/> or of one's own.</summary>
    /// <param name="stream">The stream, whose handshake is done. It belongs to the channel from now on, and is closed when opening fails.</param>
    /// <param name="maxMessageSize">The longest message that is received, in bytes; longer ones are refused before anything is set aside for them.</param>
    /// <param name="cancellationToken">Ends the attempt and closes the stream.</param>
    /// <exception cref="InvalidOperationException">The stream's handshake is not done.</exception>
    /// <exception cref="PeerRejectedException">The server closed the connection instead of getting ready.</exception>
    /// <exception cref="HandshakeTimeoutException">The server did not get ready within 10 seconds.</exception>
    /// <exception cref="MalformedMessageException">The server speaks another protocol.</exception>
    public static Task<MessageChannel> OpenOverAsync(
        SslStream stream, int maxMessageSize = DefaultMaxMessageSize, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return stream is { IsAuthenticated: true, IsEncrypted: true }
            ? OpenAsync(new TlsConnection(stream, remote: null), maxMessageSize, cancellationToken)
            : throw new InvalidOperationException("The stream's handshake is not done: what is sent would not be protected.");
    }

    /// <summary>Sends one message. Completes when the system has taken it, which is later than usual when the peer does not read.</summary>
    /// <param name="message">The message; may be empty. Larger ones than the peer's limit make the peer close the connection.</param>
    /// <param name="cancellationToken">Gives up; inside a frame that breaks the channel.</param>
    /// <exception cref="IOException">The connection is gone.</exception>
    /// <exception cref="InvalidOperationException">The end was sent already, or an earlier send failed.</exception>
    public ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken = default) =>
        SendFrameAsync(FrameKind.Message, message, cancellationToken);

    /// <summary>Tells the peer that no message follows. Receiving goes on.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">The connection is gone.</exception>
    /// <exception cref="InvalidOperationException">The end was sent already, or an earlier send failed.</exception>
    public ValueTask CompleteAsync(CancellationToken cancellationToken = default) =>
        SendFrameAsync(FrameKind.End, default, cancellationToken);

    /// <summary>Receives one message into a buffer of the caller's.</summary>
    /// <param name="destination">Gets the message, and nothing unless the message is whole.</param>
    /// <param name="cancellationToken">Gives up; inside a frame that breaks the channel.</param>
    /// <returns>False when the peer has said that no message follows.</returns>
    /// <exception cref="TruncatedStreamException">The connection ended although the peer has not said that it is done.</exception>
    /// <exception cref="MalformedMessageException">The message is larger than allowed, or no frame of this protocol.</exception>
    /// <exception cref="InvalidOperationException">An earlier receive failed.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> ReceiveIntoAsync(IBufferWriter<byte> destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        var length = await ReceiveWholeHeaderAsync(cancellationToken).ConfigureAwait(false);
        if (length > 0)
        {
            await ReadExactlyAsync(destination.GetMemory(length)[..length], cancellationToken).ConfigureAwait(false);
            destination.Advance(length);
        }

        return length >= 0;
    }

    /// <summary>Receives one message as an array of its own.</summary>
    /// <param name="cancellationToken">Gives up; inside a frame that breaks the channel.</param>
    /// <returns>The message, or null when the peer has said that no message follows.</returns>
    /// <exception cref="TruncatedStreamException">The connection ended although the peer has not said that it is done.</exception>
    /// <exception cref="MalformedMessageException">The message is larger than allowed, or no frame of this protocol.</exception>
    /// <exception cref="InvalidOperationException">An earlier receive failed.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<byte[]?> ReceiveAsync(CancellationToken cancellationToken = default)
    {
        var length = await ReceiveWholeHeaderAsync(cancellationToken).ConfigureAwait(false);
        if (length <= 0)
        {
            return length < 0 ? null : [];
        }

        var message = new byte[length];
        await ReadExactlyAsync(message, cancellationToken).ConfigureAwait(false);
        return message;
    }

    /// <summary>
    /// The messages as one stream of bytes, for code that reads and writes streams. What is written leaves as messages of
    /// up to 16 KiB; what is read is the content of the messages one after the other, and ends when the peer has said that no
    /// message follows: a connection that was cut off throws instead.
    /// </summary>
    /// <remarks>
    /// Call <see cref="CompleteAsync"/> when everything is written. Disposing the stream does nothing, so that an exception on
    /// the way does not make half of the data look complete; the channel stays the caller's to dispose.
    /// </remarks>
    public Stream AsStream() => new MessageStream(this);

    /// <summary>Closes the connection. Does not send the end: a channel that is closed without it was cut off.</summary>
    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync().ConfigureAwait(false);
        _sending.Dispose();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask SendFrameAsync(FrameKind kind, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_sendBroken || _sendEnded)
            {
                throw new InvalidOperationException(_sendEnded ? "The end of the messages was sent already." : "An earlier send failed. Close the channel.");
            }

            _sendBroken = true;
            if (content.Length > BufferSize - HeaderSize && _sendBuffer.Length == BufferSize)
            {
                _sendBuffer = new byte[LargestBufferSize];
            }

            BinaryPrimitives.WriteInt32BigEndian(_sendBuffer, content.Length);
            _sendBuffer[HeaderSize - 1] = (byte)kind;
            var first = Math.Min(content.Length, _sendBuffer.Length - HeaderSize);
            content[..first].CopyTo(_sendBuffer.AsMemory(HeaderSize));
            await _stream.WriteAsync(_sendBuffer.AsMemory(0, HeaderSize + first), cancellationToken).ConfigureAwait(false);
            if (first < content.Length)
            {
                await _stream.WriteAsync(content[first..], cancellationToken).ConfigureAwait(false);
            }

            _sendEnded = kind == FrameKind.End;
            _sendBroken = false;
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task AwaitReadyAsync(CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(TlsDefaults.HandshakeTimeout);
        try
        {
            await _stream.ReadExactlyAsync(_header, deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HandshakeTimeoutException(TlsDefaults.HandshakeTimeout, exception);
        }
        catch (IOException exception)
        {
            throw new PeerRejectedException(
                "The server finished the handshake and then closed the connection. It does not accept the client's certificate, or needs one.", exception);
        }

        if (BinaryPrimitives.ReadInt32BigEndian(_header) != 0 || _header[HeaderSize - 1] != (byte)FrameKind.Ready)
        {
            throw new MalformedMessageException("The server does not begin as a message channel does. Check the port, and what the server speaks.");
        }
    }

    /// <summary>Reads at least one byte of the messages' contents, or none at the end.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal async ValueTask<int> ReadContentAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        while (_unreadOfMessage == 0)
        {
            _unreadOfMessage = await ReceiveHeaderAsync(cancellationToken).ConfigureAwait(false);
            if (_unreadOfMessage < 0)
            {
                _unreadOfMessage = 0;
                return 0;
            }
        }

        var wanted = destination[..Math.Min(destination.Length, _unreadOfMessage)];
        if (wanted.IsEmpty)
        {
            return 0;
        }

        var read = await ReadSomeAsync(wanted, cancellationToken).ConfigureAwait(false);
        _unreadOfMessage -= read;
        return read;
    }

    private ValueTask<int> ReceiveWholeHeaderAsync(CancellationToken cancellationToken) => _unreadOfMessage == 0
        ? ReceiveHeaderAsync(cancellationToken)
        : throw new InvalidOperationException("A message was read in part through the stream. Read its rest there.");

    /// <returns>The length of the message that follows, or -1 at the end.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReceiveHeaderAsync(CancellationToken cancellationToken)
    {
        if (_receiveEnded)
        {
            return -1;
        }

        if (_receiveBroken)
        {
            throw new InvalidOperationException("An earlier receive failed. Close the channel.");
        }

        // Waiting for a message may be given up as long as none of it has arrived.
        var read = await ReadSomeAsync(_header, cancellationToken).ConfigureAwait(false);
        if (read < HeaderSize)
        {
            await ReadExactlyAsync(_header.AsMemory(read), cancellationToken).ConfigureAwait(false);
        }

        var length = BinaryPrimitives.ReadInt32BigEndian(_header);
        switch ((FrameKind)_header[HeaderSize - 1])
        {
            case FrameKind.Message when length >= 0 && length <= _maxMessageSize:
                return length;
            case FrameKind.End when length == 0:
                _receiveEnded = true;
                return -1;
            case FrameKind.Message:
                _receiveBroken = true;
                throw new MalformedMessageException($"A message of {(uint)length} bytes was announced; {_maxMessageSize} are allowed. Close the channel.");
            default:
                _receiveBroken = true;
                throw new MalformedMessageException("What was received is no frame of a message channel. Close the channel.");
        }
    }

    /// <summary>What has arrived already, as the content behind a header mostly has, is taken without a state machine.</summary>
    private ValueTask<int> ReadSomeAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        try
        {
            var reading = _stream.ReadAsync(destination, cancellationToken);
            return reading.IsCompletedSuccessfully ? new ValueTask<int>(Some(reading.Result)) : AwaitSomeAsync(reading);
        }
        catch (IOException exception)
        {
            throw Truncated(exception);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> AwaitSomeAsync(ValueTask<int> reading)
    {
        try
        {
            return Some(await reading.ConfigureAwait(false));
        }
        catch (IOException exception)
        {
            throw Truncated(exception);
        }
    }

    private int Some(int read) => read > 0 ? read : throw Truncated(null);

    private ValueTask ReadExactlyAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        _receiveBroken = true;
        var reading = ReadSomeAsync(destination, cancellationToken);
        if (!reading.IsCompletedSuccessfully)
        {
            return AwaitExactlyAsync(reading, destination, cancellationToken);
        }

        var filled = reading.Result;
        if (filled < destination.Length)
        {
            return AwaitExactlyAsync(new ValueTask<int>(filled), destination, cancellationToken);
        }

        _receiveBroken = false;
        return default;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask AwaitExactlyAsync(ValueTask<int> reading, Memory<byte> destination, CancellationToken cancellationToken)
    {
        var filled = await reading.ConfigureAwait(false);
        while (filled < destination.Length)
        {
            filled += await ReadSomeAsync(destination[filled..], cancellationToken).ConfigureAwait(false);
        }

        _receiveBroken = false;
    }

    private TruncatedStreamException Truncated(IOException? reason)
    {
        _receiveBroken = true;
        return new TruncatedStreamException("The connection ended before the peer said that its messages are complete. What was received is not all.", reason);
    }
}
