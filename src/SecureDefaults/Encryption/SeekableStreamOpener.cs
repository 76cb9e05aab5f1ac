using System.Security.Cryptography;
using SocketSecurity.Keys;

namespace SocketSecurity.Encryption;

/// <summary>
/// Reads any part of what <see cref="StreamSealer"/> wrote to a source that can seek, without decrypting the rest. The
/// length is authenticated when the stream is opened, so a cut source is refused at once.
/// </summary>
/// <remarks>
/// Only the chunks that are read are authenticated. A source that changes while it is open is refused where it changed.
/// For one thread at a time, like any stream.
/// </remarks>
public sealed class SeekableStreamOpener : Stream
{
    private const long NoChunk = -1;

    private readonly Stream _source;
    private readonly bool _leaveOpen;
    private readonly CobblestoneCipher _cipher;
    private readonly long _body;
    private readonly long _length;
    private readonly byte[] _sealed = GC.AllocateUninitializedArray<byte>(CobblestoneCipher.SealedChunkSize);
    private readonly byte[] _plaintext = GC.AllocateUninitializedArray<byte>(CobblestoneCipher.ChunkSize, pinned: true);
    private long _loaded = NoChunk;
    private long _position;
    private bool _failed;
    private bool _disposed;

    private SeekableStreamOpener(Stream source, CobblestoneCipher cipher, long body, long length, bool leaveOpen)
    {
        _source = source;
        _cipher = cipher;
        _body = body;
        _length = length;
        _leaveOpen = leaveOpen;
    }

    /// <inheritdoc/>
    public override bool CanRead => !_disposed;

    /// <inheritdoc/>
    public override bool CanSeek => !_disposed;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <summary>The plaintext's length in bytes, authenticated.</summary>
    public override long Length => _length;

    /// <inheritdoc/>
    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    /// <summary>Opens a sealed stream that starts at the source's present position and goes to its end.</summary>
    /// <param name="source">The encrypted bytes; readable and seekable.</param>
    /// <param name="keys">The ring that holds the key; still owned by the caller.</param>
    /// <param name="context">The context the stream was sealed with.</param>
    /// <param name="leaveOpen">Whether the source stays open when the result is disposed.</param>
    /// <returns>The stream, at its beginning.</returns>
    /// <exception cref="ArgumentException">The source cannot be read or cannot seek, or the context is empty or longer than 1 024 bytes.</exception>
    /// <exception cref="DecryptionFailedException">Another key or context, or the source was cut or extended.</exception>
    public static SeekableStreamOpener Open(Stream source, Keyring<StreamKey> keys, string context, bool leaveOpen = false)
    {
        ArgumentNullException.ThrowIfNull(source);
        var format = new StreamFormat(keys, context);
        if (!source.CanRead || !source.CanSeek)
        {
            throw new ArgumentException("The stream must be readable and seekable.", nameof(source));
        }

        Span<byte> header = stackalloc byte[format.HeaderSize];
        var read = source.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        var body = source.Position;
        var (fullChunks, last) = Math.DivRem(source.Length - body, CobblestoneCipher.SealedChunkSize);
        if (read < header.Length || last < CobblestoneCipher.TagSize || format.TryContinue(header) is not { } cipher)
        {
            throw new DecryptionFailedException();
        }

        var length = (fullChunks * CobblestoneCipher.ChunkSize) + last - CobblestoneCipher.TagSize;
        var stream = new SeekableStreamOpener(source, cipher, body, length, leaveOpen);
        try
        {
            stream.Load(fullChunks);
            return stream;
        }
        catch
        {
            stream.Release();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="DecryptionFailedException">The source is not what was sealed; no later read succeeds.</exception>
    public override int Read(Span<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_failed)
        {
            throw new DecryptionFailedException();
        }

        if (buffer.IsEmpty || _position >= _length)
        {
            return 0;
        }

        var (chunk, offset) = Math.DivRem(_position, CobblestoneCipher.ChunkSize);
        if (_loaded != chunk)
        {
            Load(chunk);
        }

        var available = (int)Math.Min(CobblestoneCipher.ChunkSize - offset, _length - _position);
        var count = Math.Min(buffer.Length, available);
        _plaintext.AsSpan((int)offset, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        return Read(buffer.AsSpan(offset, count));
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin)
    {
        var target = checked(offset + (origin switch
        {
            SeekOrigin.Begin => 0,
            SeekOrigin.Current => _position,
            SeekOrigin.End => _length,
            _ => throw new ArgumentOutOfRangeException(nameof(origin)),
        }));
        return target >= 0 ? _position = target : throw new IOException("Nothing lies before the beginning.");
    }

    /// <summary>Does nothing: there is nothing to flush on the reading side.</summary>
    public override void Flush()
    {
    }

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
            Release();
            if (!_leaveOpen)
            {
                _source.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    private void Load(long chunk)
    {
        _loaded = NoChunk;
        var isLast = chunk == _length / CobblestoneCipher.ChunkSize;
        var plainLength = isLast ? (int)(_length % CobblestoneCipher.ChunkSize) : CobblestoneCipher.ChunkSize;
        var sealedChunk = _sealed.AsSpan(0, plainLength + CobblestoneCipher.TagSize);
        _source.Position = _body + (chunk * CobblestoneCipher.SealedChunkSize);
        var read = _source.ReadAtLeast(sealedChunk, sealedChunk.Length, throwOnEndOfStream: false);
        if (read < sealedChunk.Length || !_cipher.TryOpenChunk((ulong)chunk, sealedChunk, _plaintext.AsSpan(0, plainLength)))
        {
            _failed = true;
            throw new DecryptionFailedException();
        }

        _loaded = chunk;
    }

    private void Release()
    {
        _disposed = true;
        _cipher.Dispose();
        CryptographicOperations.ZeroMemory(_plaintext);
    }
}
