using SocketSecurity.Encryption;

namespace SocketSecurity.Keys;

public sealed partial class Keyring<TKey>
{
    /// <summary>
    /// Writes the whole ring, every key wrapped with AES-KWP and everything under one HMAC, for storage or another
    /// machine. The format is documented byte by byte in docs/keys.md.
    /// </summary>
    /// <param name="keyEncryptionKey">The secret that opens the export again; two keys are derived from it.</param>
    /// <returns>The export. The same ring and secret always give the same bytes.</returns>
    /// <exception cref="ObjectDisposedException">The ring or the secret was disposed.</exception>
    public byte[] ExportWrapped(SecretKey keyEncryptionKey)
    {
        ArgumentNullException.ThrowIfNull(keyEncryptionKey);
        lock (_changes)
        {
            return KeyringFormat.Write(Current, keyEncryptionKey);
        }
    }

    /// <summary>Reads an export.</summary>
    /// <param name="wrapped">The output of <see cref="ExportWrapped"/>.</param>
    /// <param name="keyEncryptionKey">The secret it was made with.</param>
    /// <param name="minimumVersion">
    /// The version that is known to exist, remembered outside the place the export comes from; an older one is refused.
    /// </param>
    /// <param name="policy">When to rotate; null for the defaults.</param>
    /// <param name="clock">The clock; null for the system's.</param>
    /// <returns>The ring; dispose it when it is no longer needed.</returns>
    /// <exception cref="DecryptionFailedException">Not an export for this secret and key type, or changed.</exception>
    /// <exception cref="KeyringRolledBackException">An authentic export older than the minimum.</exception>
    public static Keyring<TKey> ImportWrapped(
        ReadOnlySpan<byte> wrapped,
        SecretKey keyEncryptionKey,
        long minimumVersion = 0,
        KeyRotationPolicy? policy = null,
        TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(keyEncryptionKey);
        var snapshot = KeyringFormat.Read<TKey>(wrapped, keyEncryptionKey);
        if (snapshot.Version >= minimumVersion)
        {
            return new Keyring<TKey>(snapshot, policy, clock);
        }

        Destroy(snapshot, kept: null);
        throw new KeyringRolledBackException(snapshot.Version, minimumVersion);
    }

    /// <summary>
    /// Takes over a newer state of this ring while it is in use: everything that holds the ring uses the new keys from
    /// then on. The same state again changes nothing.
    /// </summary>
    /// <param name="wrapped">An export of this ring.</param>
    /// <param name="keyEncryptionKey">The secret it was made with.</param>
    /// <returns>Whether the ring changed.</returns>
    /// <exception cref="DecryptionFailedException">Not an export for this secret and key type, or changed.</exception>
    /// <exception cref="KeyringRolledBackException">Older than this ring, or another ring of the same version.</exception>
    /// <exception cref="ObjectDisposedException">The ring or the secret was disposed.</exception>
    public bool Reload(ReadOnlySpan<byte> wrapped, SecretKey keyEncryptionKey)
    {
        ArgumentNullException.ThrowIfNull(keyEncryptionKey);
        lock (_changes)
        {
            var current = Current;
            var offered = KeyringFormat.Read<TKey>(wrapped, keyEncryptionKey);
            if (offered.Version > current.Version)
            {
                var merged = KeepKnownKeys(current, offered);
                Volatile.Write(ref _snapshot, merged);
                Destroy(current, kept: merged);
                return true;
            }

            Destroy(offered, kept: null);
            return offered.Version == current.Version && wrapped.SequenceEqual(KeyringFormat.Write(current, keyEncryptionKey))
                ? false
                : throw new KeyringRolledBackException(offered.Version, current.Version);
        }
    }

    /// <summary>Loads a ring from a store.</summary>
    /// <param name="store">Where the ring is kept.</param>
    /// <param name="keyEncryptionKey">The secret it was saved with.</param>
    /// <param name="minimumVersion">The version that is known to exist; an older one is refused.</param>
    /// <param name="policy">When to rotate; null for the defaults.</param>
    /// <param name="clock">The clock; null for the system's.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    /// <returns>The ring, or null when the store holds none.</returns>
    /// <exception cref="DecryptionFailedException">Not a ring for this secret and key type, or changed.</exception>
    /// <exception cref="KeyringRolledBackException">An authentic ring older than the minimum.</exception>
    public static async Task<Keyring<TKey>?> LoadAsync(
        IKeyringStore store,
        SecretKey keyEncryptionKey,
        long minimumVersion = 0,
        KeyRotationPolicy? policy = null,
        TimeProvider? clock = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        var content = await store.LoadAsync(cancellationToken).ConfigureAwait(false);
        return content is null ? null : ImportWrapped(content, keyEncryptionKey, minimumVersion, policy, clock);
    }

    /// <summary>Takes over the store's newer state, if it has one.</summary>
    /// <param name="store">Where the ring is kept.</param>
    /// <param name="keyEncryptionKey">The secret it was saved with.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    /// <returns>Whether the ring changed.</returns>
    /// <exception cref="DecryptionFailedException">Not a ring for this secret and key type, or changed.</exception>
    /// <exception cref="KeyringRolledBackException">The store holds an older ring, or another one of the same version.</exception>
    /// <exception cref="KeyUnavailableException">The store holds no ring.</exception>
    public async Task<bool> ReloadAsync(IKeyringStore store, SecretKey keyEncryptionKey, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        var content = await store.LoadAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new KeyUnavailableException("The store holds no keyring.");
        return Reload(content, keyEncryptionKey);
    }

    /// <summary>Saves the ring, unless the store holds a newer one or another one of the same version.</summary>
    /// <param name="store">Where the ring is kept.</param>
    /// <param name="keyEncryptionKey">The secret to save it with.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    /// <returns>The saving.</returns>
    /// <exception cref="KeyringRolledBackException">Saving would undo somebody else's change.</exception>
    /// <exception cref="DecryptionFailedException">What the store holds is not a ring for this secret: it is left alone.</exception>
    public async Task SaveAsync(IKeyringStore store, SecretKey keyEncryptionKey, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        var stored = await store.LoadAsync(cancellationToken).ConfigureAwait(false);
        var content = ExportWrapped(keyEncryptionKey);
        if (stored is not null && !stored.AsSpan().SequenceEqual(content))
        {
            var known = KeyringFormat.Read<TKey>(stored, keyEncryptionKey);
            Destroy(known, kept: null);
            var own = KeyringFormat.VersionOf(content);
            if (known.Version >= own)
            {
                throw new KeyringRolledBackException(own, known.Version);
            }
        }

        await store.SaveAsync(content, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Keys that stay keep their object, so that whatever was prepared with them stays prepared.</summary>
    private static KeyringSnapshot<TKey> KeepKnownKeys(KeyringSnapshot<TKey> current, KeyringSnapshot<TKey> offered)
    {
        var entries = offered.Entries.Select(entry =>
        {
            if (entry.Key is null || current.Find(entry.Id.Value)?.Key is not { } known)
            {
                return entry;
            }

            entry.Key.Dispose();
            return entry with { Key = known };
        });
        return new KeyringSnapshot<TKey>(offered.Version, [.. entries]);
    }

    private static void Destroy(KeyringSnapshot<TKey> snapshot, KeyringSnapshot<TKey>? kept)
    {
        foreach (var entry in snapshot.Entries)
        {
            if (kept?.Find(entry.Id.Value)?.Key is null)
            {
                entry.Key?.Dispose();
            }
        }
    }
}
