namespace SocketSecurity.Replay;

/// <summary>
/// Remembers which of the last sequence numbers were seen, in a ring of 64-bit blocks as RFC 6479 describes: constant
/// memory, and moving forward never shifts bits.
/// </summary>
/// <remarks>
/// Ask <see cref="IsFresh"/> before the expensive check of a message and <see cref="Commit"/> after it proved authentic;
/// only the commit decides, so of two copies that are checked at once one is refused. All members are thread-safe.
/// </remarks>
public sealed class SequenceWindow
{
    /// <summary>The default size: 1 024 numbers, enough for reordering by network cards and paths at gigabit rates.</summary>
    public const int DefaultSize = 1024;

    private const int BlockBits = 64;

    private readonly Lock _lock = new();
    private readonly ulong[] _blocks;
    private readonly ulong _blockMask;
    private readonly ulong _size;
    private ulong _highest;

    /// <summary>An empty window.</summary>
    /// <param name="size">
    /// How far behind the highest number a message may still arrive: a multiple of 64 from 64 (the minimum of RFC 4303,
    /// 3.4.3, is 32) to 65 536.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">Another size.</exception>
    public SequenceWindow(int size = DefaultSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, BlockBits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, 1 << 16);
        ArgumentOutOfRangeException.ThrowIfNotEqual(size % BlockBits, 0, nameof(size));
        _size = (ulong)size;

        // One block more than the window needs, so that the block being entered can be cleared whole.
        var blocks = System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(size / BlockBits) + 1);
        _blocks = new ulong[blocks];
        _blockMask = blocks - 1;
    }

    /// <summary>The highest number committed so far; 0 in an empty window.</summary>
    public ulong Highest
    {
        get
        {
            lock (_lock)
            {
                return _highest;
            }
        }
    }

    /// <summary>Whether a number is neither seen nor too old. Decides nothing yet.</summary>
    /// <param name="sequence">The number, unauthenticated.</param>
    /// <returns>False when a commit would be refused.</returns>
    public bool IsFresh(ulong sequence)
    {
        lock (_lock)
        {
            return IsFreshCore(sequence);
        }
    }

    /// <summary>Records the number of an authentic message.</summary>
    /// <param name="sequence">The number, authenticated.</param>
    /// <returns>False when the number was seen before or is too old: drop the message.</returns>
    public bool Commit(ulong sequence)
    {
        lock (_lock)
        {
            if (!IsFreshCore(sequence))
            {
                return false;
            }

            if (sequence > _highest)
            {
                Advance(sequence);
            }

            _blocks[BlockOf(sequence)] |= BitOf(sequence);
            return true;
        }
    }

    private bool IsFreshCore(ulong sequence) =>
        sequence > _highest
        || (_highest - sequence < _size && (_blocks[BlockOf(sequence)] & BitOf(sequence)) == 0);

    /// <summary>Clears the blocks between the old and the new highest number; after a long jump that is all of them.</summary>
    private void Advance(ulong sequence)
    {
        var from = _highest / BlockBits;
        var steps = Math.Min((sequence / BlockBits) - from, (ulong)_blocks.Length);
        for (ulong step = 1; step <= steps; step++)
        {
            _blocks[(from + step) & _blockMask] = 0;
        }

        _highest = sequence;
    }

    private ulong BlockOf(ulong sequence) => (sequence / BlockBits) & _blockMask;

    private static ulong BitOf(ulong sequence) => 1UL << (int)(sequence % BlockBits);
}
