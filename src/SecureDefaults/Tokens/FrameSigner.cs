using System.Buffers.Binary;
using SocketSecurity.Keys;

namespace SocketSecurity.Tokens;

/// <summary>
/// Numbers and authenticates frames that stay readable: <c>sequence u64 ‖ payload ‖ tag 32</c>. One signer per key,
/// context and sending side: a second one would repeat the numbers, and its frames would be refused as replays.
/// </summary>
/// <remarks>All members are thread-safe.</remarks>
public sealed class FrameSigner
{
    /// <summary>How many bytes signing adds: 40.</summary>
    public const int Overhead = SignedFrame.Overhead;

    private readonly MacKey _key;
    private readonly byte[] _prefix;
    private ulong _next;

    /// <summary>A signer that begins at number 1.</summary>
    /// <param name="key">The key, fresh for this session; still owned by the caller.</param>
    /// <param name="context">What the frames are for and in which direction they go, for example <c>feed/v1/server</c>; not empty.</param>
    public FrameSigner(MacKey key, string context)
    {
        ArgumentNullException.ThrowIfNull(key);
        _key = key;
        _prefix = ContextText.EncodeWithLength(context);
    }

    /// <summary>Signs a payload.</summary>
    /// <param name="payload">The payload; may be empty.</param>
    /// <returns>The frame.</returns>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public byte[] Sign(ReadOnlySpan<byte> payload)
    {
        var frame = new byte[payload.Length + Overhead];
        BinaryPrimitives.WriteUInt64BigEndian(frame, Interlocked.Increment(ref _next));
        payload.CopyTo(frame.AsSpan(sizeof(ulong)));
        SignedFrame.Tag(_key, _prefix, frame.AsSpan(0, frame.Length - MessageMac.TagSize), frame.AsSpan(frame.Length - MessageMac.TagSize));
        return frame;
    }
}
