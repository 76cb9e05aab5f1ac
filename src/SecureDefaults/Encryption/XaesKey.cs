using System.Security.Cryptography;
using SocketSecurity.Keys;

namespace SocketSecurity.Encryption;

/// <summary>
/// XAES-256-GCM (C2SP) under one key: the first half of the 24-byte nonce selects an AES-256-GCM key, the second half is
/// that cipher's nonce.
/// </summary>
/// <remarks>
/// Sealing keeps one selector for up to 2^16 messages or two minutes and draws the 12-byte half anew for each message.
/// Per selector that is a collision probability below 2^-65, and it saves the derivation (2.7 of 4.3 µs at 64 bytes).
/// What comes out is ordinary XAES with random nonces.
/// </remarks>
internal sealed class XaesKey : IDisposable
{
    public const int NonceSize = 24;
    public const int TagSize = 16;

    private const int BlockSize = 16;
    private const int MessagesPerSelector = 1 << 16;
    private static readonly TimeSpan SelectorLifetime = TimeSpan.FromMinutes(2);

    private readonly AeadKey _key;
    private readonly TimeProvider _clock;
    private readonly XaesSubKeyCache _openers = new();
    private readonly Lock _derivation = new();
    private Aes? _aes;
    private SealingKey? _sealing;
    private bool _disposed;

    public XaesKey(AeadKey key, TimeProvider clock)
    {
        _key = key;
        _clock = clock;
    }

    public AeadKey Key => _key;

    /// <summary>Encrypts under a fresh nonce that it writes out; false when the key was disposed meanwhile.</summary>
    public bool TryEncrypt(
        ReadOnlySpan<byte> plaintext,
        ReadOnlySpan<byte> associatedData,
        Span<byte> nonce,
        Span<byte> ciphertext,
        Span<byte> tag)
    {
        while (GetSealingKey() is { } sealing)
        {
            if (!sealing.SubKey.TryRent(out var cipher))
            {
                continue;
            }

            try
            {
                sealing.SubKey.Selector.CopyTo(nonce);
                var own = nonce[XaesSubKey.SelectorSize..];
                RandomNumberGenerator.Fill(own);
                cipher.Encrypt(own, plaintext, ciphertext, tag, associatedData);
                return true;
            }
            finally
            {
                sealing.SubKey.Return(cipher);
            }
        }

        return false;
    }

    /// <summary>Decrypts; false, with the output cleared, for anything that was not encrypted under this key.</summary>
    public bool TryDecrypt(
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> ciphertext,
        ReadOnlySpan<byte> tag,
        ReadOnlySpan<byte> associatedData,
        Span<byte> plaintext)
    {
        var selector = nonce[..XaesSubKey.SelectorSize];
        while (true)
        {
            var known = _openers.TryFind(selector, out var subKey);
            if (!known)
            {
                subKey = TryDerive(selector);
                if (subKey is null)
                {
                    return false;
                }
            }

            if (!subKey!.TryRent(out var cipher))
            {
                continue;
            }

            var opened = false;
            try
            {
                cipher.Decrypt(nonce[XaesSubKey.SelectorSize..], ciphertext, tag, plaintext, associatedData);
                opened = true;
            }
            catch (CryptographicException)
            {
                CryptographicOperations.ZeroMemory(plaintext);
            }
            finally
            {
                subKey.Return(cipher);
                if (!known)
                {
                    Settle(subKey, opened);
                }
            }

            return opened;
        }
    }

    public void Dispose()
    {
        lock (_derivation)
        {
            _disposed = true;
            _aes?.Dispose();
            _sealing?.SubKey.Dispose();
            _sealing = null;
            _openers.Dispose();
        }
    }

    private void Settle(XaesSubKey subKey, bool authentic)
    {
        if (authentic)
        {
            _openers.Add(subKey);
        }
        else
        {
            subKey.Dispose();
        }
    }

    private SealingKey? GetSealingKey()
    {
        var current = Volatile.Read(ref _sealing);
        return current is not null && current.TryUse(_clock) ? current : RenewSealingKey();
    }

    private SealingKey? RenewSealingKey()
    {
        lock (_derivation)
        {
            var current = _sealing;
            if (current is not null && current.TryUse(_clock))
            {
                return current;
            }

            Span<byte> selector = stackalloc byte[XaesSubKey.SelectorSize];
            RandomNumberGenerator.Fill(selector);
            var subKey = TryDerive(selector);
            if (subKey is null)
            {
                return null;
            }

            var renewed = new SealingKey(subKey, _clock.GetTimestamp());
            renewed.TryUse(_clock);
            Volatile.Write(ref _sealing, renewed);
            current?.SubKey.Dispose();
            return renewed;
        }
    }

    /// <summary>
    /// The derivation of the specification: SP 800-108 with CMAC, which for one block needs only the subkey K1 and two
    /// block encryptions.
    /// </summary>
    private XaesSubKey? TryDerive(ReadOnlySpan<byte> selector)
    {
        Span<byte> blocks = stackalloc byte[2 * BlockSize];
        Span<byte> mask = stackalloc byte[BlockSize];
        lock (_derivation)
        {
            if (_disposed || (_aes ??= TryCreateBlockCipher()) is not { } aes)
            {
                return null;
            }

            try
            {
                mask.Clear();
                aes.EncryptEcb(mask, mask, PaddingMode.None);
                Double(mask);
                for (byte counter = 1; counter <= 2; counter++)
                {
                    var block = blocks.Slice((counter - 1) * BlockSize, BlockSize);
                    block[0] = 0;
                    block[1] = counter;
                    block[2] = (byte)'X';
                    block[3] = 0;
                    selector.CopyTo(block[4..]);
                    for (var i = 0; i < BlockSize; i++)
                    {
                        block[i] ^= mask[i];
                    }
                }

                aes.EncryptEcb(blocks, blocks, PaddingMode.None);
                return new XaesSubKey(selector, KeyMaterial.From(blocks));
            }
            finally
            {
                CryptographicOperations.ZeroMemory(blocks);
                CryptographicOperations.ZeroMemory(mask);
            }
        }
    }

    private Aes? TryCreateBlockCipher()
    {
        Span<byte> key = stackalloc byte[SymmetricKey.Size];
        if (!_key.TryCopyTo(key))
        {
            return null;
        }

        try
        {
            var aes = Aes.Create();
            aes.SetKey(key);
            return aes;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Doubles in GF(2^128), without a branch on the secret bit.</summary>
    private static void Double(Span<byte> block)
    {
        var carry = (byte)(-(block[0] >> 7) & 0x87);
        for (var i = 0; i < BlockSize - 1; i++)
        {
            block[i] = (byte)((block[i] << 1) | (block[i + 1] >> 7));
        }

        block[^1] = (byte)((block[^1] << 1) ^ carry);
    }

    /// <summary>A selector in use for sealing, and how often and how long it still may be.</summary>
    private sealed class SealingKey(XaesSubKey subKey, long since)
    {
        private int _left = MessagesPerSelector;

        public XaesSubKey SubKey => subKey;

        public bool TryUse(TimeProvider clock) =>
            clock.GetElapsedTime(since) < SelectorLifetime && Interlocked.Decrement(ref _left) >= 0;
    }
}
