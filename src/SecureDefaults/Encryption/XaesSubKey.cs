using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Security.Cryptography;
using SocketSecurity.Keys;

namespace SocketSecurity.Encryption;

/// <summary>
/// The AES-256-GCM key that XAES derives for one 12-byte selector, with a few cipher instances ready. An instance is
/// never used by two threads at once: on Linux a shared one corrupts ciphertexts without an exception.
/// </summary>
internal sealed class XaesSubKey : IDisposable
{
    public const int SelectorSize = 12;
    private const int TagSize = 16;

    // A power of two, so that a thread finds its slot without a division.
    private static readonly int Slots = (int)BitOperations.RoundUpToPowerOf2((uint)int.Clamp(Environment.ProcessorCount, 2, 32));

    private readonly byte[] _selector;
    private readonly KeyMaterial _key;
    private readonly AesGcm?[] _idle = new AesGcm?[Slots];

    public XaesSubKey(ReadOnlySpan<byte> selector, KeyMaterial key)
    {
        _selector = selector.ToArray();
        _key = key;
    }

    public ReadOnlySpan<byte> Selector => _selector;

    /// <summary>Takes a cipher for the exclusive use of the caller; false when the sub-key is no longer in use.</summary>
    public bool TryRent([NotNullWhen(true)] out AesGcm? cipher)
    {
        var start = Environment.CurrentManagedThreadId;
        for (var i = 0; i < _idle.Length; i++)
        {
            cipher = Interlocked.Exchange(ref _idle[(start + i) & (_idle.Length - 1)], null);
            if (cipher is not null)
            {
                return true;
            }
        }

        return TryCreate(out cipher);
    }

    public void Return(AesGcm cipher)
    {
        var start = Environment.CurrentManagedThreadId;
        for (var i = 0; i < _idle.Length; i++)
        {
            ref var slot = ref _idle[(start + i) & (_idle.Length - 1)];
            if (Interlocked.CompareExchange(ref slot, cipher, null) is not null)
            {
                continue;
            }

            // Retired between renting and returning: nobody comes to collect the slot any more.
            if (_key.IsDisposed)
            {
                Interlocked.Exchange(ref slot, null)?.Dispose();
            }

            return;
        }

        cipher.Dispose();
    }

    public void Dispose()
    {
        _key.Dispose();
        for (var i = 0; i < _idle.Length; i++)
        {
            Interlocked.Exchange(ref _idle[i], null)?.Dispose();
        }
    }

    private bool TryCreate([NotNullWhen(true)] out AesGcm? cipher)
    {
        cipher = null;
        Span<byte> key = stackalloc byte[KeyMaterial.Size];
        if (_key.TryCopyTo(key))
        {
            cipher = new AesGcm(key, TagSize);
            CryptographicOperations.ZeroMemory(key);
        }

        return cipher is not null;
    }
}
