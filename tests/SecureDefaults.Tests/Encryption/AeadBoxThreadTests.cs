using System.Collections.Concurrent;
using System.Security.Cryptography;
using SocketSecurity.Encryption;
using SocketSecurity.Keys;

namespace SocketSecurity.SecureDefaults.Tests.Encryption;

public sealed class AeadBoxThreadTests
{
    private const int Threads = 16;

    [Fact]
    public void A_million_seals_on_sixteen_threads_repeat_no_nonce_and_all_open()
    {
        using var box = new AeadBox(AeadKey.Generate(), "million");
        using var reader = new AeadBox(AeadKey.Generate(), "million");
        const int perThread = 1_000_000 / Threads;
        var nonces = new UInt128[Threads][];
        var selectors = new ConcurrentDictionary<UInt128, bool>();
        Workers.Run(Threads, thread =>
        {
            var own = nonces[thread] = new UInt128[perThread];
            Span<byte> message = stackalloc byte[AeadBox.Overhead + 8];
            Span<byte> plaintext = stackalloc byte[8];
            Span<byte> opened = stackalloc byte[8];
            for (var i = 0; i < perThread; i++)
            {
                BitConverter.TryWriteBytes(plaintext, ((long)thread << 32) + i);
                box.Seal(plaintext, default, message);

                // 24 bytes do not fit one number; both halves are distinct enough to be folded for a count.
                var nonce = message.Slice(5, 24);
                own[i] = BitConverter.ToUInt128(nonce) ^ ((UInt128)BitConverter.ToUInt64(nonce[16..]) << 64);
                if (i % 16 == 0)
                {
                    selectors.TryAdd(BitConverter.ToUInt128([.. nonce[..12], 0, 0, 0, 0]), true);
                    if (!box.TryOpen(message, default, opened, out _) || !opened.SequenceEqual(plaintext))
                    {
                        throw new InvalidOperationException("A sealed message did not open.");
                    }
                }
            }
        });

        var all = new HashSet<UInt128>(1_000_000);
        Assert.All(nonces, own => Assert.Equal(perThread, own.Count(all.Add)));
        Assert.Equal(1_000_000, all.Count);
        Assert.InRange(selectors.Count, 15, 40);
        Assert.Equal(0, box.Refused);
    }

    [Fact]
    public async Task Rotation_under_load_loses_no_message()
    {
        using var ring = Keyring<AeadKey>.Create(new KeyRotationPolicy { PropagationDelay = TimeSpan.Zero });
        using var sender = new AeadBox(ring, "load");
        using var receiver = new AeadBox(ring, "load");
        using var stop = new CancellationTokenSource();
        var rotation = Task.Run(
            async () =>
            {
                for (var i = 0; i < 40; i++)
                {
                    ring.Promote(ring.Rotate());
                    if (i % 3 == 0)
                    {
                        ring.Disable(ring.Rotate());
                    }

                    await Task.Delay(20, CancellationToken.None);
                }

                await stop.CancelAsync();
            },
            TestContext.Current.CancellationToken);
        long messages = 0;
        Workers.Run(Threads, thread =>
        {
            var plaintext = RandomNumberGenerator.GetBytes(100);
            while (!stop.IsCancellationRequested)
            {
                if (!receiver.Open(sender.Seal(plaintext)).AsSpan().SequenceEqual(plaintext))
                {
                    throw new InvalidOperationException("Another plaintext came out.");
                }

                Interlocked.Increment(ref messages);
            }
        });
        await rotation;
        Assert.True(messages > 100);
        Assert.Equal(0, receiver.Refused);
        Assert.Equal(41 + 14, ring.Keys.Count);
    }

    [Fact]
    public void Retiring_and_disposing_under_load_only_ever_refuses_or_reports_disposal()
    {
        for (var round = 0; round < 20; round++)
        {
            var ring = Keyring<AeadKey>.Create(new KeyRotationPolicy { PropagationDelay = TimeSpan.Zero });
            var box = new AeadBox(ring, "load");
            var old = ring.Primary;
            var message = box.Seal("hello"u8);
            ring.Promote(ring.Rotate());
            Workers.Run(4, thread =>
            {
                try
                {
                    for (var i = 0; i < 200; i++)
                    {
                        var destination = new byte[5];
                        if (!box.TryOpen(message, default, destination, out _) && destination.AsSpan().ContainsAnyExcept((byte)0))
                        {
                            throw new InvalidOperationException("A refusal left something behind.");
                        }

                        box.Seal("x"u8);
                        if (thread == 0 && i == 50)
                        {
                            ring.Retire(old);
                        }

                        if (thread == 0 && i == 100)
                        {
                            (round % 2 == 0 ? (IDisposable)ring : box).Dispose();
                        }
                    }
                }
                catch (ObjectDisposedException)
                {
                }
            });
            ring.Dispose();
            box.Dispose();
        }
    }

    [Fact]
    public void A_selector_is_renewed_after_two_minutes_and_many_peers_fit_the_cache()
    {
        var clock = new ManualClock();
        using var root = SecretKey.Generate();
        using var ring = Keyring<AeadKey>.FromKey(root.Derive<AeadKey>("a"), clock: clock);
        using var box = new AeadBox(ring, "x");
        var first = box.Seal("x"u8).AsSpan(5, 12).ToArray();
        clock.Advance(TimeSpan.FromSeconds(119));
        Assert.Equal(first, box.Seal("x"u8).AsSpan(5, 12));
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.NotEqual(first, box.Seal("x"u8).AsSpan(5, 12).ToArray());

        for (var peer = 0; peer < 300; peer++)
        {
            using var other = new AeadBox(root.Derive<AeadKey>("a"), "x");
            Assert.Equal("x"u8, box.Open(other.Seal("x"u8)));
        }
    }
}
