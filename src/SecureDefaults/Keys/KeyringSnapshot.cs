using System.Diagnostics.CodeAnalysis;

namespace SocketSecurity.Keys;

/// <summary>One state of a ring, never changed after it is built, so that readers need no lock.</summary>
internal sealed class KeyringSnapshot<TKey>
    where TKey : SymmetricKey, ISymmetricKey<TKey>
{
    private readonly Dictionary<uint, KeyringEntry<TKey>> _byId;

    public KeyringSnapshot(long version, IReadOnlyList<KeyringEntry<TKey>> entries)
    {
        Version = version;
        Entries = entries;
        _byId = new Dictionary<uint, KeyringEntry<TKey>>(entries.Count);
        KeyringEntry<TKey>? primary = null;
        foreach (var entry in entries)
        {
            _byId.Add(entry.Id.Value, entry);
            if (entry.State == KeyState.Primary)
            {
                primary = primary is null ? entry : throw new InvalidOperationException("A ring has one primary key.");
            }
        }

        Primary = primary ?? throw new InvalidOperationException("A ring has a primary key.");
    }

    public long Version { get; }

    public IReadOnlyList<KeyringEntry<TKey>> Entries { get; }

    public KeyringEntry<TKey> Primary { get; }

    public bool Contains(KeyId id) => _byId.ContainsKey(id.Value);

    public KeyringEntry<TKey>? Find(uint id) => _byId.GetValueOrDefault(id);

    /// <summary>The key of an id if the ring lets it open.</summary>
    public bool TryGetOpener(uint id, [NotNullWhen(true)] out TKey? key)
    {
        key = Find(id)?.OpeningKey;
        return key is not null;
    }

    public KeyringSnapshot<TKey> With(IReadOnlyList<KeyringEntry<TKey>> entries) => new(Version + 1, entries);
}

/// <summary>One key of a ring with its state; a change of state is a new entry around the same key.</summary>
internal sealed record KeyringEntry<TKey>(KeyId Id, TKey? Key, KeyState State, DateTimeOffset Created, DateTimeOffset UsableFrom)
    where TKey : SymmetricKey, ISymmetricKey<TKey>
{
    public TKey? OpeningKey => State is KeyState.Disabled or KeyState.Retired ? null : Key;
}
