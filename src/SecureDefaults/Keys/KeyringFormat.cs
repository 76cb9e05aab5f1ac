using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using SocketSecurity.Encryption;

namespace SocketSecurity.Keys;

/// <summary>
/// The bytes of an exported ring: <c>0x04 ‖ version u64 ‖ length u32 ‖ metadata JSON ‖ one wrapped key for each that is
/// not retired ‖ HMAC-SHA-256 of all before</c>. Nothing is read before the HMAC is verified.
/// </summary>
internal static class KeyringFormat
{
    private const byte Marker = 0x04;
    private const int HeaderSize = 1 + 8 + 4;
    private const int TagSize = HMACSHA256.HashSizeInBytes;

    public static byte[] Write<TKey>(KeyringSnapshot<TKey> ring, SecretKey keyEncryptionKey)
        where TKey : SymmetricKey, ISymmetricKey<TKey>
    {
        using var wrapping = keyEncryptionKey.Derive<KeyEncryptionKey>("keyring/" + TKey.Purpose);
        var output = new ArrayBufferWriter<byte>();
        var header = output.GetSpan(HeaderSize);
        header[0] = Marker;
        BinaryPrimitives.WriteInt64BigEndian(header[1..], ring.Version);
        var metadata = WriteMetadata(ring);
        BinaryPrimitives.WriteInt32BigEndian(header[9..], metadata.Length);
        output.Advance(HeaderSize);
        output.Write(metadata);
        foreach (var entry in ring.Entries)
        {
            if (entry.Key is not null)
            {
                output.Write(wrapping.Wrap(entry.Key));
            }
        }

        output.Write(Tag(TKey.Purpose, keyEncryptionKey, output.WrittenSpan));
        return output.WrittenSpan.ToArray();
    }

    public static KeyringSnapshot<TKey> Read<TKey>(ReadOnlySpan<byte> content, SecretKey keyEncryptionKey)
        where TKey : SymmetricKey, ISymmetricKey<TKey>
    {
        if (content.Length < HeaderSize + TagSize
            || !CryptographicOperations.FixedTimeEquals(Tag(TKey.Purpose, keyEncryptionKey, content[..^TagSize]), content[^TagSize..])
            || content[0] != Marker)
        {
            throw new DecryptionFailedException();
        }

        var entries = new List<KeyringEntry<TKey>>();
        try
        {
            var metadataLength = BinaryPrimitives.ReadInt32BigEndian(content[9..]);
            var metadata = content.Slice(HeaderSize, metadataLength);
            using var wrapping = keyEncryptionKey.Derive<KeyEncryptionKey>("keyring/" + TKey.Purpose);
            ReadEntries(metadata, content[(HeaderSize + metadataLength)..^TagSize], wrapping, entries);
            return new KeyringSnapshot<TKey>(VersionOf(content), entries);
        }
        catch (Exception e) when (e is ArgumentException or JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            // Authentic but not readable: written by a later version of this format.
            entries.ForEach(entry => entry.Key?.Dispose());
            throw new DecryptionFailedException();
        }
    }

    public static long VersionOf(ReadOnlySpan<byte> content) => BinaryPrimitives.ReadInt64BigEndian(content[1..]);

    private static byte[] WriteMetadata<TKey>(KeyringSnapshot<TKey> ring)
        where TKey : SymmetricKey, ISymmetricKey<TKey>
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("purpose", TKey.Purpose);
        json.WriteStartArray("keys");
        foreach (var entry in ring.Entries)
        {
            json.WriteStartObject();
            json.WriteString("id", entry.Id.ToString());
            json.WriteString("state", entry.State.ToString());
            json.WriteNumber("created", entry.Created.ToUnixTimeSeconds());
            json.WriteNumber("usableFrom", entry.UsableFrom.ToUnixTimeSeconds());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void ReadEntries<TKey>(
        ReadOnlySpan<byte> metadata,
        ReadOnlySpan<byte> wrappedKeys,
        KeyEncryptionKey wrapping,
        List<KeyringEntry<TKey>> entries)
        where TKey : SymmetricKey, ISymmetricKey<TKey>
    {
        var reader = new Utf8JsonReader(metadata);
        using var document = JsonDocument.ParseValue(ref reader);
        foreach (var item in document.RootElement.GetProperty("keys").EnumerateArray())
        {
            var id = new KeyId(uint.Parse(item.GetProperty("id").GetString()!, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
            var state = Enum.Parse<KeyState>(item.GetProperty("state").GetString()!);
            TKey? key = null;
            if (state != KeyState.Retired)
            {
                key = wrapping.Unwrap<TKey>(wrappedKeys[..KeyEncryptionKey.WrappedSize]);
                wrappedKeys = wrappedKeys[KeyEncryptionKey.WrappedSize..];
            }

            entries.Add(new(id, key, state, Time(item, "created"), Time(item, "usableFrom")));
        }

        if (!wrappedKeys.IsEmpty)
        {
            throw new FormatException();
        }
    }

    private static DateTimeOffset Time(JsonElement item, string property) =>
        DateTimeOffset.FromUnixTimeSeconds(item.GetProperty(property).GetInt64());

    private static byte[] Tag(string purpose, SecretKey keyEncryptionKey, ReadOnlySpan<byte> content)
    {
        using var mac = keyEncryptionKey.Derive<MacKey>("keyring/" + purpose);
        Span<byte> key = stackalloc byte[SymmetricKey.Size];
        try
        {
            mac.CopyTo(key);
            return HMACSHA256.HashData(key, content);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }
}
