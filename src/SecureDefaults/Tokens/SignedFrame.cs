using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using SocketSecurity.Keys;

namespace SocketSecurity.Tokens;

/// <summary>
/// The bytes of a signed frame, <c>sequence u64 ‖ payload ‖ tag 32</c>, and the tag's input:
/// <c>len64(context) ‖ context ‖ sequence ‖ payload</c>.
/// </summary>
internal static class SignedFrame
{
    public const int Overhead = sizeof(ulong) + MessageMac.TagSize;

    public static byte[] Prefix(string context)
    {
        ArgumentException.ThrowIfNullOrEmpty(context);
        var bytes = Encoding.UTF8.GetBytes(context);
        var prefix = new byte[sizeof(ulong) + bytes.Length];
        BinaryPrimitives.WriteInt64BigEndian(prefix, bytes.Length);
        bytes.CopyTo(prefix, sizeof(ulong));
        return prefix;
    }

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
