using System.Buffers;
using System.Buffers.Text;
using SocketSecurity.Encryption;
using SocketSecurity.Keys;
using SocketSecurity.SecureDefaults.Tests.BadInput;

namespace SocketSecurity.SecureDefaults.Tests.Encryption;

public sealed class AeadBoxTests : IDisposable
{
    private readonly Keyring<AeadKey> _ring = Keyring<AeadKey>.Create(new KeyRotationPolicy { PropagationDelay = TimeSpan.Zero });
    private readonly AeadBox _box;

    public AeadBoxTests()
    {
        _box = new AeadBox(_ring, "orders/v1");
    }

    public void Dispose()
    {
        _box.Dispose();
        _ring.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(1000)]
    [InlineData(70_000)]
    public void Every_form_opens_what_every_form_sealed(int size)
    {
        var plaintext = new byte[size];
        new Random(size).NextBytes(plaintext);
        byte[] aad = [1, 2, 3];
        var writer = new ArrayBufferWriter<byte>();
        _box.Seal(plaintext, aad, writer);
        var buffer = new byte[_box.GetSealedLength(size) + 7];
        var length = _box.Seal(plaintext, aad, buffer.AsSpan());

        foreach (var message in new[] { _box.Seal(plaintext, aad), writer.WrittenSpan.ToArray(), buffer[..length] })
        {
            Assert.Equal(size + AeadBox.Overhead, message.Length);
            Assert.Equal(plaintext, _box.Open(message, aad));
            var opened = new byte[size + 3];
            Assert.True(_box.TryOpen(message, aad, opened, out var written));
            Assert.Equal(plaintext, opened[..written]);
        }
    }

    [Fact]
    public void Text_goes_through_base64url_and_back()
    {
        foreach (var text in new[] { "", "hello", "Grüße 🌍", new string('x', 5000) })
        {
            var token = _box.SealToString(text, "aad"u8);
            Assert.Matches("^[A-Za-z0-9_-]+$", token);
            Assert.Equal(text, _box.OpenFromString(token, "aad"u8));
            Assert.Throws<DecryptionFailedException>(() => _box.OpenFromString(token));
            foreach (var other in new[] { token + "=", token + "\n", " " + token, token.Insert(5, " "), token + "A", token[..^1], token + "!", "", "%" })
            {
                Assert.Throws<DecryptionFailedException>(() => _box.OpenFromString(other, "aad"u8));
            }
        }

        Assert.Throws<System.Text.EncoderFallbackException>(() => _box.SealToString("\ud800"));
        Assert.Throws<DecryptionFailedException>(() => _box.OpenFromString(Base64Url.EncodeToString(_box.Seal([0xff, 0xfe]))));
        Assert.Throws<ArgumentNullException>(() => _box.OpenFromString(null!));
    }

    [Fact]
    public void Any_changed_bit_and_any_cut_is_refused_alike_and_leaves_no_plaintext()
    {
        var plaintext = "the quick brown fox"u8.ToArray();
        var message = _box.Seal(plaintext, "aad"u8);
        var messages = new HashSet<string>();
        foreach (var changed in Hostile.EveryChange(message))
        {
            messages.Add(Assert.Throws<DecryptionFailedException>(() => _box.Open(changed, "aad"u8)).Message);
            var destination = new byte[2 * message.Length];
            Assert.False(_box.TryOpen(changed, "aad"u8, destination, out var written));
            Assert.Equal(0, written);
            Assert.All(destination, b => Assert.Equal(0, b));
        }

        Assert.Single(messages);
        Assert.Equal(plaintext, _box.Open(message, "aad"u8));
        Assert.True(_box.Refused > message.Length * 8);
    }

    [Fact]
    public void Another_context_another_key_and_other_associated_data_are_refused()
    {
        var message = _box.Seal("x"u8, "aad"u8);
        using var sameKeys = new AeadBox(_ring, "orders/v2");
        using var otherKeys = new AeadBox(AeadKey.Generate(), "orders/v1");
        using var tink = AeadBox.ForTink(_ring);
        Assert.False(sameKeys.TryOpen(message, "aad"u8, new byte[1], out _));
        Assert.False(otherKeys.TryOpen(message, "aad"u8, new byte[1], out _));
        Assert.False(tink.TryOpen(message, "aad"u8, new byte[1], out _));
        foreach (var aad in new[] { "", "aa", "aad ", "Aad" })
        {
            Assert.False(_box.TryOpen(message, System.Text.Encoding.UTF8.GetBytes(aad), new byte[1], out _));
        }

        // A context that ends where associated data begins is a different pair: the length keeps them apart.
        using var shorter = new AeadBox(_ring, "orders/v");
        Assert.False(shorter.TryOpen(_box.Seal("x"u8), "1"u8, new byte[1], out _));
    }

    [Fact]
    public void Large_and_small_associated_data_are_both_bound()
    {
        foreach (var size in new[] { 1, 200, 300, 100_000 })
        {
            var aad = new byte[size];
            var message = _box.Seal("x"u8, aad);
            Assert.Equal("x"u8, _box.Open(message, aad));
            aad[^1] ^= 1;
            Assert.Throws<DecryptionFailedException>(() => _box.Open(message, aad));
        }
    }

    [Fact]
    [Trait(BadInputPageTests.Row, "a buffer that is too small or overlaps")]
    public void Misuse_is_reported_before_anything_is_written()
    {
        var buffer = new byte[200];
        var message = _box.Seal("hello"u8);
        Assert.Throws<ArgumentException>(() => _box.Seal("hello"u8, default, new byte[49].AsSpan()));
        Assert.Throws<ArgumentException>(() => _box.Seal(buffer.AsSpan(0, 5), default, buffer.AsSpan()));
        Assert.Throws<ArgumentException>(() => _box.Seal("x"u8, buffer.AsSpan(3, 5), buffer.AsSpan()));
        Assert.Throws<ArgumentException>(() => _box.TryOpen(message, default, new byte[4], out _));
        Assert.Throws<ArgumentException>(() => _box.TryOpen(message, default, message, out _));
        Assert.Throws<ArgumentException>(() => new AeadBox(_ring, ""));
        Assert.Throws<ArgumentNullException>(() => new AeadBox(_ring, null!));
        Assert.Throws<ArgumentNullException>(() => new AeadBox((Keyring<AeadKey>)null!, "x"));
        Assert.Throws<ArgumentNullException>(() => _box.Seal("x"u8, default, (IBufferWriter<byte>)null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => _box.GetSealedLength(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AeadBoxOptions { MaxMessageSize = (1 << 30) + 1 });
        Assert.All(buffer, b => Assert.Equal(0, b));
    }

    [Fact]
    public void A_message_above_the_limit_is_neither_sealed_nor_opened()
    {
        using var small = new AeadBox(_ring, "orders/v1", new AeadBoxOptions { MaxMessageSize = 100 });
        Assert.Throws<ArgumentException>(() => small.Seal(new byte[101]));
        Assert.Throws<ArgumentOutOfRangeException>(() => small.GetSealedLength(101));
        Assert.Throws<DecryptionFailedException>(() => small.Open(_box.Seal(new byte[101])));
        Assert.Throws<DecryptionFailedException>(() => small.OpenFromString(_box.SealToString(new string('x', 101))));
        Assert.Equal(100, small.Open(_box.Seal(new byte[100])).Length);
    }

    [Fact]
    public void A_box_that_was_disposed_says_so()
    {
        var box = new AeadBox(AeadKey.Generate(), "x");
        var message = box.Seal("x"u8);
        box.Dispose();
        box.Dispose();
        Assert.Throws<ObjectDisposedException>(() => box.Seal("x"u8));
        Assert.Throws<ObjectDisposedException>(() => box.Open(message));
        var key = AeadKey.Generate();
        using var orphan = new AeadBox(key, "x");
        key.Dispose();
        Assert.Throws<ObjectDisposedException>(() => orphan.Seal("x"u8));
    }

    [Fact]
    public void Steady_sealing_and_opening_allocate_nothing()
    {
        var plaintext = new byte[1024];
        var message = new byte[_box.GetSealedLength(plaintext.Length)];
        var opened = new byte[plaintext.Length];
        for (var i = 0; i < 100; i++)
        {
            Round();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            Round();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Round()
        {
            _box.Seal(plaintext, default, message.AsSpan());
            if (!_box.TryOpen(message, default, opened, out _))
            {
                throw new InvalidOperationException();
            }
        }
    }
}
