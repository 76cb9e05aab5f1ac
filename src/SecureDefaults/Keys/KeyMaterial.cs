using System.Security.Cryptography;

namespace SocketSecurity.Keys;

/// <summary>
/// Thirty-two secret bytes in pinned memory that the garbage collector never copies, readable only into a caller's
/// buffer and zeroed on disposal.
/// </summary>
internal sealed class KeyMaterial : IDisposable
{
    public const int Size = 32;

    private readonly byte[] _bytes = GC.AllocateArray<byte>(Size, pinned: true);
    private int _disposed;

    public static KeyMaterial Generate()
    {
        var material = new KeyMaterial();
        RandomNumberGenerator.Fill(material._bytes);
        return material;
    }

    public static KeyMaterial From(ReadOnlySpan<byte> bytes)
    {
        var material = new KeyMaterial();
        bytes.CopyTo(material._bytes);
        return material;
    }

    public bool IsDisposed => Volatile.Read(ref _disposed) != 0;

    /// <summary>
    /// Copies the key out. The flag is read after the copy and set before the zeroing, so a copy that raced with
    /// <see cref="Dispose"/> is refused: zeros are never handed out as a key.
    /// </summary>
    public bool TryCopyTo(Span<byte> destination)
    {
        _bytes.CopyTo(destination);
        Interlocked.MemoryBarrier();
        if (!IsDisposed)
        {
            return true;
        }

        CryptographicOperations.ZeroMemory(destination[..Size]);
        return false;
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            Interlocked.MemoryBarrier();
            CryptographicOperations.ZeroMemory(_bytes);
        }
    }
}
