using System.Security.Cryptography;
using SocketSecurity.Keys;

namespace SocketSecurity.Encryption;

/// <summary>
/// A stream that decrypts what <see cref="StreamSealer"/> wrote. Every byte it returns is authentic and in its place;
/// that the data is also complete is known only when reading returns 0 without an exception.
/// </summary>
/// <remarks>
/// A source that was changed, reordered, extended or cut throws <see cref="DecryptionFailedException"/> at the first chunk
/// concerned, and from then on every read throws it again. Programs that act on data as a whole must therefore wait for
/// the end; <see cref="StreamEncryption.DecryptFileAsync"/> does. For one thread at a time, like any stream.
/// </remarks>
public sealed class StreamOpener : Stream
{
    private readonly Stream _source;
    private readonly bool _leaveOpen;
    private readonly StreamFormat _format;
    private readonly byte[] _sealed = GC.AllocateUninitializedArray<byte>(CobblestoneCipher.SealedChunkSize);
    private readonly byte[] _plaintext = GC.AllocateUninitializedArray<byte>(CobblestoneCipher.ChunkSize, pinned: true);
    private CobblestoneCipher? _cipher;
    private ulong _chunks;
    private int _start;
    private int _end;
    private bool _finished;
    private bool _failed;
    private bool _disposed;

    /// <summary>Begins to read; nothing is taken from the source before the first read.</summary>
    /// <param name="source">The encrypted bytes, from anywhere.</param>
    /// <param name="keys">The ring that holds the key; still owned by the caller.</param>
    /// <param name="context">The context the stream was sealed with.</param>
    /// <param name="leaveOpen">Whether the source stays open when this stream is disposed.</param>
    /// <exception cref="ArgumentException">The source cannot be read, or the context is empty or longer than 1 024 bytes.</exception>
    public StreamOpener(Stream source, Keyring<StreamKey> keys, string context, bool leaveOpen = false)
        : this(source, new StreamFormat(keys, context), leaveOpen)
    {
    }

    private StreamOpener(Stream source, StreamFormat format, bool leaveOpen)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (!source.CanRead)
        {
            throw new ArgumentException("The stream cannot be read.", nameof(source));
        }

        _source = source;
        _format = format;
        _leaveOpen = leaveOpen;
    }

    /// <inheritdoc/>
    public override bool CanRead => !_disposed;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <summary>Not supported; see <see cref="SeekableStreamOpener"/>.</summary>
    public override long Length => throw new NotSupportedException();

    /// <summary>Not supported; see <see cref="SeekableStreamOpener"/>.</summary>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Reads verbatim C2SP Cobblestone-256, as programs in other languages write it.</summary>
    /// <param name="source">The encrypted bytes, from anywhere.</param>
    /// <param name="key">The key both programs share; still owned by the caller.</param>
    /// <param name="context">The context both programs use; may be empty.</param>
    /// <param name="leaveOpen">Whether the source stays open when this stream is disposed.</param>
    /// <returns>The stream.</returns>
    /// <exception cref="ArgumentException">The source cannot be read.</exception>
    public static StreamOpener ForCobblestone(Stream source, StreamKey key, ReadOnlySpan<byte> context, bool leaveOpen = false) =>
        new(source, new StreamFormat(key, context), leaveOpen);

    /// <inheritdoc/>
    /// <exception cref="DecryptionFailedException">The source is not what was sealed; no later read succeeds.</exception>
    public override int Read(Span<byte> buffer)
    {
        Check();
        if (buffer.IsEmpty)
        {
            return 0;
        }

        while (_start == _end && !_finished)
        {
            if (_cipher is null)
            {
                Begin(_source.ReadAtLeast(_sealed.AsSpan(0, _format.HeaderSize), _format.HeaderSize, throwOnEndOfStream: false));
            }

            var length = _source.ReadAtLeast(_sealed, _sealed.Length, throwOnEndOfStream: false);
            if (TryOpenInto(buffer, length, out var written))
            {
                return written;
            }
        }

        return Take(buffer);
    }

    /// <inheritdoc/>
    /// <exception cref="DecryptionFailedException">The source is not what was sealed; no later read succeeds.</exception>
#pragma warning disable RS0027 // The signature is the base class's.
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
#pragma warning restore RS0027
    {
        Check();
        if (buffer.IsEmpty)
        {
            return 0;
        }

        while (_start == _end && !_finished)
        {
            // A read that is cancelled half-way has consumed bytes that nobody holds: the stream cannot be continued.
            _failed = true;
            if (_cipher is null)
            {
                var header = _sealed.AsMemory(0, _format.HeaderSize);
                Begin(await _source.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false));
            }

            var length = await _source.ReadAtLeastAsync(_sealed, _sealed.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            _failed = false;
            if (TryOpenInto(buffer.Span, length, out var written))
            {
                return written;
            }
        }

        return Take(buffer.Span);
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        return Read(buffer.AsSpan(offset, count));
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    /// <summary>Does nothing: there is nothing to flush on the reading side.</summary>
    public override void Flush()
    {
    }

    /// <summary>Not supported; see <see cref="SeekableStreamOpener"/>.</summary>
    /// <param name="offset">Not used.</param>
    /// <param name="origin">Not used.</param>
    /// <returns>Nothing.</returns>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <summary>Not supported.</summary>
    /// <param name="value">Not used.</param>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Not supported.</summary>
    /// <param name="buffer">Not used.</param>
    /// <param name="offset">Not used.</param>
    /// <param name="count">Not used.</param>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            _cipher?.Dispose();
            CryptographicOperations.ZeroMemory(_plaintext);
            if (!_leaveOpen)
            {
                _source.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    private void Check()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_failed)
        {
            throw new DecryptionFailedException();
        }
    }

    private void Begin(int length)
    {
        var header = _sealed.AsSpan(0, _format.HeaderSize);
        _cipher = length == header.Length ? _format.TryContinue(header) : null;
        if (_cipher is null)
        {
            Fail();
        }
    }

    /// <summary>
    /// Opens the chunk that was read, straight into the caller's buffer where a whole chunk fits. A chunk shorter than
    /// the others is the last: the source ended there.
    /// </summary>
    private bool TryOpenInto(Span<byte> buffer, int length, out int written)
    {
        written = length - CobblestoneCipher.TagSize;
        if (written < 0)
        {
            Fail();
        }

        var direct = buffer.Length >= CobblestoneCipher.ChunkSize;
        var plaintext = (direct ? buffer : _plaintext)[..written];
        if (!_cipher!.TryOpenChunk(_chunks++, _sealed.AsSpan(0, length), plaintext))
        {
            Fail();
        }

        _finished = length < CobblestoneCipher.SealedChunkSize;
        if (direct)
        {
            return true;
        }

        (_start, _end) = (0, written);
        return false;
    }

    private int Take(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _end - _start);
        _plaintext.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    private void Fail()
    {
        _failed = true;
        throw new DecryptionFailedException();
    }
}
