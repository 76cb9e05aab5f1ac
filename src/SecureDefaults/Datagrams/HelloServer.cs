using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using SocketSecurity.Keys;

namespace SocketSecurity.Datagrams;

/// <summary>
/// The server's side of the hello. It keeps nothing about a client until the client has returned a cookie, which shows that
/// it receives at the address it sends from, and has proved that it holds the key. Thread-safe.
/// </summary>
internal sealed class HelloServer(Keyring<DatagramPreSharedKey> keys, string context, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan CookieLifetime = TimeSpan.FromSeconds(30);
    private readonly KeyMaterial _cookieKey = KeyMaterial.Generate();

    /// <summary>Whether the packet has the form of a hello.</summary>
    public static bool IsHello(ReadOnlySpan<byte> packet) => packet.Length == HelloFormat.HelloSize && packet[0] == HelloFormat.Hello;

    /// <summary>Whether the hello returns a recent cookie that was made for this address and this hello.</summary>
    public bool HasValidCookie(ReadOnlySpan<byte> hello, IPEndPoint remote)
    {
        var cookie = hello.Slice(HelloFormat.CookieOffset, HelloFormat.CookieSize);
        var made = BinaryPrimitives.ReadInt64BigEndian(cookie);
        Span<byte> expected = stackalloc byte[HelloFormat.CookieSize];
        WriteCookie(hello, remote, made, expected);
        var age = unchecked(clock.GetUtcNow().ToUnixTimeMilliseconds() - made);
        return CryptographicOperations.FixedTimeEquals(cookie, expected) && age >= 0 && age <= CookieLifetime.TotalMilliseconds;
    }

    /// <summary>The answer that costs the server nothing to forget.</summary>
    public byte[] MakeRetry(ReadOnlySpan<byte> hello, IPEndPoint remote)
    {
        var retry = new byte[HelloFormat.RetrySize];
        retry[0] = HelloFormat.Retry;
        hello.Slice(HelloFormat.HelloNonceOffset, HelloFormat.NonceSize).CopyTo(retry.AsSpan(1));
        WriteCookie(hello, remote, clock.GetUtcNow().ToUnixTimeMilliseconds(), retry.AsSpan(1 + HelloFormat.NonceSize));
        return retry;
    }

    /// <summary>Answers a hello of somebody who holds the key; null for anybody else.</summary>
    public (byte[] Accept, DatagramKeys Keys, KeyId Id)? TryAnswer(ReadOnlySpan<byte> hello)
    {
        var id = BinaryPrimitives.ReadUInt32BigEndian(hello[HelloFormat.KeyIdOffset..]);
        if (id == 0 || !keys.TryGet(new KeyId(id), out var key))
        {
            return null;
        }

        Span<byte> preSharedKey = stackalloc byte[SymmetricKey.Size];
        Span<byte> macKey = stackalloc byte[HelloFormat.MacSize];
        Span<byte> mac = stackalloc byte[HelloFormat.MacSize];
        Span<byte> master = stackalloc byte[KeyMaterial.Size];
        try
        {
            if (!key.TryCopyTo(preSharedKey))
            {
                return null;
            }

            HelloFormat.DeriveMacKey(preSharedKey, context, macKey);
            HMACSHA256.HashData(macKey, hello[..^HelloFormat.MacSize], mac);
            if (!CryptographicOperations.FixedTimeEquals(mac, hello[^HelloFormat.MacSize..]))
            {
                return null;
            }

            using var ephemeral = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
            var (initiatorSpi, responderSpi) = (DatagramKeys.NewSpi(), DatagramKeys.NewSpi());
            var accept = new byte[HelloFormat.AcceptSize];
            accept[0] = HelloFormat.Accept;
            hello.Slice(HelloFormat.HelloNonceOffset, HelloFormat.NonceSize).CopyTo(accept.AsSpan(1));
            RandomNumberGenerator.Fill(accept.AsSpan(HelloFormat.AcceptNonceOffset, HelloFormat.NonceSize));
            HelloFormat.WritePoint(ephemeral, accept.AsSpan(HelloFormat.AcceptPointOffset));
            BinaryPrimitives.WriteUInt32BigEndian(accept.AsSpan(HelloFormat.SpiOffset), initiatorSpi);
            BinaryPrimitives.WriteUInt32BigEndian(accept.AsSpan(HelloFormat.SpiOffset + 4), responderSpi);
            var content = accept.AsSpan(0, accept.Length - HelloFormat.MacSize);
            HelloFormat.DeriveMaster(preSharedKey, ephemeral, hello[HelloFormat.HelloPointOffset..], hello, content, context, master);
            HMACSHA256.HashData(macKey, [.. hello, .. content], accept.AsSpan(content.Length));
            return (accept, DatagramKeys.FromHello(DatagramRole.Responder, master, initiatorSpi, responderSpi), new KeyId(id));
        }
        catch (CryptographicException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(preSharedKey);
            CryptographicOperations.ZeroMemory(macKey);
            CryptographicOperations.ZeroMemory(master);
        }
    }

    public void Dispose() => _cookieKey.Dispose();

    private void WriteCookie(ReadOnlySpan<byte> hello, IPEndPoint remote, long made, Span<byte> cookie)
    {
        Span<byte> key = stackalloc byte[KeyMaterial.Size];
        ObjectDisposedException.ThrowIf(!_cookieKey.TryCopyTo(key), this);
        BinaryPrimitives.WriteInt64BigEndian(cookie, made);
        byte[] content =
        [
            .. cookie[..8],
            (byte)(remote.Port >> 8),
            (byte)remote.Port,
            .. hello[..HelloFormat.CookieOffset],
            .. remote.Address.GetAddressBytes(),
        ];
        HMACSHA256.HashData(key, content, cookie[8..]);
        CryptographicOperations.ZeroMemory(key);
    }
}
