using System.Buffers.Binary;
using System.Security.Cryptography;
using SocketSecurity.Keys;
using SocketSecurity.Replay;

namespace SocketSecurity.Tokens;

/// <summary>Accepts each frame of a <see cref="FrameSigner"/> once, in any order within a window.</summary>
/// <remarks>
/// It notices changed and repeated frames. That frames are missing shows in <see cref="Highest"/>; that the last ones are,
/// only the application's own end can tell. All members are thread-safe.
/// </remarks>
public sealed class FrameVerifier
{
    private readonly MacKey _key;
    private readonly byte[] _prefix;
    private readonly SequenceWindow _window;

    /// <summary>A verifier that has seen nothing.</summary>
    /// <param name="key">The key of the signer; still owned by the caller.</param>
    /// <param name="context">The context of the signer.</param>
    /// <param name="window">How far behind the newest a frame may arrive; a multiple of 64.</param>
    /// <exception cref="ArgumentOutOfRangeException">The window's size is not one that <see cref="SequenceWindow"/> takes.</exception>
    public FrameVerifier(MacKey key, string context, int window = SequenceWindow.DefaultSize)
    {
        ArgumentNullException.ThrowIfNull(key);
        _key = key;
        _prefix = ContextText.EncodeWithLength(context);
        _window = new SequenceWindow(window);
    }

    /// <summary>The highest number accepted so far.</summary>
    public ulong Highest => _window.Highest;

    /// <summary>Accepts an authentic frame the first time.</summary>
    /// <param name="frame">The frame, from anywhere.</param>
    /// <param name="payload">The payload inside the frame; empty when refused.</param>
    /// <returns>Whether to act on the payload.</returns>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public bool TryAccept(ReadOnlySpan<byte> frame, out ReadOnlySpan<byte> payload)
    {
        payload = default;
        if (frame.Length < SignedFrame.Overhead)
        {
            return false;
        }

        var sequence = BinaryPrimitives.ReadUInt64BigEndian(frame);
        var signed = frame[..^MessageMac.TagSize];
        Span<byte> expected = stackalloc byte[MessageMac.TagSize];
        if (!_window.IsFresh(sequence))
        {
            return false;
        }

        SignedFrame.Tag(_key, _prefix, signed, expected);
        if (!CryptographicOperations.FixedTimeEquals(expected, frame[^MessageMac.TagSize..]) || !_window.Commit(sequence))
        {
            return false;
        }

        payload = signed[sizeof(ulong)..];
        return true;
    }
}
