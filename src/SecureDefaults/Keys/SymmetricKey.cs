using System.Diagnostics;
using System.Security.Cryptography;

namespace SocketSecurity.Keys;

/// <summary>
/// A 256-bit secret with one purpose. Each purpose is its own type, so that one key cannot serve two algorithms by
/// mistake. The bytes live in pinned memory, are zeroed by <see cref="Dispose"/>, and appear in no property, string or
/// debugger display. All members are thread-safe.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public abstract class SymmetricKey : IDisposable
{
    /// <summary>The size of every key: 32 bytes, the 256 bits of AES-256 and of HMAC-SHA-256's full strength.</summary>
    public const int Size = KeyMaterial.Size;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly KeyMaterial _material;

    private protected SymmetricKey(KeyMaterial material)
    {
        _material = material;
    }

    /// <summary>Names the type and nothing else: a key is never printable.</summary>
    /// <returns>The name of the key's type.</returns>
    public sealed override string ToString() => GetType().Name;

    /// <summary>Zeroes the key. Later uses throw <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose()
    {
        _material.Dispose();
        GC.SuppressFinalize(this);
    }

    internal bool IsDisposed => _material.IsDisposed;

    /// <summary>Copies the key; whoever calls this zeroes the copy.</summary>
    internal void CopyTo(Span<byte> destination) =>
        ObjectDisposedException.ThrowIf(!_material.TryCopyTo(destination), this);

    /// <summary>As <see cref="CopyTo"/>, false for a disposed key.</summary>
    internal bool TryCopyTo(Span<byte> destination) => _material.TryCopyTo(destination);

    /// <summary>Refuses what cannot be a key: another size, or all zeros (an unset variable, an empty buffer).</summary>
    internal static KeyMaterial Accept(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size)
        {
            throw new ArgumentException($"A key is exactly {Size} bytes.", nameof(bytes));
        }

        Span<byte> zeros = stackalloc byte[Size];
        zeros.Clear();
        if (CryptographicOperations.FixedTimeEquals(bytes, zeros))
        {
            throw new ArgumentException("A key of zeros is no key.", nameof(bytes));
        }

        return KeyMaterial.From(bytes);
    }
}
