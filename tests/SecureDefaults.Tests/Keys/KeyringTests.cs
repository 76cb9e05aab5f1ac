using SocketSecurity.Encryption;
using SocketSecurity.Keys;
using SocketSecurity.SecureDefaults.Tests.BadInput;

namespace SocketSecurity.SecureDefaults.Tests.Keys;

public sealed class KeyringTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void A_new_key_opens_at_once_and_seals_only_after_the_propagation_delay()
    {
        using var ring = Keyring<AeadKey>.Create(clock: _clock);
        var first = ring.Primary;
        var second = ring.Rotate();
        Assert.True(ring.TryGet(second, out _));
        Assert.Equal(first, ring.Primary);
        Assert.Throws<InvalidOperationException>(() => ring.Promote(second));

        _clock.Advance(ring.Policy.PropagationDelay);
        ring.Promote(second);
        Assert.Equal(second, ring.Primary);
        Assert.True(ring.TryGet(first, out _));
        Assert.Equal(3, ring.Version);
    }

    [Fact]
    public void Maintenance_rotates_in_time_and_never_deletes()
    {
        using var ring = Keyring<AeadKey>.Create(clock: _clock);
        Assert.Equal(KeyringChange.None, ring.Maintain());
        var primaries = new List<KeyId> { ring.Primary };
        for (var day = 0; day < 400; day++)
        {
            _clock.Advance(TimeSpan.FromDays(1));
            if (ring.Maintain().HasFlag(KeyringChange.KeyPromoted))
            {
                primaries.Add(ring.Primary);
            }
        }

        Assert.Equal(5, primaries.Count);
        Assert.All(primaries, id => Assert.True(ring.TryGet(id, out _)));
    }

    [Fact]
    public void Disabled_and_retired_keys_open_nothing_and_retired_ones_never_come_back()
    {
        using var ring = Keyring<AeadKey>.Create(new KeyRotationPolicy { PropagationDelay = TimeSpan.Zero }, _clock);
        using var box = new AeadBox(ring, "test");
        var old = ring.Primary;
        var message = box.Seal("hello"u8);
        Assert.Throws<ArgumentException>(() => ring.Disable(old));
        Assert.Throws<ArgumentException>(() => ring.Retire(old));
        ring.Promote(ring.Rotate());
        Assert.Equal("hello"u8, box.Open(message));

        ring.Disable(old);
        Assert.Throws<DecryptionFailedException>(() => box.Open(message));
        Assert.Throws<ArgumentException>(() => ring.Promote(old));
        ring.Enable(old);
        Assert.Equal("hello"u8, box.Open(message));

        ring.Retire(old);
        Assert.Throws<DecryptionFailedException>(() => box.Open(message));
        Assert.Throws<ArgumentException>(() => ring.Enable(old));
        Assert.Throws<ArgumentException>(() => ring.Retire(old));
        Assert.Contains(ring.Keys, k => k.Id == old && k.State == KeyState.Retired);
        Assert.Throws<ArgumentException>(() => ring.Promote(new KeyId(1)));
    }

    [Fact]
    public void The_same_key_gets_the_same_number_everywhere_and_is_not_added_twice()
    {
        using var root = SecretKey.Generate();
        using var one = Keyring<AeadKey>.FromKey(root.Derive<AeadKey>("a"));
        using var two = Keyring<AeadKey>.FromKey(root.Derive<AeadKey>("a"));
        Assert.Equal(one.Primary, two.Primary);
        Assert.Throws<ArgumentException>(() => one.Add(root.Derive<AeadKey>("a")));
        var id = one.Add(root.Derive<AeadKey>("b"), usableFrom: DateTimeOffset.UtcNow.AddSeconds(-1));
        one.Promote(id);
        Assert.Equal(id, one.Primary);
        Assert.Throws<ArgumentOutOfRangeException>(() => new KeyId(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Keyring<AeadKey>.FromKey(root.Derive<AeadKey>("a"), default(KeyId)));
    }

    [Fact]
    public void An_export_brings_back_every_state()
    {
        using var kek = SecretKey.Generate();
        using var ring = RingInEveryState();
        using var copy = Keyring<AeadKey>.ImportWrapped(ring.ExportWrapped(kek), kek, ring.Version, clock: _clock);
        Assert.Equal(ring.Keys, copy.Keys);
        Assert.Equal(ring.Version, copy.Version);
        Assert.Equal(ring.ExportWrapped(kek), copy.ExportWrapped(kek));

        using var box = new AeadBox(ring, "test");
        using var other = new AeadBox(copy, "test");
        Assert.Equal("x"u8, other.Open(box.Seal("x"u8)));
    }

    [Fact]
    public void An_export_changed_in_any_bit_or_cut_anywhere_is_refused()
    {
        using var kek = SecretKey.Generate();
        using var ring = RingInEveryState();
        var export = ring.ExportWrapped(kek);
        foreach (var changed in Hostile.EveryChange(export))
        {
            Assert.Throws<DecryptionFailedException>(() => Keyring<AeadKey>.ImportWrapped(changed, kek));
        }

        using var wrong = SecretKey.Generate();
        Assert.Throws<DecryptionFailedException>(() => Keyring<AeadKey>.ImportWrapped(export, wrong));
        Assert.Throws<DecryptionFailedException>(() => Keyring<StreamKey>.ImportWrapped(export, kek));
    }

    [Fact]
    [Trait(BadInputPageTests.Row, "a damaged or older ring")]
    public void An_older_ring_is_refused_at_import_and_reload()
    {
        using var kek = SecretKey.Generate();
        using var ring = Keyring<AeadKey>.Create(clock: _clock);
        var old = ring.ExportWrapped(kek);
        ring.Rotate();
        var current = ring.ExportWrapped(kek);

        var error = Assert.Throws<KeyringRolledBackException>(() => Keyring<AeadKey>.ImportWrapped(old, kek, ring.Version));
        Assert.Equal((1, 2), (error.Offered, error.Known));
        Assert.Throws<KeyringRolledBackException>(() => ring.Reload(old, kek));
        Assert.False(ring.Reload(current, kek));

        using var follower = Keyring<AeadKey>.ImportWrapped(old, kek, clock: _clock);
        using var box = new AeadBox(follower, "test");
        var message = box.Seal("before"u8);
        Assert.True(follower.Reload(current, kek));
        Assert.Equal("before"u8, box.Open(message));

        // Two rings that grew apart from one ancestor: the same version, different content.
        using var fork = Keyring<AeadKey>.ImportWrapped(old, kek, clock: _clock);
        fork.Rotate();
        Assert.Throws<KeyringRolledBackException>(() => follower.Reload(fork.ExportWrapped(kek), kek));
    }

    [Fact]
    [Trait(BadInputPageTests.Row, "a damaged or older ring")]
    public async Task A_file_store_replaces_whole_files_and_never_undoes_a_newer_one()
    {
        using var folder = new TemporaryFolder();
        using var kek = SecretKey.Generate();
        var store = new FileKeyringStore(folder.File("ring"));
        var cancellation = TestContext.Current.CancellationToken;
        Assert.Null(await Keyring<AeadKey>.LoadAsync(store, kek, cancellationToken: cancellation));
        using var owner = Keyring<AeadKey>.Create(clock: _clock);
        await owner.SaveAsync(store, kek, cancellation);
        using var follower = await Keyring<AeadKey>.LoadAsync(store, kek, cancellationToken: cancellation);
        owner.Rotate();
        await owner.SaveAsync(store, kek, cancellation);
        await owner.SaveAsync(store, kek, cancellation);
        Assert.True(await follower!.ReloadAsync(store, kek, cancellation));
        Assert.Equal(owner.Keys, follower.Keys);

        using var stale = Keyring<AeadKey>.Create(clock: _clock);
        await Assert.ThrowsAsync<KeyringRolledBackException>(() => stale.SaveAsync(store, kek, cancellation));
        Assert.Equal([folder.File("ring")], Directory.GetFiles(folder.Path));

        await File.WriteAllTextAsync(folder.File("ring"), "garbage", cancellation);
        await Assert.ThrowsAsync<DecryptionFailedException>(() => owner.SaveAsync(store, kek, cancellation));
        await Assert.ThrowsAsync<DecryptionFailedException>(() => follower.ReloadAsync(store, kek, cancellation));
        Assert.Equal("garbage", await File.ReadAllTextAsync(folder.File("ring"), cancellation));

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder.File("ring"), UnixFileMode.UserRead | UnixFileMode.OtherRead);
            await Assert.ThrowsAsync<KeyUnavailableException>(() => follower.ReloadAsync(store, kek, cancellation));
        }
    }

    [Fact]
    public void Wrapped_keys_refuse_every_change()
    {
        using var kek = KeyEncryptionKey.Generate();
        using var key = SecretKey.Generate();
        var wrapped = kek.Wrap(key);
        Assert.Equal(KeyEncryptionKey.WrappedSize, wrapped.Length);
        Assert.Equal(key.ExportDangerous(), kek.Unwrap<SecretKey>(wrapped).ExportDangerous());
        foreach (var changed in Hostile.EveryChange(wrapped))
        {
            Assert.Throws<DecryptionFailedException>(() => kek.Unwrap<SecretKey>(changed));
        }

        Assert.Throws<DecryptionFailedException>(() => KeyEncryptionKey.Generate().Unwrap<SecretKey>(wrapped));
    }

    [Fact]
    public void Disposing_the_ring_ends_every_use()
    {
        var ring = Keyring<AeadKey>.Create();
        using var box = new AeadBox(ring, "test");
        var message = box.Seal("x"u8);
        ring.Dispose();
        Assert.Throws<ObjectDisposedException>(() => box.Seal("x"u8));
        Assert.Throws<ObjectDisposedException>(() => box.Open(message));
        Assert.Throws<ObjectDisposedException>(() => ring.Rotate());
        Assert.Throws<ObjectDisposedException>(() => ring.Primary);
    }

    private Keyring<AeadKey> RingInEveryState()
    {
        var ring = Keyring<AeadKey>.Create(new KeyRotationPolicy { PropagationDelay = TimeSpan.Zero }, _clock);
        var openOnly = ring.Primary;
        var disabled = ring.Rotate();
        var retired = ring.Rotate();
        ring.Promote(ring.Rotate());
        ring.Rotate();
        ring.Disable(disabled);
        ring.Retire(retired);
        Assert.Equal(
            [KeyState.OpenOnly, KeyState.Disabled, KeyState.Retired, KeyState.Primary, KeyState.Waiting],
            ring.Keys.Select(k => k.State));
        Assert.Equal(openOnly, ring.Keys[0].Id);
        return ring;
    }
}
