using System.Security.Cryptography;
using SocketSecurity.Keys;

namespace SocketSecurity.Encryption;

/// <summary>
/// A stream that encrypts what is written to it and writes it on, in chunks of 16 KiB, for data of any size. Whoever
/// reads it with <see cref="StreamOpener"/> notices every change, exchange, cut or addition.
/// </summary>
/// <remarks>
/// <para>
/// Call <see cref="Complete"/> or <see cref="CompleteAsync"/> after the last byte: only that writes the end mark.
/// Disposal alone does not, so that data whose source failed half-way can never pass for whole.
/// </para>
/// <para>
/// The format is <c>0x02 ‖ key id u32</c> and C2SP chunked encryption (Cobblestone-256), which adds 61 bytes and 16 per
/// begun chunk. Not protected: the length. For one thread at a time, like any stream.
/// </para>
/// </remarks>
public sealed class StreamSealer : Stream
{
    private readonly Stream _destination;
    private readonly bool _leaveOpen;
    private readonly StreamFormat _format;
    private readonly byte[] _plaintext = GC.AllocateUninitializedArray<byte>(CobblestoneCipher.ChunkSize, pinned: true);
    private readonly byte[] _output = GC.AllocateUninitializedArray<byte>(CobblestoneCipher.SealedChunkSize);
    private CobblestoneCipher? _cipher;
    private ulong _chunks;
    private int _filled;
    private State _state;

    /// <summary>Begins a stream; nothing is written before the first byte or the completion.</summary>
    /// <param name="destination">Where the encrypted bytes go.</param>
    /// <param name="keys">The ring whose primary key seals; still owned by the caller.</param>
    /// <param name="context">What the data is for, with a version, for example <c>backup/v1</c>; authenticated, not secret, not empty.</param>
    /// <param name="leaveOpen">Whether the destination stays open when this stream is disposed.</param>
    /// <exception cref="ArgumentException">The destination cannot be written, or the context is empty or longer than 1 024 bytes.</exception>
    public StreamSealer(Stream destination, Keyring<StreamKey> keys, string context, bool leaveOpen = false)
        : this(destination, new StreamFormat(keys, context), leaveOpen)
    {
    }

    private StreamSealer(Stream destination, StreamFormat format, bool leaveOpen)
    {
        ArgumentNullException.ThrowIfNull(destination);
        if (!destination.CanWrite)
        {
            throw new ArgumentException("The stream cannot be written.", nameof(destination));
        }

        _destination = destination;
        _format = format;
        _leaveOpen = leaveOpen;
    }

    private enum State
    {
        Open,
        Completed,
        Failed,
        Disposed,
    }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => _state == State.Open;

    /// <summary>Not supported.</summary>
    public override long Length => throw new NotSupportedException();

    /// <summary>Not supported.</summary>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>
    /// Writes verbatim C2SP Cobblestone-256, without this library's five bytes in front, for programs in other languages.
    /// </summary>
    /// <param name="destination">Where the encrypted bytes go.</param>
    /// <param name="key">The key both programs share; still owned by the caller.</param>
    /// <param name="context">The context both programs use; may be empty.</param>
    /// <param name="leaveOpen">Whether the destination stays open when this stream is disposed.</param>
    /// <returns>The stream.</returns>
    /// <exception cref="ArgumentException">The destination cannot be written.</exception>
    public static StreamSealer ForCobblestone(Stream destination, StreamKey key, ReadOnlySpan<byte> context, bool leaveOpen = false) =>
        new(destination, new StreamFormat(key, context), leaveOpen);

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Start();
        while (!buffer.IsEmpty)
        {
            var output = Fill(ref buffer);
            if (!output.IsEmpty)
            {
                _destination.Write(output.Span);
            }
        }

        _state = State.Open;
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        Write(buffer.AsSpan(offset, count));
    }

    /// <inheritdoc/>
#pragma warning disable RS0027 // The signature is the base class's.
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
#pragma warning restore RS0027
    {
        Start();
        while (!buffer.IsEmpty)
        {
            var rest = buffer.Span;
            var output = Fill(ref rest);
            buffer = buffer[^rest.Length..];
            if (!output.IsEmpty)
            {
                await _destination.WriteAsync(output, cancellationToken).ConfigureAwait(false);
            }
        }

        _state = State.Open;
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    /// <summary>
    /// Flushes the destination. Data of a chunk that is not full stays here: its size tells readers where the stream ends.
    /// </summary>
    public override void Flush() => _destination.Flush();

    /// <inheritdoc cref="Flush"/>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The flushing.</returns>
    public override Task FlushAsync(CancellationToken cancellationToken) => _destination.FlushAsync(cancellationToken);

    /// <summary>Writes the last chunk, which marks the end, and flushes. Without it readers refuse the stream.</summary>
    /// <exception cref="InvalidOperationException">The stream is complete already, or an earlier write failed.</exception>
    public void Complete()
    {
        Start();
        _destination.Write(LastChunk().Span);
        _destination.Flush();
        _state = State.Completed;
    }

    /// <inheritdoc cref="Complete"/>
    /// <param name="cancellationToken">Ends the wait; the stream is then incomplete for good.</param>
    /// <returns>The completion.</returns>
    public async Task CompleteAsync(CancellationToken cancellationToken = default)
    {
        Start();
        await _destination.WriteAsync(LastChunk(), cancellationToken).ConfigureAwait(false);
        await _destination.FlushAsync(cancellationToken).ConfigureAwait(false);
        _state = State.Completed;
    }

    /// <summary>Not supported.</summary>
    /// <param name="buffer">Not used.</param>
    /// <param name="offset">Not used.</param>
    /// <param name="count">Not used.</param>
    /// <returns>Nothing.</returns>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Not supported.</summary>
    /// <param name="offset">Not used.</param>
    /// <param name="origin">Not used.</param>
    /// <returns>Nothing.</returns>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <summary>Not supported.</summary>
    /// <param name="value">Not used.</param>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && _state != State.Disposed)
        {
            Release();
            if (!_leaveOpen)
            {
                _destination.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (_state != State.Disposed)
        {
            Release();
            if (!_leaveOpen)
            {
                await _destination.DisposeAsync().ConfigureAwait(false);
            }
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>
    /// Marks the stream failed until the operation has succeeded: after a write that was cut off nobody knows how much of
    /// it arrived, and continuing would only produce what no reader accepts.
    /// </summary>
    private void Start()
    {
        ObjectDisposedException.ThrowIf(_state == State.Disposed, this);
        if (_state != State.Open)
        {
            throw new InvalidOperationException(
                _state == State.Completed ? "The stream is complete." : "An earlier write failed; the stream cannot be continued.");
        }

        _state = State.Failed;
    }

    /// <summary>Takes what fits from the input; returns what is ready to be written on, which may be nothing.</summary>
    private ReadOnlyMemory<byte> Fill(ref ReadOnlySpan<byte> input)
    {
        if (_cipher is null)
        {
            return Header();
        }

        if (_filled == 0 && input.Length >= CobblestoneCipher.ChunkSize)
        {
            _cipher.SealChunk(_chunks++, input[..CobblestoneCipher.ChunkSize], _output);
            input = input[CobblestoneCipher.ChunkSize..];
            return _output;
        }

        var count = Math.Min(input.Length, CobblestoneCipher.ChunkSize - _filled);
        input[..count].CopyTo(_plaintext.AsSpan(_filled));
        input = input[count..];
        _filled += count;
        if (_filled < CobblestoneCipher.ChunkSize)
        {
            return default;
        }

        _filled = 0;
        _cipher.SealChunk(_chunks++, _plaintext, _output);
        return _output;
    }

    private ReadOnlyMemory<byte> Header()
    {
        _cipher = _format.Begin(_output);
        return _output.AsMemory(0, _format.HeaderSize);
    }

    private ReadOnlyMemory<byte> LastChunk()
    {
        var start = _cipher is null ? Header().Length : 0;
        var length = _filled + CobblestoneCipher.TagSize;
        if (start == 0)
        {
            _cipher!.SealChunk(_chunks, _plaintext.AsSpan(0, _filled), _output);
            return _output.AsMemory(0, length);
        }

        // An empty stream: header and empty last chunk together.
        _cipher!.SealChunk(_chunks, default, _output.AsSpan(start));
        return _output.AsMemory(0, start + length);
    }

    private void Release()
    {
        _state = State.Disposed;
        _cipher?.Dispose();
        CryptographicOperations.ZeroMemory(_plaintext);
    }
}
