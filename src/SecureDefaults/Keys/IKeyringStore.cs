namespace SocketSecurity.Keys;

/// <summary>
/// Where an exported ring is kept. A store needs no secrecy, because the export is wrapped; it should keep strangers from
/// replacing the ring with an older one, and a save must be seen whole or not at all.
/// </summary>
public interface IKeyringStore
{
    /// <summary>Reads the ring.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The export, or null when none was ever saved.</returns>
    ValueTask<byte[]?> LoadAsync(CancellationToken cancellationToken = default);

    /// <summary>Replaces the ring.</summary>
    /// <param name="content">The export.</param>
    /// <param name="cancellationToken">Ends the wait; the ring is then the old or the new one, never a part.</param>
    /// <returns>The saving.</returns>
    ValueTask SaveAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default);
}
