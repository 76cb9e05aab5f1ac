using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace SocketSecurity.Keys;

/// <summary>
/// The keys of one purpose: one that seals, and all that may still open. Messages name the key they were sealed with, so
/// a ring picks exactly that key and never tries one after another.
/// </summary>
/// <typeparam name="TKey">The purpose, by type.</typeparam>
/// <remarks>
/// Rotation has two phases: <see cref="Rotate"/> adds a key that only opens, and after the policy's propagation delay
/// <see cref="Maintain"/> or <see cref="Promote"/> lets it seal. No key is ever deleted by the passing of time. Readers
/// take no lock; changes are serialised. All members are thread-safe.
/// </remarks>
public sealed partial class Keyring<TKey> : IDisposable
    where TKey : SymmetricKey, ISymmetricKey<TKey>
{
    private readonly Lock _changes = new();
    private readonly TimeProvider _clock;
    private KeyringSnapshot<TKey> _snapshot;
    private volatile bool _disposed;

    private Keyring(KeyringSnapshot<TKey> snapshot, KeyRotationPolicy? policy, TimeProvider? clock)
    {
        _snapshot = snapshot;
        Policy = policy ?? new KeyRotationPolicy();
        _clock = clock ?? TimeProvider.System;
    }

    /// <summary>A new ring with one generated key, ready to seal.</summary>
    /// <param name="policy">When to rotate; null for the defaults.</param>
    /// <param name="clock">The clock; null for the system's.</param>
    /// <returns>The ring; dispose it with all its keys when it is no longer needed.</returns>
    public static Keyring<TKey> Create(KeyRotationPolicy? policy = null, TimeProvider? clock = null) =>
        Single(NewId(null), TKey.From(KeyMaterial.Generate()), policy, clock);

    /// <summary>A ring around one existing key, usually derived from a <see cref="SecretKey"/>.</summary>
    /// <param name="key">The key; the ring owns and disposes it from now on.</param>
    /// <param name="id">
    /// The number by which messages name the key, where another program chose it. Null computes it from the key, so that
    /// every program that holds the key gives it the same number.
    /// </param>
    /// <param name="policy">When to rotate; null for the defaults.</param>
    /// <param name="clock">The clock; null for the system's.</param>
    /// <returns>The ring; dispose it when it is no longer needed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is zero.</exception>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public static Keyring<TKey> FromKey(TKey key, KeyId? id = null, KeyRotationPolicy? policy = null, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentOutOfRangeException.ThrowIfZero(id?.Value ?? 1, nameof(id));
        return Single(id ?? ComputeId(key), key, policy, clock);
    }

    /// <summary>When this ring asks for rotation.</summary>
    public KeyRotationPolicy Policy { get; }

    /// <summary>The number of the key that seals.</summary>
    public KeyId Primary => Current.Primary.Id;

    /// <summary>Counts the changes; grows by one with each, and is part of the authenticated export.</summary>
    public long Version => Current.Version;

    /// <summary>All keys the ring knows, in the order they were added; the retired ones as numbers only.</summary>
    public IReadOnlyList<KeyDescription> Keys =>
        [.. Current.Entries.Select(e => new KeyDescription(e.Id, e.State, e.Created, e.UsableFrom))];

    internal TimeProvider Clock => _clock;

    internal KeyringSnapshot<TKey> Current
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return Volatile.Read(ref _snapshot);
        }
    }

    /// <summary>Finds the key that opens messages of a number.</summary>
    /// <param name="id">The number.</param>
    /// <param name="key">The key; still owned by the ring.</param>
    /// <returns>False when the ring has no such key, or it is disabled or retired.</returns>
    public bool TryGet(KeyId id, [NotNullWhen(true)] out TKey? key) => Current.TryGetOpener(id.Value, out key);

    /// <summary>Zeroes every key of the ring. Boxes and issuers that use it stop working.</summary>
    public void Dispose()
    {
        lock (_changes)
        {
            _disposed = true;
            foreach (var entry in _snapshot.Entries)
            {
                entry.Key?.Dispose();
            }
        }
    }

    private static Keyring<TKey> Single(KeyId id, TKey key, KeyRotationPolicy? policy, TimeProvider? clock)
    {
        var now = Seconds((clock ?? TimeProvider.System).GetUtcNow());
        return new Keyring<TKey>(new(1, [new(id, key, KeyState.Primary, now, now)]), policy, clock);
    }

    private static KeyId ComputeId(TKey key)
    {
        Span<byte> bytes = stackalloc byte[SymmetricKey.Size];
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        try
        {
            key.CopyTo(bytes);
            HMACSHA256.HashData(bytes, "SocketSecurity/1/key-id"u8, mac);
            return new KeyId(Math.Max(1, BinaryPrimitives.ReadUInt32BigEndian(mac)));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private static KeyId NewId(KeyringSnapshot<TKey>? taken)
    {
        Span<byte> bytes = stackalloc byte[4];
        while (true)
        {
            RandomNumberGenerator.Fill(bytes);
            var value = BinaryPrimitives.ReadUInt32BigEndian(bytes);
            if (value != 0 && taken?.Contains(new KeyId(value)) != true)
            {
                return new KeyId(value);
            }
        }
    }

    /// <summary>Times are kept in whole seconds, as the export writes them.</summary>
    private static DateTimeOffset Seconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());
}
