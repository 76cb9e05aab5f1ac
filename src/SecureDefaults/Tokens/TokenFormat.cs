using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using SocketSecurity.Keys;

namespace SocketSecurity.Tokens;

/// <summary>
/// The bytes of a token: <c>0x11 ‖ key id u32 ‖ issued u64 ‖ expires u64 ‖ id 16 ‖ audience ‖ subject ‖ claim count u16 ‖
/// (name ‖ value)… ‖ tag 32</c>, each text with its length as u16. The tag also covers the issuer, which is not sent.
/// </summary>
internal static class TokenFormat
{
    public const int MaxSize = 4096;
    public const int IdSize = 16;
    public const string BindingClaim = "cnf";

    public static readonly TimeSpan MaxLifetime = TimeSpan.FromHours(24);

    private const byte Marker = 0x11;
    private const int FixedSize = 1 + 4 + 8 + 8 + IdSize;
    private const int TagSize = HMACSHA256.HashSizeInBytes;
    private const int MinSize = FixedSize + 2 + 2 + 2 + TagSize;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>What the tag covers before the token's own bytes.</summary>
    public static byte[] Prefix(string issuer)
    {
        ArgumentException.ThrowIfNullOrEmpty(issuer);
        var writer = new ArrayBufferWriter<byte>();
        writer.Write("SocketSecurity/1/token\0"u8);
        WriteText(writer, issuer);
        return writer.WrittenSpan.ToArray();
    }

    public static byte[] Write(KeyId id, TokenKey key, byte[] prefix, ValidatedToken token)
    {
        var writer = new ArrayBufferWriter<byte>();
        var head = writer.GetSpan(FixedSize);
        head[0] = Marker;
        BinaryPrimitives.WriteUInt32BigEndian(head[1..], id.Value);
        BinaryPrimitives.WriteInt64BigEndian(head[5..], token.IssuedAt.ToUnixTimeSeconds());
        BinaryPrimitives.WriteInt64BigEndian(head[13..], token.ExpiresAt.ToUnixTimeSeconds());
        token.Id.Span.CopyTo(head[21..]);
        writer.Advance(FixedSize);
        WriteText(writer, token.Audience);
        WriteText(writer, token.Subject);
        WriteLength(writer, token.Claims.Count);
        foreach (var (name, value) in token.Claims)
        {
            WriteText(writer, name);
            WriteText(writer, value);
        }

        var tag = new byte[TagSize];
        ComputeTag(key, prefix, writer.WrittenSpan, tag);
        writer.Write(tag);
        return writer.WrittenCount <= MaxSize
            ? writer.WrittenSpan.ToArray()
            : throw new ArgumentException($"A token is at most {MaxSize} bytes.", nameof(token));
    }

    /// <summary>Reads a token whose tag is right; null for everything else.</summary>
    public static ValidatedToken? TryRead(ReadOnlySpan<byte> bytes, KeyringSnapshot<TokenKey> keys, byte[] prefix)
    {
        if (bytes.Length < MinSize
            || bytes[0] != Marker
            || !keys.TryGetOpener(BinaryPrimitives.ReadUInt32BigEndian(bytes[1..]), out var key))
        {
            return null;
        }

        Span<byte> expected = stackalloc byte[TagSize];
        ComputeTag(key, prefix, bytes[..^TagSize], expected);
        if (!CryptographicOperations.FixedTimeEquals(expected, bytes[^TagSize..]))
        {
            return null;
        }

        // Authentic from here on: what cannot be read was written by a later version of this format.
        try
        {
            var rest = bytes[FixedSize..^TagSize];
            var audience = ReadText(ref rest);
            var subject = ReadText(ref rest);
            var claims = new Dictionary<string, string>();
            for (var left = ReadLength(ref rest); left > 0; left--)
            {
                claims.Add(ReadText(ref rest), ReadText(ref rest));
            }

            var issued = DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(bytes[5..]));
            var expires = DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(bytes[13..]));
            return rest.IsEmpty ? new ValidatedToken(bytes.Slice(21, IdSize).ToArray(), subject, audience, issued, expires, claims) : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static void ComputeTag(TokenKey key, byte[] prefix, ReadOnlySpan<byte> content, Span<byte> tag)
    {
        var input = ArrayPool<byte>.Shared.Rent(prefix.Length + content.Length);
        try
        {
            prefix.CopyTo(input, 0);
            content.CopyTo(input.AsSpan(prefix.Length));
            MessageMac.ComputeCore(key, input.AsSpan(0, prefix.Length + content.Length), tag);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(input);
        }
    }

    private static void WriteText(ArrayBufferWriter<byte> writer, string text)
    {
        var bytes = StrictUtf8.GetBytes(text);
        WriteLength(writer, bytes.Length);
        writer.Write(bytes);
    }

    private static void WriteLength(ArrayBufferWriter<byte> writer, int length)
    {
        if (length > ushort.MaxValue)
        {
            throw new ArgumentException("A text of a token is too long.", nameof(length));
        }

        BinaryPrimitives.WriteUInt16BigEndian(writer.GetSpan(sizeof(ushort)), (ushort)length);
        writer.Advance(sizeof(ushort));
    }

    private static string ReadText(ref ReadOnlySpan<byte> rest)
    {
        var length = ReadLength(ref rest);
        var text = StrictUtf8.GetString(rest[..length]);
        rest = rest[length..];
        return text;
    }

    private static int ReadLength(ref ReadOnlySpan<byte> rest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rest.Length, sizeof(ushort), nameof(rest));
        var length = BinaryPrimitives.ReadUInt16BigEndian(rest);
        rest = rest[sizeof(ushort)..];
        return length;
    }
}
