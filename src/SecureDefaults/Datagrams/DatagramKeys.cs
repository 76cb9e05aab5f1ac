using System.Buffers.Binary;
using System.Security.Cryptography;
using SocketSecurity.Encryption;
using SocketSecurity.Keys;

namespace SocketSecurity.Datagrams;

/// <summary>
/// The keys of one end of one datagram session. Generate a pair, keep one, send the other's <see cref="Export"/> to the
/// peer inside a TLS connection.
/// </summary>
/// <remarks>
/// Each object serves once: either for one <see cref="DatagramChannel"/> or for one export. Two channels from the same
/// keys would seal different packets under the same nonce, which gives both away. All members are thread-safe.
/// </remarks>
public sealed class DatagramKeys : IDisposable
{
    /// <summary>The size of an export: 42 bytes.</summary>
    public const int ExportSize = 1 + 1 + KeyMaterial.Size + 4 + 4;

    private const byte Marker = 0x20;

    private readonly KeyMaterial _master;
    private readonly uint _initiatorSpi;
    private readonly uint _responderSpi;
    private int _used;

    private DatagramKeys(DatagramRole role, KeyMaterial master, uint initiatorSpi, uint responderSpi)
    {
        Role = role;
        _master = master;
        _initiatorSpi = initiatorSpi;
        _responderSpi = responderSpi;
    }

    internal DatagramRole Role { get; }

    /// <summary>The number that the peer's packets carry, whose low byte counts the epochs.</summary>
    internal uint IncomingSpi => Role == DatagramRole.Initiator ? _responderSpi : _initiatorSpi;

    /// <summary>Fresh keys for a session, one object for each end. It does not matter which end takes which.</summary>
    /// <returns>The two ends.</returns>
    public static (DatagramKeys Initiator, DatagramKeys Responder) Generate()
    {
        Span<byte> bytes = stackalloc byte[KeyMaterial.Size];
        RandomNumberGenerator.Fill(bytes);
        var (initiatorSpi, responderSpi) = (NewSpi(), NewSpi());
        var result = (
            new DatagramKeys(DatagramRole.Initiator, KeyMaterial.From(bytes), initiatorSpi, responderSpi),
            new DatagramKeys(DatagramRole.Responder, KeyMaterial.From(bytes), initiatorSpi, responderSpi));
        CryptographicOperations.ZeroMemory(bytes);
        return result;
    }

    /// <summary>Writes this end for the peer, to be sent inside TLS only; the object is used up.</summary>
    /// <returns>42 secret bytes; wipe them after sending.</returns>
    /// <exception cref="InvalidOperationException">The keys were used already.</exception>
    public byte[] Export()
    {
        var output = GC.AllocateArray<byte>(ExportSize, pinned: true);
        output[0] = Marker;
        output[1] = (byte)Role;
        Take(output.AsSpan(2, KeyMaterial.Size));
        BinaryPrimitives.WriteUInt32BigEndian(output.AsSpan(34), _initiatorSpi);
        BinaryPrimitives.WriteUInt32BigEndian(output.AsSpan(38), _responderSpi);
        return output;
    }

    /// <summary>Reads what the peer exported.</summary>
    /// <param name="exported">The 42 bytes from inside TLS.</param>
    /// <returns>This end's keys.</returns>
    /// <exception cref="DecryptionFailedException">The bytes are not an export.</exception>
    public static DatagramKeys Import(ReadOnlySpan<byte> exported)
    {
        if (exported.Length != ExportSize
            || exported[0] != Marker
            || exported[1] is not ((byte)DatagramRole.Initiator or (byte)DatagramRole.Responder)
            || !exported.Slice(2, KeyMaterial.Size).ContainsAnyExcept((byte)0))
        {
            throw new DecryptionFailedException();
        }

        return new DatagramKeys(
            (DatagramRole)exported[1],
            KeyMaterial.From(exported.Slice(2, KeyMaterial.Size)),
            BinaryPrimitives.ReadUInt32BigEndian(exported[34..]),
            BinaryPrimitives.ReadUInt32BigEndian(exported[38..]));
    }

    /// <summary>Names the type and nothing else.</summary>
    /// <returns>The name of the type.</returns>
    public override string ToString() => nameof(DatagramKeys);

    /// <summary>Zeroes the keys.</summary>
    public void Dispose() => _master.Dispose();

    /// <summary>What one end computed from the hello.</summary>
    internal static DatagramKeys FromHello(DatagramRole role, ReadOnlySpan<byte> master, uint initiatorSpi, uint responderSpi) =>
        new(role, KeyMaterial.From(master), initiatorSpi, responderSpi);

    /// <summary>Hands both directions to a channel, once.</summary>
    internal (DatagramEpoch Sending, DatagramEpoch Receiving) Take()
    {
        Span<byte> master = stackalloc byte[KeyMaterial.Size];
        try
        {
            Take(master);
            var fromInitiator = DatagramEpoch.First(master, _initiatorSpi, DatagramRole.Initiator);
            var fromResponder = DatagramEpoch.First(master, _responderSpi, DatagramRole.Responder);
            return Role == DatagramRole.Initiator ? (fromInitiator, fromResponder) : (fromResponder, fromInitiator);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(master);
        }
    }

    private void Take(Span<byte> master)
    {
        if (Interlocked.Exchange(ref _used, 1) != 0)
        {
            throw new InvalidOperationException("These keys were used already.");
        }

        ObjectDisposedException.ThrowIf(!_master.TryCopyTo(master), this);
        _master.Dispose();
    }

    /// <summary>The low byte counts the epochs, so that a session's packets stay together in a table.</summary>
    internal static uint NewSpi()
    {
        Span<byte> bytes = stackalloc byte[4];
        uint spi;
        do
        {
            RandomNumberGenerator.Fill(bytes);
            spi = BinaryPrimitives.ReadUInt32BigEndian(bytes) & ~0xffu;
        }
        while (spi == 0);
        return spi;
    }
}
