using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using SocketSecurity.Encryption;
using SocketSecurity.Keys;

namespace SocketSecurity.Interop;

/// <summary>
/// Fernet tokens, for exchange with programs that use them, such as Python's <c>cryptography</c>. New programs use
/// <see cref="AeadBox"/>, which is faster, has a 256-bit key, a context and associated data.
/// </summary>
/// <remarks>
/// Stricter than Python where Python is lenient: a maximum age is required, and only the one canonical spelling of a token
/// is read. Several keys work like Python's MultiFernet: the first encrypts, all decrypt. All members are thread-safe.
/// </remarks>
public sealed class Fernet
{
    private const byte Version = 0x80;
    private const int BlockSize = 16;
    private const int IvOffset = 1 + sizeof(ulong);
    private const int CiphertextOffset = IvOffset + BlockSize;
    private const int TagSize = HMACSHA256.HashSizeInBytes;
    private const int MinSize = CiphertextOffset + BlockSize + TagSize;
    private const int MaxTextLength = 32 << 20;

    /// <summary>How far the sender's clock may be ahead, as in Python's <c>cryptography</c>.</summary>
    private static readonly TimeSpan MaxClockSkew = TimeSpan.FromSeconds(60);

    private readonly IReadOnlyList<FernetKey> _keys;
    private readonly TimeProvider _clock;

    /// <summary>Fernet with one key and the system's clock.</summary>
    /// <param name="key">The key; still owned by the caller.</param>
    public Fernet(FernetKey key)
        : this(key is null ? throw new ArgumentNullException(nameof(key)) : [key])
    {
    }

    /// <summary>Fernet with several keys, for rotation.</summary>
    /// <param name="keys">The keys, the one that encrypts first; still owned by the caller.</param>
    /// <param name="clock">The clock; null for the system's.</param>
    /// <exception cref="ArgumentException">There is no key, or one is null.</exception>
    public Fernet(IReadOnlyList<FernetKey> keys, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (keys.Count == 0 || keys.Contains(null!))
        {
            throw new ArgumentException("At least one key is needed, and none may be null.", nameof(keys));
        }

        _keys = [.. keys];
        _clock = clock ?? TimeProvider.System;
    }

    /// <summary>Encrypts a message with the first key and the present time.</summary>
    /// <param name="plaintext">The message; may be empty; at most 16 MiB.</param>
    /// <returns>The token.</returns>
    /// <exception cref="ArgumentException">The message is too long.</exception>
    public string Encrypt(ReadOnlySpan<byte> plaintext) => Encrypt(plaintext, _clock.GetUtcNow().ToUnixTimeSeconds());

    /// <summary>Decrypts a token that is not older than allowed.</summary>
    /// <param name="token">The token, from anywhere.</param>
    /// <param name="maxAge">How old it may be, in whole seconds.</param>
    /// <returns>The message.</returns>
    /// <exception cref="DecryptionFailedException">Not a token of these keys, changed, too old or from the future.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The maximum age is not above zero.</exception>
    public byte[] Decrypt(string token, TimeSpan maxAge)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(maxAge, TimeSpan.Zero);
        return Decrypt(token, maxAge, out _);
    }

    /// <summary>
    /// Decrypts a token of any age, even one stamped decades ago. For archives; an attacker who kept a token can present it
    /// here for ever.
    /// </summary>
    /// <param name="token">The token, from anywhere.</param>
    /// <returns>The message.</returns>
    /// <exception cref="DecryptionFailedException">Not a token of these keys, or changed.</exception>
    public byte[] DecryptIgnoringAge(string token) => Decrypt(token, maxAge: null, out _);

    /// <summary>Encrypts a token's message again with the first key; the token keeps its time.</summary>
    /// <param name="token">A token of any of the keys.</param>
    /// <returns>The new token.</returns>
    /// <exception cref="DecryptionFailedException">Not a token of these keys, or changed.</exception>
    public string Rotate(string token)
    {
        var plaintext = Decrypt(token, maxAge: null, out var timestamp);
        try
        {
            return Encrypt(plaintext, timestamp);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plaintext);
        }
    }

    private string Encrypt(ReadOnlySpan<byte> plaintext, long timestamp)
    {
        if (plaintext.Length > 16 << 20)
        {
            throw new ArgumentException("A Fernet message is at most 16 MiB.", nameof(plaintext));
        }

        Span<byte> key = stackalloc byte[SymmetricKey.Size];
        try
        {
            _keys[0].CopyTo(key);
            var token = new byte[MinSize + (plaintext.Length / BlockSize * BlockSize)];
            token[0] = Version;
            BinaryPrimitives.WriteInt64BigEndian(token.AsSpan(1), timestamp);
            RandomNumberGenerator.Fill(token.AsSpan(IvOffset, BlockSize));
            using var aes = Aes.Create();
            aes.SetKey(key[BlockSize..]);
            aes.EncryptCbc(plaintext, token.AsSpan(IvOffset, BlockSize), token.AsSpan(CiphertextOffset));
            HMACSHA256.HashData(key[..BlockSize], token.AsSpan(0, token.Length - TagSize), token.AsSpan(token.Length - TagSize));
            return Pad(Base64Url.EncodeToString(token));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private byte[] Decrypt(string token, TimeSpan? maxAge, out long timestamp)
    {
        ArgumentNullException.ThrowIfNull(token);
        var bytes = Decode(token);
        Span<byte> key = stackalloc byte[SymmetricKey.Size];
        try
        {
            FindKey(bytes, key);
            timestamp = BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(1));
            var now = _clock.GetUtcNow().ToUnixTimeSeconds();
            if (maxAge is { } age && (timestamp < 0 || now - timestamp > age.TotalSeconds || timestamp - now > MaxClockSkew.TotalSeconds))
            {
                throw new DecryptionFailedException();
            }

            using var aes = Aes.Create();
            aes.SetKey(key[BlockSize..]);
            return aes.DecryptCbc(bytes.AsSpan(CiphertextOffset..^TagSize), bytes.AsSpan(IvOffset, BlockSize));
        }
        catch (CryptographicException)
        {
            throw new DecryptionFailedException();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>The key whose MAC is right: everything else is looked at only afterwards.</summary>
    private void FindKey(byte[] token, Span<byte> key)
    {
        Span<byte> tag = stackalloc byte[TagSize];
        foreach (var candidate in _keys)
        {
            candidate.CopyTo(key);
            HMACSHA256.HashData(key[..BlockSize], token.AsSpan(0, token.Length - TagSize), tag);
            if (CryptographicOperations.FixedTimeEquals(tag, token.AsSpan(token.Length - TagSize)))
            {
                return;
            }
        }

        throw new DecryptionFailedException();
    }

    private static byte[] Decode(string token)
    {
        var text = token.AsSpan().TrimEnd('=');
        var bytes = new byte[token.Length > MaxTextLength ? 0 : Base64Url.GetMaxDecodedLength(text.Length)];
        return token.Length % 4 == 0
            && token.Length - text.Length <= 2
            && CanonicalBase64.TryDecodeUrl(text, bytes, out var length)
            && length >= MinSize
            && (length - MinSize) % BlockSize == 0
            && bytes[0] == Version
                ? bytes[..length]
                : throw new DecryptionFailedException();
    }

    private static string Pad(string text) => text.PadRight((text.Length + 3) / 4 * 4, '=');
}
