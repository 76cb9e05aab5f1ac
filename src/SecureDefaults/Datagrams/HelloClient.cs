using System.Buffers.Binary;
using System.Security.Cryptography;
using SocketSecurity.Keys;

namespace SocketSecurity.Datagrams;

/// <summary>One attempt of a client: the hello it sends, and the answer it understands. For one thread.</summary>
internal sealed class HelloClient : IDisposable
{
    private readonly ECDiffieHellman _ephemeral = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _preSharedKey = GC.AllocateArray<byte>(SymmetricKey.Size, pinned: true);
    private readonly byte[] _macKey = GC.AllocateArray<byte>(HelloFormat.MacSize, pinned: true);
    private readonly string _context;

    public HelloClient(KeyId id, DatagramPreSharedKey key, string context)
    {
        _context = context;
        key.CopyTo(_preSharedKey);
        HelloFormat.DeriveMacKey(_preSharedKey, context, _macKey);
        Hello[0] = HelloFormat.Hello;
        BinaryPrimitives.WriteUInt32BigEndian(Hello.AsSpan(HelloFormat.KeyIdOffset), id.Value);
        RandomNumberGenerator.Fill(Nonce);
        HelloFormat.WritePoint(_ephemeral, Hello.AsSpan(HelloFormat.HelloPointOffset));
        Sign();
    }

    /// <summary>What to send, until an answer comes.</summary>
    public byte[] Hello { get; } = new byte[HelloFormat.HelloSize];

    private Span<byte> Nonce => Hello.AsSpan(HelloFormat.HelloNonceOffset, HelloFormat.NonceSize);

    /// <summary>Takes over the server's cookie, when the answer is one to this hello.</summary>
    public bool TryTakeCookie(ReadOnlySpan<byte> answer)
    {
        if (answer.Length != HelloFormat.RetrySize
            || answer[0] != HelloFormat.Retry
            || !answer.Slice(1, HelloFormat.NonceSize).SequenceEqual(Nonce))
        {
            return false;
        }

        answer[(1 + HelloFormat.NonceSize)..].CopyTo(Hello.AsSpan(HelloFormat.CookieOffset));
        Sign();
        return true;
    }

    /// <summary>The session's keys, when the answer proves that the server holds the pre-shared key and saw this hello.</summary>
    public DatagramKeys? TryFinish(ReadOnlySpan<byte> answer)
    {
        if (answer.Length != HelloFormat.AcceptSize
            || answer[0] != HelloFormat.Accept
            || !answer.Slice(1, HelloFormat.NonceSize).SequenceEqual(Nonce))
        {
            return null;
        }

        var content = answer[..^HelloFormat.MacSize];
        Span<byte> mac = stackalloc byte[HelloFormat.MacSize];
        HMACSHA256.HashData(_macKey, [.. Hello, .. content], mac);
        if (!CryptographicOperations.FixedTimeEquals(mac, answer[^HelloFormat.MacSize..]))
        {
            return null;
        }

        Span<byte> master = stackalloc byte[KeyMaterial.Size];
        try
        {
            HelloFormat.DeriveMaster(_preSharedKey, _ephemeral, content[HelloFormat.AcceptPointOffset..], Hello, content, _context, master);
            return DatagramKeys.FromHello(
                DatagramRole.Initiator,
                master,
                BinaryPrimitives.ReadUInt32BigEndian(content[HelloFormat.SpiOffset..]),
                BinaryPrimitives.ReadUInt32BigEndian(content[(HelloFormat.SpiOffset + 4)..]));
        }
        catch (CryptographicException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(master);
        }
    }

    public void Dispose()
    {
        _ephemeral.Dispose();
        CryptographicOperations.ZeroMemory(_preSharedKey);
        CryptographicOperations.ZeroMemory(_macKey);
    }

    private void Sign() => HMACSHA256.HashData(
        _macKey, Hello.AsSpan(0, Hello.Length - HelloFormat.MacSize), Hello.AsSpan(Hello.Length - HelloFormat.MacSize));
}
