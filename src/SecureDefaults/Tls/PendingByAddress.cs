using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace SocketSecurity.Tls;

/// <summary>Counts unfinished handshakes by client address, so that one client cannot take the whole queue. Thread-safe.</summary>
internal sealed class PendingByAddress(int limit)
{
    private readonly Dictionary<(AddressFamily Family, ulong Network), int> _counts = [];
    private readonly Lock _gate = new();

    public bool TryEnter(EndPoint? client)
    {
        var key = KeyOf(client);
        lock (_gate)
        {
            var count = _counts.GetValueOrDefault(key);
            if (count >= limit)
            {
                return false;
            }

            _counts[key] = count + 1;
            return true;
        }
    }

    public void Leave(EndPoint? client)
    {
        var key = KeyOf(client);
        lock (_gate)
        {
            // Removed at zero: the table never grows beyond the handshakes that are pending now.
            if (_counts[key] == 1)
            {
                _counts.Remove(key);
            }
            else
            {
                _counts[key]--;
            }
        }
    }

    /// <summary>An IPv4 address whole, an IPv6 address by its /64. Clients of a Unix socket are one client.</summary>
    private static (AddressFamily Family, ulong Network) KeyOf(EndPoint? client)
    {
        if (client is not IPEndPoint { Address: var address })
        {
            return (AddressFamily.Unspecified, 0);
        }

        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        return (address.AddressFamily, length == 4 ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt64BigEndian(bytes));
    }
}
