namespace SocketSecurity.Keys;

public sealed partial class Keyring<TKey>
{
    /// <summary>Adds a key that opens at once and may seal from a given time.</summary>
    /// <param name="key">The key; the ring owns and disposes it from now on.</param>
    /// <param name="usableFrom">From when it may become primary; null for now plus the propagation delay.</param>
    /// <returns>The number the key was given.</returns>
    /// <exception cref="ArgumentException">The ring has this very key already.</exception>
    /// <exception cref="ObjectDisposedException">The ring or the key was disposed.</exception>
    public KeyId Add(TKey key, DateTimeOffset? usableFrom = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        var id = ComputeId(key);
        Change(snapshot =>
        {
            if (snapshot.Contains(id))
            {
                throw new ArgumentException("The ring has this key already.", nameof(key));
            }

            return [.. snapshot.Entries, NewEntry(id, key, usableFrom)];
        });
        return id;
    }

    /// <summary>
    /// First phase of a rotation: generates a key that opens at once and becomes primary no sooner than the propagation
    /// delay from now. Save and distribute the ring afterwards.
    /// </summary>
    /// <returns>The new key's number.</returns>
    /// <exception cref="ObjectDisposedException">The ring was disposed.</exception>
    public KeyId Rotate()
    {
        KeyId id = default;
        Change(snapshot =>
        {
            id = NewId(snapshot);
            return [.. snapshot.Entries, NewEntry(id, TKey.From(KeyMaterial.Generate()), usableFrom: null)];
        });
        return id;
    }

    /// <summary>Second phase of a rotation: the key seals from now on, and the former primary only opens.</summary>
    /// <param name="id">A key of this ring.</param>
    /// <exception cref="ArgumentException">The ring has no such key, or it is disabled or retired.</exception>
    /// <exception cref="InvalidOperationException">
    /// The key's time has not come: machines that have not loaded it yet would refuse what it seals.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The ring was disposed.</exception>
    public void Promote(KeyId id) => Change(snapshot =>
    {
        var entry = Require(snapshot, id);
        if (entry.OpeningKey is null)
        {
            throw new ArgumentException("A disabled or retired key cannot become primary.", nameof(id));
        }

        return entry.UsableFrom <= _clock.GetUtcNow()
            ? Promoted(snapshot, id)
            : throw new InvalidOperationException($"The key {id} may become primary from {entry.UsableFrom:u} on.");
    });

    /// <summary>Refuses everything sealed with a key, until <see cref="Enable"/>. For a key under suspicion.</summary>
    /// <param name="id">A key of this ring that is not primary.</param>
    /// <exception cref="ArgumentException">The ring has no such key, or it is primary or retired.</exception>
    /// <exception cref="ObjectDisposedException">The ring was disposed.</exception>
    public void Disable(KeyId id) => Change(snapshot =>
        Replace(snapshot, RequireNotPrimary(snapshot, id) with { State = KeyState.Disabled }));

    /// <summary>Lets a disabled key open again.</summary>
    /// <param name="id">A disabled key of this ring.</param>
    /// <exception cref="ArgumentException">The ring has no such key, or it is not disabled.</exception>
    /// <exception cref="ObjectDisposedException">The ring was disposed.</exception>
    public void Enable(KeyId id) => Change(snapshot =>
    {
        var entry = Require(snapshot, id);
        return entry.State == KeyState.Disabled
            ? Replace(snapshot, entry with { State = KeyState.OpenOnly })
            : throw new ArgumentException("The key is not disabled.", nameof(id));
    });

    /// <summary>
    /// Destroys a key for good: what it sealed can never be opened again. The number stays taken. Never done by the
    /// library itself.
    /// </summary>
    /// <param name="id">A key of this ring that is not primary.</param>
    /// <exception cref="ArgumentException">The ring has no such key, or it is primary or retired already.</exception>
    /// <exception cref="ObjectDisposedException">The ring was disposed.</exception>
    public void Retire(KeyId id)
    {
        TKey? destroyed = null;
        Change(snapshot =>
        {
            var entry = RequireNotPrimary(snapshot, id);
            destroyed = entry.Key;
            return Replace(snapshot, entry with { State = KeyState.Retired, Key = null });
        });
        destroyed?.Dispose();
    }

    /// <summary>
    /// Does what is due: promotes the newest waiting key whose time has come, and adds a key early enough to replace a
    /// primary that nears the end of its active period. Call it now and then on the one machine that owns the ring.
    /// </summary>
    /// <returns>What changed; save the ring when anything did.</returns>
    /// <exception cref="ObjectDisposedException">The ring was disposed.</exception>
    public KeyringChange Maintain()
    {
        lock (_changes)
        {
            var change = KeyringChange.None;
            var now = _clock.GetUtcNow();
            var due = Current.Entries.LastOrDefault(e => e.State == KeyState.Waiting && e.UsableFrom <= now);
            if (due is not null)
            {
                Promote(due.Id);
                change |= KeyringChange.KeyPromoted;
            }

            var ends = Current.Primary.UsableFrom + Policy.ActivePeriod;
            if (now + Policy.PropagationDelay >= ends && !Current.Entries.Any(e => e.State == KeyState.Waiting))
            {
                Rotate();
                change |= KeyringChange.KeyAdded;
            }

            return change;
        }
    }

    private KeyringEntry<TKey> NewEntry(KeyId id, TKey key, DateTimeOffset? usableFrom)
    {
        var now = _clock.GetUtcNow();
        return new(id, key, KeyState.Waiting, Seconds(now), Seconds(usableFrom ?? now + Policy.PropagationDelay));
    }

    private void Change(Func<KeyringSnapshot<TKey>, IReadOnlyList<KeyringEntry<TKey>>> change)
    {
        lock (_changes)
        {
            var current = Current;
            Volatile.Write(ref _snapshot, current.With(change(current)));
        }
    }

    private static KeyringEntry<TKey> Require(KeyringSnapshot<TKey> snapshot, KeyId id) =>
        snapshot.Find(id.Value) ?? throw new ArgumentException("The ring has no such key.", nameof(id));

    private static KeyringEntry<TKey> RequireNotPrimary(KeyringSnapshot<TKey> snapshot, KeyId id)
    {
        var entry = Require(snapshot, id);
        return entry.State is KeyState.Primary or KeyState.Retired
            ? throw new ArgumentException($"A key that is {entry.State} cannot be taken out of use.", nameof(id))
            : entry;
    }

    private static IReadOnlyList<KeyringEntry<TKey>> Replace(KeyringSnapshot<TKey> snapshot, KeyringEntry<TKey> entry) =>
        [.. snapshot.Entries.Select(e => e.Id == entry.Id ? entry : e)];

    private static IReadOnlyList<KeyringEntry<TKey>> Promoted(KeyringSnapshot<TKey> snapshot, KeyId id) =>
    [
        .. snapshot.Entries.Select(e => e.Id == id ? e with { State = KeyState.Primary }
            : e.State == KeyState.Primary ? e with { State = KeyState.OpenOnly }
            : e),
    ];
}
