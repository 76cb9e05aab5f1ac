using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using SocketSecurity.Keys;

namespace SocketSecurity.Encryption;

/// <content>The same two operations on arrays, buffer writers and text.</content>
public sealed partial class AeadBox
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Seals a message.</summary>
    /// <param name="plaintext">The message; may be empty.</param>
    /// <returns>The sealed message.</returns>
    /// <exception cref="ArgumentException">The message is too long.</exception>
    /// <exception cref="ObjectDisposedException">The box, its ring or its key was disposed.</exception>
    public byte[] Seal(ReadOnlySpan<byte> plaintext) => Seal(plaintext, associatedData: default);

    /// <summary>Seals a message together with associated data.</summary>
    /// <param name="plaintext">The message; may be empty.</param>
    /// <param name="associatedData">Data that is not encrypted and not sent, but must be the same when opening.</param>
    /// <returns>The sealed message.</returns>
    /// <exception cref="ArgumentException">The message is too long.</exception>
    /// <exception cref="ObjectDisposedException">The box, its ring or its key was disposed.</exception>
    public byte[] Seal(ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associatedData)
    {
        var output = new byte[SealedLengthOf(plaintext)];
        Seal(plaintext, associatedData, output);
        return output;
    }

    /// <summary>Seals a message into a buffer writer.</summary>
    /// <param name="plaintext">The message; may be empty.</param>
    /// <param name="associatedData">Data that is not encrypted and not sent, but must be the same when opening.</param>
    /// <param name="destination">Receives the sealed message.</param>
    /// <exception cref="ArgumentException">The message is too long.</exception>
    /// <exception cref="ObjectDisposedException">The box, its ring or its key was disposed.</exception>
    public void Seal(ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associatedData, IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        var length = SealedLengthOf(plaintext);
        destination.Advance(Seal(plaintext, associatedData, destination.GetSpan(length)));
    }

    /// <summary>Seals text, as UTF-8, into base64url without padding.</summary>
    /// <param name="plaintext">The text; may be empty.</param>
    /// <param name="associatedData">Data that is not encrypted and not sent, but must be the same when opening.</param>
    /// <returns>The sealed message as text that is safe in URLs, headers and file names.</returns>
    /// <exception cref="ArgumentException">The text is too long, or holds half a surrogate pair.</exception>
    /// <exception cref="ObjectDisposedException">The box, its ring or its key was disposed.</exception>
    public string SealToString(ReadOnlySpan<char> plaintext, ReadOnlySpan<byte> associatedData = default)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(StrictUtf8.GetByteCount(plaintext));
        try
        {
            var length = StrictUtf8.GetBytes(plaintext, bytes);
            return Base64Url.EncodeToString(Seal(bytes.AsSpan(0, length), associatedData));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Opens a message.</summary>
    /// <param name="sealedMessage">The sealed message, from anywhere.</param>
    /// <returns>The plaintext.</returns>
    /// <exception cref="DecryptionFailedException">Refused; why is not said.</exception>
    /// <exception cref="ObjectDisposedException">The box or its ring was disposed.</exception>
    public byte[] Open(ReadOnlySpan<byte> sealedMessage) => Open(sealedMessage, associatedData: default);

    /// <summary>Opens a message that was sealed with associated data.</summary>
    /// <param name="sealedMessage">The sealed message, from anywhere.</param>
    /// <param name="associatedData">The associated data it was sealed with.</param>
    /// <returns>The plaintext.</returns>
    /// <exception cref="DecryptionFailedException">Refused; why is not said.</exception>
    /// <exception cref="ObjectDisposedException">The box or its ring was disposed.</exception>
    public byte[] Open(ReadOnlySpan<byte> sealedMessage, ReadOnlySpan<byte> associatedData)
    {
        var length = sealedMessage.Length - Overhead;
        if (length >= 0 && length <= _maxMessageSize)
        {
            var plaintext = new byte[length];
            if (TryOpen(sealedMessage, associatedData, plaintext, out _))
            {
                return plaintext;
            }
        }

        throw new DecryptionFailedException();
    }

    /// <summary>Opens what <see cref="SealToString"/> sealed.</summary>
    /// <param name="sealedText">The text, in its one canonical spelling.</param>
    /// <param name="associatedData">The associated data it was sealed with.</param>
    /// <returns>The text.</returns>
    /// <exception cref="DecryptionFailedException">Refused; why is not said.</exception>
    /// <exception cref="ObjectDisposedException">The box or its ring was disposed.</exception>
    public string OpenFromString(string sealedText, ReadOnlySpan<byte> associatedData = default)
    {
        ArgumentNullException.ThrowIfNull(sealedText);
        if (Base64Url.GetMaxDecodedLength(sealedText.Length) > (long)_maxMessageSize + Overhead + 2)
        {
            throw new DecryptionFailedException();
        }

        var sealedMessage = ArrayPool<byte>.Shared.Rent(Base64Url.GetMaxDecodedLength(sealedText.Length));
        var plaintext = ArrayPool<byte>.Shared.Rent(sealedMessage.Length);
        try
        {
            return CanonicalBase64.TryDecodeUrl(sealedText, sealedMessage, out var length)
                && TryOpen(sealedMessage.AsSpan(0, length), associatedData, plaintext, out var written)
                    ? StrictUtf8.GetString(plaintext, 0, written)
                    : throw new DecryptionFailedException();
        }
        catch (DecoderFallbackException)
        {
            throw new DecryptionFailedException();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plaintext);
            ArrayPool<byte>.Shared.Return(plaintext);
            ArrayPool<byte>.Shared.Return(sealedMessage);
        }
    }

    private int SealedLengthOf(ReadOnlySpan<byte> plaintext) =>
        plaintext.Length <= _maxMessageSize
            ? plaintext.Length + Overhead
            : throw new ArgumentException($"A message is at most {_maxMessageSize} bytes; use a stream for more.", nameof(plaintext));
}
