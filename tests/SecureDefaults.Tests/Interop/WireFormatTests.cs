using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using SocketSecurity.Datagrams;
using SocketSecurity.Encryption;
using SocketSecurity.Keys;
using SocketSecurity.Tokens;

namespace SocketSecurity.SecureDefaults.Tests.Interop;

/// <summary>
/// Each wire format against a Python program that knows nothing but what the documentation page says: it opens what we seal,
/// and what it seals we open.
/// </summary>
public sealed class WireFormatTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
    private static readonly KeyId Id = new(0x0a0b0c0d);

    [Fact]
    public void Messages()
    {
        using var ring = Keyring<AeadKey>.FromKey(AeadKey.FromBytes(Key), Id);
        using var box = new AeadBox(ring, "orders/vé");
        var theirs = Exchange("messages_peer.py", "box", box.Seal("hello"u8, "aad"u8));
        Assert.Equal("hello back"u8, box.Open(theirs, "aad"u8));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(16384)]
    [InlineData(40000)]
    public void Streams(int size)
    {
        using var ring = Keyring<StreamKey>.FromKey(StreamKey.FromBytes(Key), Id);
        var output = new MemoryStream();
        using (var sealer = new StreamSealer(output, ring, "orders/vé", leaveOpen: true))
        {
            sealer.Write(Encoding.ASCII.GetBytes(new string('x', size)));
            sealer.Complete();
        }

        // The peer answers with the plaintext it found, sealed anew.
        using var opener = new StreamOpener(new MemoryStream(Exchange("messages_peer.py", "stream", output.ToArray())), ring, "orders/vé");
        Assert.Equal(new string('x', size), new StreamReader(opener).ReadToEnd());
    }

    [Fact]
    public void Password_boxes()
    {
        var box = new PasswordBox("orders/vé");
        Assert.Equal("hello back"u8, box.Open("pässword", Exchange("messages_peer.py", "password", box.Seal("pässword", "hello"u8))));
    }

    [Fact]
    public void Signed_frames()
    {
        using var key = MacKey.FromBytes(Key);
        var theirs = Exchange("messages_peer.py", "frame", new FrameSigner(key, "orders/vé").Sign("hello"u8));
        Assert.True(new FrameVerifier(key, "orders/vé").TryAccept(theirs, out var payload));
        Assert.Equal("hello back"u8, payload);
    }

    [Fact]
    public void Tokens()
    {
        using var ring = Keyring<TokenKey>.FromKey(TokenKey.FromBytes(Key), Id);
        var request = new TokenRequest { Subject = "änn", Claims = new Dictionary<string, string> { ["role"] = "admin" } };
        var token = Base64Url.DecodeFromChars(new TokenIssuer(ring, "login", "orders").Issue(request));
        var theirs = Exchange("messages_peer.py", "token", token);
        var result = new TokenValidator(ring, "login", "orders").Validate(Base64Url.EncodeToString(theirs));
        Assert.Equal(TokenStatus.Valid, result.Status);
        Assert.Equal("änn", result.Token!.Subject);
        Assert.Equal("admin", result.Token.Claims["role"]);
    }

    [Fact]
    public void Datagrams()
    {
        var (initiator, responder) = DatagramKeys.Generate();
        using var channel = new DatagramChannel(initiator);
        var packet = new byte[100];
        channel.Rekey();
        var length = channel.Seal("hello"u8, packet);
        var lines = Python.Run("messages_peer.py", "datagram", Convert.ToHexString(responder.Export()), Convert.ToHexString(packet.AsSpan(0, length)));
        var payload = new byte[100];
        Assert.True(channel.TryOpen(Convert.FromHexString(lines[0]), payload, out var written));
        Assert.Equal("hello back"u8, payload.AsSpan(0, written));
    }

    [Fact]
    public void Keyrings()
    {
        using var kek = SecretKey.FromBytes(Key);
        using var ring = Keyring<AeadKey>.Create(new KeyRotationPolicy { PropagationDelay = TimeSpan.Zero });
        ring.Promote(ring.Rotate());
        ring.Retire(ring.Keys[0].Id);
        ring.Rotate();
        var theirs = Exchange("messages_peer.py", "keyring", ring.ExportWrapped(kek));

        // The peer wrote the ring again as the next version.
        using var copy = Keyring<AeadKey>.ImportWrapped(theirs, kek, ring.Version + 1);
        Assert.Equal(ring.Keys, copy.Keys);
        using var box = new AeadBox(ring, "x");
        using var other = new AeadBox(copy, "x");
        Assert.Equal("x"u8, other.Open(box.Seal("x"u8)));
    }

    [Fact]
    public void Primitives_agree_with_python()
    {
        using var root = SecretKey.FromBytes(Key);
        using var mac = MacKey.FromBytes(Key);
        using var kek = KeyEncryptionKey.FromBytes(Key);
        var salt = Key[..16];
        var lines = Python.Run("primitives_peer.py");
        Assert.Equal(Convert.ToHexStringLower(root.Derive<SecretKey>("orders/v1").ExportDangerous()), lines[0]);
        Assert.Equal(Convert.ToHexStringLower(MessageMac.Compute(mac, "hello"u8)), lines[1]);
        using var derived = PasswordKey.Derive("pässword", salt);
        Assert.Equal(Convert.ToHexStringLower(derived.ExportDangerous()), lines[2]);
        Assert.Equal(Convert.ToHexStringLower(kek.Wrap(root)), lines[3]);
        using var gcm = new AesGcm(Key, 16);
        var output = new byte[5 + 16];
#pragma warning disable SOCK3002 // both programs have to use the same nonce to agree
        gcm.Encrypt(new byte[12], "hello"u8, output.AsSpan(0, 5), output.AsSpan(5), "aad"u8);
#pragma warning restore SOCK3002
        Assert.Equal(Convert.ToHexStringLower(output), lines[4]);
    }

    private static byte[] Exchange(string script, string format, byte[] sealedBytes) =>
        Convert.FromHexString(Python.Run(script, format, Convert.ToHexString(Key), Convert.ToHexString(sealedBytes))[0]);
}
