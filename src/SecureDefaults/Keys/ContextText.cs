using System.Buffers.Binary;
using System.Text;

namespace SocketSecurity.Keys;

/// <summary>
/// What a message is for, as bytes. Contexts are names that programmers choose: empty ones protect nothing, and unbounded ones
/// would run into the limits that platforms have for the input of a key derivation (32 KiB in OpenSSL).
/// </summary>
internal static class ContextText
{
    private const int MaxBytes = 1024;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="ArgumentException">Empty, longer than 1 024 bytes, or with half a surrogate pair.</exception>
    public static byte[] Encode(string context)
    {
        ArgumentException.ThrowIfNullOrEmpty(context);
        var bytes = StrictUtf8.GetBytes(context);
        return bytes.Length <= MaxBytes
            ? bytes
            : throw new ArgumentException($"A context is at most {MaxBytes} bytes.", nameof(context));
    }

    /// <summary>Refuses a context before anything is done for it.</summary>
    /// <exception cref="ArgumentException">As <see cref="Encode"/>.</exception>
    public static void Check(string context) => Encode(context);

    /// <summary>The context after its length as u64, so that no context and what follows it read like another pair.</summary>
    /// <exception cref="ArgumentException">As <see cref="Encode"/>.</exception>
    public static byte[] EncodeWithLength(string context)
    {
        var bytes = Encode(context);
        var prefix = new byte[sizeof(ulong) + bytes.Length];
        BinaryPrimitives.WriteInt64BigEndian(prefix, bytes.Length);
        bytes.CopyTo(prefix, sizeof(ulong));
        return prefix;
    }
}
