using System.Buffers;
using System.Buffers.Binary;
using SocketSecurity.Keys;

namespace SocketSecurity.Encryption;

/// <summary>
/// Encrypts and authenticates messages. Takes no nonce, no algorithm and no tag length: a message sealed here opens only
/// under the same key, the same context and the same associated data, and only unchanged.
/// </summary>
/// <remarks>
/// <para>
/// XAES-256-GCM (C2SP) with a random 192-bit nonce, which is safe for 2^80 messages under one key. The layout is Google
/// Tink's: <c>0x01 ‖ key id u32 ‖ nonce 24 ‖ ciphertext ‖ tag 16</c>, <see cref="Overhead"/> bytes more than the plaintext.
/// </para>
/// <para>
/// Not protected: that a message was sent before (use <see cref="Replay.ReplayGuard"/>), and its length. All members are
/// thread-safe, and calls do not wait for each other.
/// </para>
/// </remarks>
public sealed partial class AeadBox : IDisposable
{
    /// <summary>How many bytes sealing adds: 45.</summary>
    public const int Overhead = HeaderSize + XaesKey.NonceSize + XaesKey.TagSize;

    private const byte Marker = 0x01;
    private const int HeaderSize = 1 + 4;
    private const int StackLimit = 256;

    private readonly Keyring<AeadKey> _keys;
    private readonly bool _ownsKeys;
    private readonly byte[] _contextPrefix;
    private readonly int _maxMessageSize;
    private readonly Lock _refreshing = new();
    private BoxKeys? _boxKeys;
    private bool _disposed;
    private long _refused;

    /// <summary>A box over a ring, which may rotate while the box is in use.</summary>
    /// <param name="keys">The keys; still owned by the caller.</param>
    /// <param name="context">
    /// What the messages are for, with a version, for example <c>orders/v1</c>. Part of what is authenticated: a message of
    /// one context does not open in another. Not secret, not empty.
    /// </param>
    /// <param name="options">Limits; null for the defaults.</param>
    /// <exception cref="ArgumentException">The context is empty or longer than 1 024 bytes.</exception>
    public AeadBox(Keyring<AeadKey> keys, string context, AeadBoxOptions? options = null)
        : this(keys, ownsKeys: false, ContextText.EncodeWithLength(context), options)
    {
    }

    /// <summary>A box over one key.</summary>
    /// <param name="key">The key; the box owns and disposes it from now on.</param>
    /// <param name="context">What the messages are for; see the other constructor.</param>
    /// <exception cref="ArgumentException">The context is empty or longer than 1 024 bytes.</exception>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public AeadBox(AeadKey key, string context)
        : this(Keyring<AeadKey>.FromKey(key), ownsKeys: true, ContextText.EncodeWithLength(context), options: null)
    {
    }

    private AeadBox(Keyring<AeadKey> keys, bool ownsKeys, byte[] contextPrefix, AeadBoxOptions? options)
    {
        ArgumentNullException.ThrowIfNull(keys);
        _keys = keys;
        _ownsKeys = ownsKeys;
        _contextPrefix = contextPrefix;
        _maxMessageSize = (options ?? new AeadBoxOptions()).MaxMessageSize;
    }

    /// <summary>
    /// A box that exchanges messages with Google Tink's <c>XAES_256_GCM_192_BIT_NONCE</c> template and TINK output prefix.
    /// There is no context: only the associated data tells messages of different kinds apart.
    /// </summary>
    /// <param name="keys">The keys, under the numbers of the Tink keyset; still owned by the caller.</param>
    /// <param name="options">Limits; null for the defaults.</param>
    /// <returns>The box.</returns>
    public static AeadBox ForTink(Keyring<AeadKey> keys, AeadBoxOptions? options = null) =>
        new(keys, ownsKeys: false, contextPrefix: [], options);

    /// <summary>How many messages this box has refused to open. A sudden growth is somebody guessing.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>The size of a sealed message.</summary>
    /// <param name="plaintextLength">The plaintext's size in bytes.</param>
    /// <returns>That size plus <see cref="Overhead"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or above the box's limit.</exception>
    public int GetSealedLength(int plaintextLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(plaintextLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(plaintextLength, _maxMessageSize);
        return plaintextLength + Overhead;
    }

    /// <summary>Seals a message into the caller's buffer, without allocating.</summary>
    /// <param name="plaintext">The message; may be empty.</param>
    /// <param name="associatedData">Data that is not encrypted and not sent, but must be the same when opening.</param>
    /// <param name="destination">At least <see cref="GetSealedLength"/> bytes, not overlapping the inputs.</param>
    /// <returns>The bytes written.</returns>
    /// <exception cref="ArgumentException">The message is too long, or the buffer too short or overlapping.</exception>
    /// <exception cref="ObjectDisposedException">The box, its ring or its key was disposed.</exception>
    public int Seal(ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associatedData, Span<byte> destination)
    {
        var length = CheckSeal(plaintext, associatedData, destination);
        var output = destination[..length];
        if (associatedData.IsEmpty || _contextPrefix.Length == 0)
        {
            SealBound(plaintext, associatedData.IsEmpty ? _contextPrefix : associatedData, output);
            return length;
        }

        byte[]? rented = null;
        try
        {
            SealBound(plaintext, Combine(associatedData, stackalloc byte[StackLimit], ref rented), output);
            return length;
        }
        finally
        {
            Release(rented);
        }
    }

    /// <summary>Opens a message into the caller's buffer, without allocating when it is authentic.</summary>
    /// <param name="sealedMessage">The sealed message, from anywhere.</param>
    /// <param name="associatedData">The associated data it was sealed with.</param>
    /// <param name="destination">
    /// At least the sealed length less <see cref="Overhead"/> bytes, not overlapping the inputs. Holds no plaintext
    /// unless the result is true.
    /// </param>
    /// <param name="bytesWritten">The plaintext's size; zero when refused.</param>
    /// <returns>False for anything but an unchanged message of a key of this ring, this context and this associated data.</returns>
    /// <exception cref="ArgumentException">The buffer is too short for the message, or overlapping.</exception>
    /// <exception cref="ObjectDisposedException">The box or its ring was disposed.</exception>
    public bool TryOpen(ReadOnlySpan<byte> sealedMessage, ReadOnlySpan<byte> associatedData, Span<byte> destination, out int bytesWritten)
    {
        bytesWritten = 0;
        var length = sealedMessage.Length - Overhead;
        var keys = GetKeys();
        if (length < 0
            || length > _maxMessageSize
            || sealedMessage[0] != Marker
            || !keys.TryGetOpener(BinaryPrimitives.ReadUInt32BigEndian(sealedMessage[1..]), out var key))
        {
            Interlocked.Increment(ref _refused);
            return false;
        }

        if (destination.Length < length)
        {
            throw new ArgumentException("The buffer is shorter than the message.", nameof(destination));
        }

        var plaintext = destination[..length];
        RefuseOverlap(sealedMessage, associatedData, plaintext);
        if (!TryOpenBound(key, sealedMessage, associatedData, plaintext))
        {
            Interlocked.Increment(ref _refused);
            return false;
        }

        bytesWritten = length;
        return true;
    }

    /// <summary>Forgets all prepared keys, and the key itself when the box was made over one key.</summary>
    public void Dispose()
    {
        lock (_refreshing)
        {
            _disposed = true;
            _boxKeys?.Dispose();
        }

        if (_ownsKeys)
        {
            _keys.Dispose();
        }
    }

    /// <summary>Seals with all that is to be authenticated beside the message; the context is part of it.</summary>
    private void SealBound(ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> bound, Span<byte> output)
    {
        while (true)
        {
            var keys = GetKeys();
            output[0] = Marker;
            BinaryPrimitives.WriteUInt32BigEndian(output[1..], keys.PrimaryId);
            var nonce = output.Slice(HeaderSize, XaesKey.NonceSize);
            var ciphertext = output.Slice(HeaderSize + XaesKey.NonceSize, plaintext.Length);
            if (keys.Primary.TryEncrypt(plaintext, bound, nonce, ciphertext, output[^XaesKey.TagSize..]))
            {
                return;
            }

            // The ring moved on and the next round finds its new primary, or the key was disposed under the ring.
            ObjectDisposedException.ThrowIf(keys.Primary.Key.IsDisposed && keys.Snapshot == _keys.Current, keys.Primary.Key);
        }
    }

    private bool TryOpenBound(XaesKey key, ReadOnlySpan<byte> sealedMessage, ReadOnlySpan<byte> associatedData, Span<byte> plaintext)
    {
        var nonce = sealedMessage.Slice(HeaderSize, XaesKey.NonceSize);
        var ciphertext = sealedMessage.Slice(HeaderSize + XaesKey.NonceSize, plaintext.Length);
        var tag = sealedMessage[^XaesKey.TagSize..];
        if (associatedData.IsEmpty || _contextPrefix.Length == 0)
        {
            return key.TryDecrypt(nonce, ciphertext, tag, associatedData.IsEmpty ? _contextPrefix : associatedData, plaintext);
        }

        byte[]? rented = null;
        try
        {
            return key.TryDecrypt(nonce, ciphertext, tag, Combine(associatedData, stackalloc byte[StackLimit], ref rented), plaintext);
        }
        finally
        {
            Release(rented);
        }
    }

    private BoxKeys GetKeys()
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed), this);
        var snapshot = _keys.Current;
        var keys = Volatile.Read(ref _boxKeys);
        return keys?.Snapshot == snapshot ? keys : Refresh();
    }

    private BoxKeys Refresh()
    {
        lock (_refreshing)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var snapshot = _keys.Current;
            if (_boxKeys?.Snapshot != snapshot)
            {
                Volatile.Write(ref _boxKeys, BoxKeys.Prepare(snapshot, _boxKeys, _keys.Clock));
            }

            return _boxKeys!;
        }
    }

    private int CheckSeal(ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associatedData, Span<byte> destination)
    {
        if (plaintext.Length > _maxMessageSize)
        {
            throw new ArgumentException($"A message is at most {_maxMessageSize} bytes; use a stream for more.", nameof(plaintext));
        }

        var length = plaintext.Length + Overhead;
        if (destination.Length < length)
        {
            throw new ArgumentException($"The buffer needs {length} bytes.", nameof(destination));
        }

        RefuseOverlap(plaintext, associatedData, destination[..length]);
        return length;
    }

    private static void RefuseOverlap(ReadOnlySpan<byte> input, ReadOnlySpan<byte> associatedData, Span<byte> destination)
    {
        if (destination.Overlaps(input) || destination.Overlaps(associatedData))
        {
            throw new ArgumentException("The buffer overlaps an input.", nameof(destination));
        }
    }

    /// <summary>Associated data is preceded by the context with its length, so that no two pairs give the same bytes.</summary>
    private ReadOnlySpan<byte> Combine(ReadOnlySpan<byte> associatedData, Span<byte> stack, ref byte[]? rented)
    {
        var length = checked(_contextPrefix.Length + associatedData.Length);
        var buffer = length <= stack.Length ? stack : rented = ArrayPool<byte>.Shared.Rent(length);
        _contextPrefix.CopyTo(buffer);
        associatedData.CopyTo(buffer[_contextPrefix.Length..]);
        return buffer[..length];
    }

    private static void Release(byte[]? rented)
    {
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
