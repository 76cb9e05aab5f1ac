using SocketSecurity.Datagrams;
using SocketSecurity.Encryption;

namespace SocketSecurity.SecureDefaults.Tests.Datagrams;

public sealed class DatagramChannelTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly DatagramChannel _left;
    private readonly DatagramChannel _right;

    public DatagramChannelTests()
    {
        var (initiator, responder) = DatagramKeys.Generate();
        _left = new DatagramChannel(initiator, _clock);
        _right = new DatagramChannel(DatagramKeys.Import(responder.Export()), _clock);
    }

    public void Dispose()
    {
        _left.Dispose();
        _right.Dispose();
    }

    [Fact]
    public void Both_directions_open_what_the_other_end_sealed_and_never_their_own()
    {
        foreach (var size in new[] { 0, 1, 500, DatagramChannel.MaxPayload })
        {
            var payload = new byte[size];
            new Random(size).NextBytes(payload);
            Assert.Equal(payload, Open(_right, Seal(_left, payload)));
            Assert.Equal(payload, Open(_left, Seal(_right, payload)));
            Assert.Null(Open(_left, Seal(_left, payload)));
        }
    }

    [Fact]
    public void Any_changed_bit_and_any_cut_is_dropped_and_leaves_nothing()
    {
        var packet = Seal(_left, "hello"u8.ToArray());
        foreach (var changed in Hostile.EveryChange(packet))
        {
            var payload = new byte[2 * packet.Length];
            Assert.False(_right.TryOpen(changed, payload, out var written));
            Assert.Equal(0, written);
            Assert.All(payload, b => Assert.Equal(0, b));
        }

        Assert.Equal("hello"u8, Open(_right, packet)!);
        Assert.Null(Open(_right, packet));
        var statistics = _right.Statistics;
        Assert.Equal((1, 1), (statistics.Opened, statistics.Replayed));
        Assert.Equal((packet.Length * 9) + 3, statistics.Forged + statistics.Malformed);
    }

    [Fact]
    public void Order_does_not_matter_within_the_window_and_matters_beyond_it()
    {
        var packets = Enumerable.Range(0, 1100).Select(i => Seal(_left, BitConverter.GetBytes(i))).ToList();
        Assert.NotNull(Open(_right, packets[^1]));
        Assert.NotNull(Open(_right, packets[1100 - 1024]));
        Assert.Null(Open(_right, packets[1100 - 1025]));
        Assert.Null(Open(_right, packets[0]));
    }

    [Fact]
    public void A_new_key_is_followed_when_it_proves_authentic_and_stragglers_still_open()
    {
        var straggler = Seal(_left, "old"u8.ToArray());
        var older = Seal(_left, "older"u8.ToArray());
        _left.Rekey();
        var first = Seal(_left, "new"u8.ToArray());
        Assert.Equal("old"u8, Open(_right, straggler)!);
        Assert.Equal("new"u8, Open(_right, first)!);
        Assert.Equal("older"u8, Open(_right, older)!);
        Assert.Null(Open(_right, straggler));
        Assert.Null(Open(_right, first));
        _left.Rekey();
        Assert.Equal("newer"u8, Open(_right, Seal(_left, "newer"u8.ToArray()))!);
        Assert.Null(Open(_right, older));

        // Whole epochs may be lost, up to four; a forged packet that names a future one moves nothing.
        for (var i = 0; i < 4; i++)
        {
            _left.Rekey();
        }

        var future = Seal(_left, "future"u8.ToArray());
        var forged = (byte[])future.Clone();
        forged[^1] ^= 1;
        Assert.Null(Open(_right, forged));
        Assert.Equal("future"u8, Open(_right, future)!);
        for (var i = 0; i < 5; i++)
        {
            _left.Rekey();
        }

        Assert.Null(Open(_right, Seal(_left, "too far"u8.ToArray())));
    }

    [Fact]
    public void Three_hundred_epochs_wrap_the_counter_and_go_on()
    {
        for (var i = 0; i < 300; i++)
        {
            _left.Rekey();
            Assert.NotNull(Open(_right, Seal(_left, [1])));
        }

        Assert.Equal(300, _left.Statistics.Rekeyings);
    }

    [Fact]
    public void The_key_changes_by_itself_after_an_hour()
    {
        Seal(_left, []);
        _clock.Advance(TimeSpan.FromMinutes(59));
        Seal(_left, []);
        Assert.Equal(0, _left.Statistics.Rekeyings);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.NotNull(Open(_right, Seal(_left, [])));
        Assert.Equal(1, _left.Statistics.Rekeyings);
    }

    [Fact]
    public void Keys_serve_once_and_imports_of_anything_else_are_refused()
    {
        var (initiator, responder) = DatagramKeys.Generate();
        var export = initiator.Export();
        Assert.Throws<InvalidOperationException>(() => initiator.Export());
        Assert.Throws<InvalidOperationException>(() => new DatagramChannel(initiator));
        using var channel = new DatagramChannel(responder);
        Assert.Throws<InvalidOperationException>(() => responder.Export());
        Assert.Equal(DatagramKeys.ExportSize, export.Length);
        Assert.All(Hostile.EveryTruncation(export), cut => Assert.Throws<DecryptionFailedException>(() => DatagramKeys.Import(cut)));
        export[0] ^= 1;
        Assert.Throws<DecryptionFailedException>(() => DatagramKeys.Import(export));
        Assert.Equal("DatagramKeys", responder.ToString());
    }

    [Fact]
    public void Misuse_is_reported()
    {
        var buffer = new byte[2000];
        Assert.Throws<ArgumentException>(() => _left.Seal(new byte[DatagramChannel.MaxPayload + 1], buffer));
        Assert.Throws<ArgumentException>(() => _left.Seal(new byte[10], new byte[38]));
        Assert.Throws<ArgumentException>(() => _left.Seal(buffer.AsSpan(0, 10), buffer));
        Assert.Throws<ArgumentException>(() => _right.TryOpen(Seal(_left, new byte[10]), new byte[9], out _));
        Assert.False(_right.TryOpen(buffer, buffer, out _));
        _left.Dispose();
        Assert.Throws<ObjectDisposedException>(() => _left.Seal([], buffer));
    }

    [Fact]
    public void Sixteen_threads_seal_and_open_with_rekeying_and_nothing_opens_twice()
    {
        const int perThread = 2000;
        var opened = new int[16 * perThread];
        var packets = new byte[16 * perThread][];
        Workers.Run(16, thread =>
        {
            for (var i = 0; i < perThread; i++)
            {
                var number = (thread * perThread) + i;
                var packet = packets[number] = Seal(_left, BitConverter.GetBytes(number));
                for (var copy = 0; copy < 2; copy++)
                {
                    if (Open(_right, packet) is { } payload)
                    {
                        Interlocked.Increment(ref opened[BitConverter.ToInt32(payload)]);
                    }
                }

                if (thread == 0 && i % 500 == 0)
                {
                    _left.Rekey();
                }
            }
        });
        Assert.All(opened, count => Assert.InRange(count, 0, 1));
        Assert.InRange(opened.Sum(), (int)(opened.Length * 0.9), opened.Length);
        Assert.Equal(opened.Length, packets.Select(Convert.ToHexString).Select(p => p[..26]).Distinct().Count());
        Assert.Equal(0, _right.Statistics.Forged);
    }

    private static byte[] Seal(DatagramChannel channel, byte[] payload)
    {
        var packet = new byte[payload.Length + DatagramChannel.Overhead];
        Assert.Equal(packet.Length, channel.Seal(payload, packet));
        return packet;
    }

    private static byte[]? Open(DatagramChannel channel, byte[] packet)
    {
        var payload = new byte[1500];
        return channel.TryOpen(packet, payload, out var written) ? payload[..written] : null;
    }
}
