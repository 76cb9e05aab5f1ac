using System.Buffers.Binary;
using SocketSecurity.Keys;

namespace SocketSecurity.Encryption;

/// <summary>
/// What stands before the chunks of a stream: <c>0x02 ‖ key id u32</c>, then the Cobblestone header. In interoperable
/// mode the first five bytes are absent and one key is given.
/// </summary>
internal sealed class StreamFormat
{
    private const byte Marker = 0x02;
    private const int PrefixSize = 1 + 4;

    private readonly Keyring<StreamKey>? _keys;
    private readonly StreamKey? _key;
    private readonly byte[] _context;

    public StreamFormat(Keyring<StreamKey> keys, string context)
    {
        ArgumentNullException.ThrowIfNull(keys);
        _keys = keys;
        _context = ContextText.Encode(context);
    }

    public StreamFormat(StreamKey key, ReadOnlySpan<byte> context)
    {
        ArgumentNullException.ThrowIfNull(key);
        _key = key;
        _context = context.ToArray();
    }

    public int HeaderSize => (_keys is null ? 0 : PrefixSize) + CobblestoneCipher.HeaderSize;

    public CobblestoneCipher Begin(Span<byte> header)
    {
        if (_keys is null)
        {
            return CobblestoneCipher.Begin(_key!, _context, header);
        }

        var primary = _keys.Current.Primary;
        header[0] = Marker;
        BinaryPrimitives.WriteUInt32BigEndian(header[1..], primary.Id.Value);
        return CobblestoneCipher.Begin(primary.Key!, _context, header[PrefixSize..]);
    }

    public CobblestoneCipher? TryContinue(ReadOnlySpan<byte> header)
    {
        if (_keys is null)
        {
            return CobblestoneCipher.TryContinue(_key!, _context, header);
        }

        return header[0] == Marker && _keys.Current.TryGetOpener(BinaryPrimitives.ReadUInt32BigEndian(header[1..]), out var key)
            ? CobblestoneCipher.TryContinue(key, _context, header[PrefixSize..])
            : null;
    }
}
