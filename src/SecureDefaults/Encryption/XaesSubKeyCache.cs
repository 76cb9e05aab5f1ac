using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace SocketSecurity.Encryption;

/// <summary>
/// The sub-keys of the peers that were heard last, so that opening a message costs no derivation. Only selectors that
/// opened an authentic message get in: strangers cannot push the good ones out.
/// </summary>
internal sealed class XaesSubKeyCache : IDisposable
{
    private const int Ways = 4;
    private const int Sets = 16;

    private readonly XaesSubKey?[] _entries = new XaesSubKey?[Sets * Ways];
    private readonly int[] _next = new int[Sets];
    private readonly Lock _insertions = new();
    private bool _disposed;

    public bool TryFind(ReadOnlySpan<byte> selector, [NotNullWhen(true)] out XaesSubKey? subKey)
    {
        var first = SetOf(selector) * Ways;
        for (var i = first; i < first + Ways; i++)
        {
            var entry = Volatile.Read(ref _entries[i]);
            if (entry is not null && entry.Selector.SequenceEqual(selector))
            {
                subKey = entry;
                return true;
            }
        }

        subKey = null;
        return false;
    }

    /// <summary>Keeps the sub-key in place of the oldest of its set, or disposes it if another thread was faster.</summary>
    public void Add(XaesSubKey subKey)
    {
        lock (_insertions)
        {
            if (_disposed || TryFind(subKey.Selector, out _))
            {
                subKey.Dispose();
                return;
            }

            var set = SetOf(subKey.Selector);
            ref var slot = ref _entries[(set * Ways) + _next[set]];
            _next[set] = (_next[set] + 1) % Ways;
            var replaced = slot;
            Volatile.Write(ref slot, subKey);
            replaced?.Dispose();
        }
    }

    public void Dispose()
    {
        lock (_insertions)
        {
            _disposed = true;
            for (var i = 0; i < _entries.Length; i++)
            {
                Interlocked.Exchange(ref _entries[i], null)?.Dispose();
            }
        }
    }

    /// <summary>Selectors are random, so any of their bits spread them evenly.</summary>
    private static int SetOf(ReadOnlySpan<byte> selector) => (int)(BinaryPrimitives.ReadUInt32BigEndian(selector) % Sets);
}
