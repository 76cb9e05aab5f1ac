using CsCheck;
using SocketSecurity.Encryption;
using SocketSecurity.Keys;

namespace SocketSecurity.SecureDefaults.Tests.Keys;

public sealed class KeyringModelTests
{
    private enum Step
    {
        Rotate,
        Promote,
        Disable,
        Enable,
        Retire,
        ExportAndImport,
        Wait,
    }

    [Fact]
    public void A_ring_agrees_with_a_list_of_states_whatever_is_done_to_it()
    {
        Gen.Select(Gen.Enum<Step>(), Gen.Int[0, 6]).Array[1, 40].Sample(
            steps =>
            {
                var clock = new ManualClock();
                using var secret = SecretKey.Generate();
                var ring = Keyring<AeadKey>.Create(new KeyRotationPolicy { PropagationDelay = TimeSpan.FromDays(1) }, clock);
                var model = new NaiveRing(ring.Primary, clock.Now);
                foreach (var (step, index) in steps)
                {
                    ring = Take(step, index, ring, model, secret, clock);
                    Assert.Equal(model.Keys.Select(key => (key.Id, key.State)), ring.Keys.Select(key => (key.Id, key.State)));
                    Assert.Equal(model.Version, ring.Version);
                    Assert.Equal(model.Keys.Single(key => key.State == KeyState.Primary).Id, ring.Primary);
                    Assert.All(model.Keys, key => Assert.Equal(key.Opens, ring.TryGet(key.Id, out _)));
                }

                AssertOpensWhatTheModelOpens(ring, model);
                ring.Dispose();
            },
            iter: 300);
    }

    [Fact]
    public void Sixteen_threads_change_one_ring_and_no_change_is_lost()
    {
        const int perThread = 25;
        using var secret = SecretKey.Generate();
        using var ring = Keyring<AeadKey>.Create(new KeyRotationPolicy { PropagationDelay = TimeSpan.Zero });
        Workers.Run(16, thread =>
        {
            for (var i = 0; i < perThread; i++)
            {
                var version = ring.Version;
                var id = ring.Rotate();
                Assert.True(ring.TryGet(id, out _));
                if (i % 5 == 0)
                {
                    ring.Promote(id);
                }

                if (i % 10 == 0)
                {
                    // One state of the ring, never half of a change: an export is only written of one, and read back whole.
                    using var copy = Keyring<AeadKey>.ImportWrapped(ring.ExportWrapped(secret), secret);
                    Assert.Single(copy.Keys, key => key.State == KeyState.Primary);
                    Assert.True(copy.Version > version);
                }
            }
        });
        Assert.Equal(1 + (16 * perThread), ring.Keys.Select(key => key.Id).Distinct().Count());
        Assert.Equal(1 + (16 * (perThread + 5)), ring.Version);
        Assert.Single(ring.Keys, key => key.State == KeyState.Primary);
    }

    private static Keyring<AeadKey> Take(Step step, int index, Keyring<AeadKey> ring, NaiveRing model, SecretKey secret, ManualClock clock)
    {
        var key = model.Keys[index % model.Keys.Count];
        switch (step)
        {
            case Step.Rotate:
                model.Add(ring.Rotate(), clock.Now + TimeSpan.FromDays(1));
                break;
            case Step.Promote:
                Agree(model.Promote(key, clock.Now), () => ring.Promote(key.Id));
                break;
            case Step.Disable:
                Agree(model.Change(key, key.State is not (KeyState.Primary or KeyState.Retired), KeyState.Disabled), () => ring.Disable(key.Id));
                break;
            case Step.Enable:
                Agree(model.Change(key, key.State == KeyState.Disabled, KeyState.OpenOnly), () => ring.Enable(key.Id));
                break;
            case Step.Retire:
                Agree(model.Change(key, key.State is not (KeyState.Primary or KeyState.Retired), KeyState.Retired), () => ring.Retire(key.Id));
                break;
            case Step.ExportAndImport:
                var copy = Keyring<AeadKey>.ImportWrapped(ring.ExportWrapped(secret), secret, ring.Version, ring.Policy, clock);
                ring.Dispose();
                return copy;
            default:
                clock.Advance(TimeSpan.FromHours(13));
                break;
        }

        return ring;
    }

    private static void Agree(bool allowed, Action change)
    {
        if (allowed)
        {
            change();
        }
        else
        {
            Assert.True(Record.Exception(change) is ArgumentException or InvalidOperationException);
        }
    }

    /// <summary>A box over the ring opens what it seals, and refuses the numbers of the keys that are out of use.</summary>
    private static void AssertOpensWhatTheModelOpens(Keyring<AeadKey> ring, NaiveRing model)
    {
        using var box = new AeadBox(ring, "model");
        Assert.Equal("x"u8, box.Open(box.Seal("x"u8)));
        foreach (var key in model.Keys.Where(key => !key.Opens))
        {
            byte[] message = [1, .. Convert.FromHexString(key.Id.ToString()), .. new byte[40]];
            Assert.Throws<DecryptionFailedException>(() => box.Open(message));
        }
    }

    private sealed class NaiveRing(KeyId first, DateTimeOffset now)
    {
        public List<NaiveKey> Keys { get; } = [new(first, now) { State = KeyState.Primary }];

        public long Version { get; private set; } = 1;

        public void Add(KeyId id, DateTimeOffset usableFrom)
        {
            Keys.Add(new NaiveKey(id, usableFrom));
            Version++;
        }

        public bool Promote(NaiveKey key, DateTimeOffset now)
        {
            if (!key.Opens || key.UsableFrom > now)
            {
                return false;
            }

            Keys.Single(other => other.State == KeyState.Primary).State = KeyState.OpenOnly;
            return Change(key, allowed: true, KeyState.Primary);
        }

        public bool Change(NaiveKey key, bool allowed, KeyState state)
        {
            if (allowed)
            {
                key.State = state;
                Version++;
            }

            return allowed;
        }
    }

    private sealed class NaiveKey(KeyId id, DateTimeOffset usableFrom)
    {
        public KeyId Id => id;

        // The ring keeps whole seconds.
        public DateTimeOffset UsableFrom { get; } = DateTimeOffset.FromUnixTimeSeconds(usableFrom.ToUnixTimeSeconds());

        public KeyState State { get; set; } = KeyState.Waiting;

        public bool Opens => State is not (KeyState.Disabled or KeyState.Retired);
    }
}
