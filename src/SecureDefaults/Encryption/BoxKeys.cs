using System.Diagnostics.CodeAnalysis;
using SocketSecurity.Keys;

namespace SocketSecurity.Encryption;

/// <summary>The prepared keys of a box for one state of its ring; replaced as a whole when the ring changes.</summary>
internal sealed class BoxKeys : IDisposable
{
    private readonly Dictionary<uint, XaesKey> _openers;

    private BoxKeys(KeyringSnapshot<AeadKey> snapshot, Dictionary<uint, XaesKey> openers)
    {
        Snapshot = snapshot;
        _openers = openers;
        PrimaryId = snapshot.Primary.Id.Value;
        Primary = openers[PrimaryId];
    }

    public KeyringSnapshot<AeadKey> Snapshot { get; }

    public uint PrimaryId { get; }

    public XaesKey Primary { get; }

    /// <summary>Prepares what is new, keeps what stays, and disposes what the ring no longer lets open.</summary>
    public static BoxKeys Prepare(KeyringSnapshot<AeadKey> snapshot, BoxKeys? previous, TimeProvider clock)
    {
        var openers = new Dictionary<uint, XaesKey>();
        foreach (var entry in snapshot.Entries)
        {
            if (entry.OpeningKey is { } key)
            {
                var known = previous?._openers.GetValueOrDefault(entry.Id.Value);
                openers.Add(entry.Id.Value, known?.Key == key ? known : new XaesKey(key, clock));
            }
        }

        foreach (var (id, opener) in previous?._openers ?? [])
        {
            if (openers.GetValueOrDefault(id) != opener)
            {
                opener.Dispose();
            }
        }

        return new BoxKeys(snapshot, openers);
    }

    public bool TryGetOpener(uint id, [NotNullWhen(true)] out XaesKey? key)
    {
        // Nearly every message is of the primary key.
        key = Primary;
        return id == PrimaryId || _openers.TryGetValue(id, out key);
    }

    public void Dispose()
    {
        foreach (var opener in _openers.Values)
        {
            opener.Dispose();
        }
    }
}
