using System.Buffers.Binary;
using SocketSecurity.Encryption;
using SocketSecurity.Keys;
using SocketSecurity.SecureDefaults.Tests.BadInput;

namespace SocketSecurity.SecureDefaults.Tests.Keys;

public sealed class PasswordTests
{
    private static readonly PasswordCost Cheap = new(100_000);

    [Fact]
    public void A_hash_verifies_its_own_password_and_says_when_it_is_outdated()
    {
        using var hasher = new PasswordHasher(new PasswordHasherOptions { Cost = Cheap });
        var hash = hasher.Hash("pässword");
        Assert.StartsWith("$pbkdf2-sha512$i=100000$", hash);
        Assert.NotEqual(hash, hasher.Hash("pässword"));
        Assert.True(hasher.Verify(hash, "pässword", out var rehash));
        Assert.False(rehash);
        Assert.False(hasher.Verify(hash, "password", out rehash));
        Assert.False(rehash);

        using var stronger = new PasswordHasher();
        Assert.True(stronger.Verify(hash, "pässword", out rehash));
        Assert.True(rehash);
        using var other = new PasswordHasher(new PasswordHasherOptions { Algorithm = PasswordAlgorithm.Pbkdf2Sha256, Cost = new(250_000) });
        Assert.True(other.Verify(hash, "pässword", out rehash));
        Assert.True(rehash);
        Assert.True(hasher.Verify(other.Hash("x"), "x", out rehash));
        Assert.True(rehash);
    }

    [Fact]
    public void Stored_hashes_in_any_other_form_or_cost_never_verify()
    {
        using var hasher = new PasswordHasher(new PasswordHasherOptions { Cost = Cheap });
        var hash = hasher.Hash("x");
        foreach (var stored in new[]
        {
            null, "", "$", "x", "$$$$$", hash + "=", hash + "\n", hash[..^1], hash[1..], hash.Replace("i=100000", "i=99999"),
            hash.Replace("i=100000", "i=10000001"), hash.Replace("i=100000", "i=-1"), hash.Replace("i=100000", "i=+100000"),
            hash.Replace("i=100000", "i=99999999999"), hash.Replace("sha512", "sha1"), hash.Replace("sha512", "sha256"),
            hash.Replace("i=", "I="), "$argon2id$v=19$m=65536,t=3,p=1$" + hash[24..], new string('$', 10_000),
        })
        {
            Assert.False(hasher.Verify(stored, "x", out var rehash));
            Assert.False(rehash);
        }

        foreach (var password in new[] { "", new string('x', 1025), "\ud800" })
        {
            Assert.False(hasher.Verify(hash, password, out _));
            Assert.ThrowsAny<ArgumentException>(() => hasher.Hash(password));
        }

        Assert.Throws<ArgumentException>(() => new PasswordHasher(new PasswordHasherOptions { Cost = new(1000) }));
    }

    [Fact]
    [Trait(BadInputPageTests.Row, "too many passwords at once")]
    public async Task Only_so_many_run_at_once_and_the_rest_waits_or_is_refused()
    {
        var slow = new GatedAlgorithm();
        using var hasher = new PasswordHasher(new PasswordHasherOptions { Algorithm = slow, MaxConcurrency = 2, MaxWaiting = 3 });
        var cancellation = TestContext.Current.CancellationToken;
        var running = Enumerable.Range(0, 5).Select(_ => hasher.HashAsync("x".AsMemory(), cancellation)).ToList();
        await Assert.ThrowsAsync<PasswordHasherBusyException>(() => hasher.HashAsync("x".AsMemory(), cancellation));
        Assert.Throws<PasswordHasherBusyException>(() => hasher.Hash("x"));
        slow.Gate.Set();
        var hashes = await Task.WhenAll(running);
        Assert.Equal(5, hashes.Distinct().Count());
        Assert.InRange(slow.Most, 1, 2);
        Assert.Equal((true, false), await hasher.VerifyAsync(hashes[0], "x".AsMemory(), cancellation));
    }

    [Fact]
    public void A_password_box_refuses_every_change_of_its_header_and_body()
    {
        var box = new PasswordBox("notes/v1", cost: Cheap);
        var message = box.Seal("secret", "hello"u8);
        Assert.Equal(5 + 99, message.Length);
        Assert.Equal("hello"u8, box.Open("secret", message));
        Assert.Throws<DecryptionFailedException>(() => box.Open("Secret", message));
        Assert.Throws<DecryptionFailedException>(() => box.Open("", message));
        Assert.Throws<DecryptionFailedException>(() => new PasswordBox("notes/v2").Open("secret", message));

        // Every bit costs a derivation, so the body's bits go through streams elsewhere and only some of them here; a
        // change of the iterations that stays within the bounds is slow, so it is made towards less.
        foreach (var position in Enumerable.Range(0, 11 * 8).Concat([88, 95, 150, 216, 217, 500, 600, message.Length * 8 - 1]))
        {
            var changed = (byte[])message.Clone();
            changed[position / 8] ^= (byte)(1 << (position % 8));
            if (BinaryPrimitives.ReadInt32BigEndian(changed.AsSpan(2)) <= 300_000)
            {
                Assert.Throws<DecryptionFailedException>(() => box.Open("secret", changed));
            }
        }

        foreach (var cut in Hostile.EveryTruncation(message).Where(m => m.Length is < 99 or 103))
        {
            Assert.Throws<DecryptionFailedException>(() => box.Open("secret", cut));
        }
    }

    [Fact]
    public void Costs_outside_the_bounds_are_refused_before_any_work()
    {
        var salt = new byte[16];
        Assert.Throws<ArgumentException>(() => PasswordKey.Derive("x", salt, cost: new(99_999)));
        Assert.Throws<ArgumentException>(() => PasswordKey.Derive("x", salt, cost: new(10_000_001)));
        Assert.Throws<ArgumentException>(() => PasswordKey.Derive("x", new byte[15]));
        Assert.Throws<ArgumentException>(() => PasswordKey.Derive("", salt));
        var box = new PasswordBox("notes/v1", cost: Cheap);
        var message = box.Seal("secret", []);
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(2), int.MaxValue);
        Assert.Throws<DecryptionFailedException>(() => box.Open("secret", message));
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(2), 1);
        Assert.Throws<DecryptionFailedException>(() => box.Open("secret", message));
    }

    private sealed class GatedAlgorithm : PasswordAlgorithm
    {
        private int _running;

        public ManualResetEventSlim Gate { get; } = new();

        public int Most { get; private set; }

        public override byte Id => 200;

        public override string Name => "gated";

        public override PasswordCost DefaultCost => new(1);

        public override PasswordCost Floor => new(1);

        public override PasswordCost Ceiling => new(1);

        public override string FormatCost(PasswordCost cost) => "i=1";

        public override PasswordCost? ParseCost(string text) => new PasswordCost(1);

        public override void Derive(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, PasswordCost cost, Span<byte> output)
        {
            Most = Math.Max(Most, Interlocked.Increment(ref _running));
            Gate.Wait(TimeSpan.FromSeconds(60));
            System.Security.Cryptography.HMACSHA256.HashData(password, salt, output);
            Interlocked.Decrement(ref _running);
        }
    }
}
