namespace SocketSecurity.SecureDefaults.Tests;

/// <summary>What an attacker on the wire can do to bytes: every flipped bit, every cut, one byte more.</summary>
public static class Hostile
{
    public static IEnumerable<byte[]> EveryBitFlipped(byte[] original)
    {
        for (var bit = 0; bit < original.Length * 8; bit++)
        {
            var changed = (byte[])original.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            yield return changed;
        }
    }

    public static IEnumerable<byte[]> EveryTruncation(byte[] original)
    {
        for (var length = 0; length < original.Length; length++)
        {
            yield return original[..length];
        }
    }

    public static IEnumerable<byte[]> EveryChange(byte[] original) =>
        [.. EveryBitFlipped(original), .. EveryTruncation(original), [.. original, 0], [0, .. original], [.. original, .. original]];
}
