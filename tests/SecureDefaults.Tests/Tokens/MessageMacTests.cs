using SocketSecurity.Keys;
using SocketSecurity.Tokens;

namespace SocketSecurity.SecureDefaults.Tests.Tokens;

public sealed class MessageMacTests
{
    private readonly MacKey _key = MacKey.Generate();

    [Fact]
    public void Any_changed_bit_of_data_or_tag_and_any_cut_tag_is_refused()
    {
        var data = "transfer 100"u8.ToArray();
        var tag = MessageMac.Compute(_key, data);
        Assert.True(MessageMac.Verify(_key, data, tag));
        Assert.All(Hostile.EveryChange(tag), t => Assert.False(MessageMac.Verify(_key, data, t)));
        Assert.All(Hostile.EveryChange(data), d => Assert.False(MessageMac.Verify(_key, d, tag)));
        Assert.False(MessageMac.Verify(MacKey.Generate(), data, tag));
        Assert.False(MessageMac.Verify(_key, data, []));
    }

    [Fact]
    public void Pieces_give_the_tag_of_the_whole()
    {
        using var mac = MessageMac.Begin(_key);
        for (var round = 0; round < 2; round++)
        {
            mac.Append("transfer "u8);
            mac.Append([]);
            mac.Append("100"u8);
            Assert.Equal(MessageMac.Compute(_key, "transfer 100"u8), mac.Complete());
        }

        mac.Append("transfer 100"u8);
        Assert.True(mac.Verify(MessageMac.Compute(_key, "transfer 100"u8)));
        Assert.False(mac.Verify(MessageMac.Compute(_key, "transfer 100"u8)));
        Assert.True(mac.Verify(MessageMac.Compute(_key, [])));
    }

    [Fact]
    public void Frames_are_accepted_once_in_any_order_and_never_changed()
    {
        var signer = new FrameSigner(_key, "feed/v1/server");
        var verifier = new FrameVerifier(_key, "feed/v1/server", window: 64);
        var frames = Enumerable.Range(0, 10).Select(i => signer.Sign([(byte)i])).ToList();
        foreach (var changed in frames.Take(1).SelectMany(Hostile.EveryChange))
        {
            Assert.False(verifier.TryAccept(changed, out var nothing));
            Assert.True(nothing.IsEmpty);
        }

        foreach (var i in new[] { 3, 0, 9, 1, 2, 4, 8, 7, 5, 6 })
        {
            Assert.True(verifier.TryAccept(frames[i], out var payload));
            Assert.Equal([(byte)i], payload);
            Assert.False(verifier.TryAccept(frames[i], out _));
        }

        Assert.Equal(10UL, verifier.Highest);
        Assert.False(new FrameVerifier(_key, "feed/v1/client").TryAccept(frames[0], out _));
        Assert.False(new FrameVerifier(MacKey.Generate(), "feed/v1/server").TryAccept(frames[0], out _));
        for (var i = 0; i < 64; i++)
        {
            verifier.TryAccept(signer.Sign([]), out _);
        }

        Assert.False(verifier.TryAccept(frames[9], out _));
    }

    [Fact]
    public void Sixteen_threads_sign_different_numbers_and_each_frame_is_accepted_by_one_of_them()
    {
        const int perThread = 1000;
        var signer = new FrameSigner(_key, "feed/v1");
        var verifier = new FrameVerifier(_key, "feed/v1", window: 65_536);
        var frames = new byte[16][][];
        Workers.Run(16, thread => frames[thread] = [.. Enumerable.Range(0, perThread).Select(i => signer.Sign(BitConverter.GetBytes(i)))]);
        var all = frames.SelectMany(own => own).ToList();
        Assert.Equal(all.Count, all.Select(frame => Convert.ToHexString(frame.AsSpan(0, 8))).Distinct().Count());

        var accepted = new int[all.Count];
        Workers.Run(16, _ =>
        {
            for (var i = 0; i < all.Count; i++)
            {
                if (verifier.TryAccept(all[i], out var _))
                {
                    Interlocked.Increment(ref accepted[i]);
                }
            }
        });
        Assert.All(accepted, count => Assert.Equal(1, count));
    }

    [Fact]
    public void Misuse_is_reported()
    {
        Assert.Throws<ArgumentNullException>(() => MessageMac.Compute(null!, []));
        Assert.Throws<ArgumentException>(() => MessageMac.Compute(_key, [], new byte[16]));
        Assert.Throws<ArgumentException>(() => new FrameSigner(_key, ""));
        _key.Dispose();
        Assert.Throws<ObjectDisposedException>(() => MessageMac.Compute(_key, []));
        Assert.Throws<ObjectDisposedException>(() => MessageMac.Begin(_key));
    }
}
