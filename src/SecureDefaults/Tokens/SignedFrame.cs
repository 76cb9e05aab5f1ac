using System.Security.Cryptography;
using SocketSecurity.Keys;

namespace SocketSecurity.Tokens;

/// <summary>
/// The bytes of a signed frame, <c>sequence u64 ‖ payload ‖ tag 32</c>, and the tag's input:
/// <c>len64(context) ‖ context ‖ sequence ‖ payload</c>.
/// </summary>
internal static class SignedFrame
{
    public const int Overhead = sizeof(ulong) + MessageMac.TagSize;

    public static void Tag(MacKey key, byte[] prefix, ReadOnlySpan<byte> sequenceAndPayload, Span<byte> tag)
    {
        using var mac = new IncrementalMac(key);
        mac.Append(prefix);
        mac.Append(sequenceAndPayload);
        var computed = mac.Complete();
        computed.CopyTo(tag);
        CryptographicOperations.ZeroMemory(computed);
    }
}
