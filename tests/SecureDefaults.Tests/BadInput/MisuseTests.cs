using System.Buffers;
using System.Net;
using SocketSecurity.Datagrams;
using SocketSecurity.Encryption;
using SocketSecurity.Interop;
using SocketSecurity.Keys;
using SocketSecurity.Replay;
using SocketSecurity.Tokens;

namespace SocketSecurity.SecureDefaults.Tests.BadInput;

/// <summary>What a caller can do wrong, across the library: each is reported before anything is done.</summary>
public sealed class MisuseTests : IDisposable
{
    private readonly Keyring<AeadKey> _aead = Keyring<AeadKey>.Create();
    private readonly Keyring<StreamKey> _streams = Keyring<StreamKey>.Create();
    private readonly Keyring<TokenKey> _tokens = Keyring<TokenKey>.Create();
    private readonly Keyring<DatagramPreSharedKey> _preShared = Keyring<DatagramPreSharedKey>.Create();
    private readonly SecretKey _root = SecretKey.Generate();
    private readonly MacKey _mac = MacKey.Generate();
    private readonly ChallengeKey _challenge = ChallengeKey.Generate();

    public void Dispose()
    {
        _aead.Dispose();
        _streams.Dispose();
        _tokens.Dispose();
        _preShared.Dispose();
        _root.Dispose();
        _mac.Dispose();
        _challenge.Dispose();
    }

    [Fact]
    [Trait(BadInputPageTests.Row, "null")]
    public async Task Null_is_named()
    {
        using var box = new AeadBox(_aead, "x");
        using var kek = KeyEncryptionKey.Generate();
        using var hasher = new PasswordHasher();
        using var fernetKey = FernetKey.Generate();
        Assert.All<Func<object?>>(
            [
                () => new AeadBox((Keyring<AeadKey>)null!, "x"),
                () => new AeadBox((AeadKey)null!, "x"),
                () => new AeadBox(_aead, null!),
                () => AeadBox.ForTink(null!),
                () => box.OpenFromString(null!),
                () => Run(() => box.Seal([1], [], (IBufferWriter<byte>)null!)),
                () => new StreamSealer(null!, _streams, "x"),
                () => new StreamSealer(Stream.Null, null!, "x"),
                () => new StreamSealer(Stream.Null, _streams, null!),
                () => new StreamOpener(null!, _streams, "x"),
                () => new StreamOpener(Stream.Null, null!, "x"),
                () => SeekableStreamOpener.Open(null!, _streams, "x"),
                () => new PasswordBox(null!),
                () => _root.Derive<AeadKey>(null!),
                () => SecretKey.FromEnvironment(null!),
                () => SecretKey.FromFile(null!),
                () => Keyring<AeadKey>.FromKey(null!),
                () => _aead.Add(null!),
                () => _aead.ExportWrapped(null!),
                () => Keyring<AeadKey>.ImportWrapped([], null!),
                () => kek.Wrap(null!),
                () => new FileKeyringStore(null!),
                () => MessageMac.Compute(null!, []),
                () => MessageMac.Verify(null!, [], []),
                () => MessageMac.Begin(null!),
                () => new FrameSigner(null!, "x"),
                () => new FrameSigner(_mac, null!),
                () => new FrameVerifier(null!, "x"),
                () => new TokenIssuer(null!, "x", "y"),
                () => new TokenIssuer(_tokens, null!, "y"),
                () => new TokenIssuer(_tokens, "x", null!),
                () => new TokenIssuer(_tokens, "x", "y").Issue((string)null!),
                () => new TokenIssuer(_tokens, "x", "y").Issue((TokenRequest)null!),
                () => new TokenValidator(null!, "x", "y"),
                () => new TokenValidator(_tokens, "x", null!),
                () => new TokenValidator(_tokens, "x", "y").Validate(null!),
                () => ChallengeAuthenticator.GetChannelBinding(null!),
                () => new SharedReplayGuard(null!),
                () => new DatagramChannel(null!),
                () => SecureUdpClient.FromKeys(null!, DatagramKeys.Generate().Initiator),
                () => SecureUdpClient.FromKeys(new IPEndPoint(IPAddress.Loopback, 9), null!),
                () => SecureUdpServer.Start(null!),
                () => new Fernet((FernetKey)null!),
                () => new Fernet((IReadOnlyList<FernetKey>)null!),
                () => new Fernet(fernetKey).Decrypt(null!, TimeSpan.FromSeconds(1)),
                () => new Fernet(fernetKey).Rotate(null!),
            ],
            call => Assert.Throws<ArgumentNullException>(call));

        var cancellation = TestContext.Current.CancellationToken;
        Assert.False(hasher.Verify(null, "x", out _));
        Assert.Throws<ArgumentNullException>(() => StreamEncryption.Encrypt(null!, Stream.Null, _streams, "x"));
        Assert.Throws<ArgumentNullException>(() => StreamEncryption.Decrypt(Stream.Null, null!, _streams, "x"));
        await Assert.ThrowsAsync<ArgumentNullException>(() => StreamEncryption.EncryptAsync(null!, Stream.Null, _streams, "x", cancellationToken: cancellation));
        await Assert.ThrowsAsync<ArgumentNullException>(() => StreamEncryption.DecryptAsync(Stream.Null, null!, _streams, "x", cancellationToken: cancellation));
        await Assert.ThrowsAsync<ArgumentNullException>(() => StreamEncryption.EncryptFileAsync(null!, "x", _streams, "x", cancellationToken: cancellation));
        await Assert.ThrowsAsync<ArgumentNullException>(() => SecureUdpClient.ConnectAsync(null!, _preShared, "x", cancellationToken: cancellation));
        await Assert.ThrowsAsync<ArgumentNullException>(() => ChallengeAuthenticator.AuthenticateAsClientAsync(null!, "x", _challenge, default, cancellation));
        await Assert.ThrowsAsync<ArgumentNullException>(() => ChallengeAuthenticator.AuthenticateAsServerAsync(Stream.Null, null!, default, cancellation));
    }

    [Fact]
    [Trait(BadInputPageTests.Row, "an empty context, label, name, subject or identifier")]
    public async Task Empty_names_are_refused()
    {
        Assert.All<Func<object?>>(
            [
                () => new AeadBox(_aead, ""),
                () => new StreamSealer(Stream.Null, _streams, ""),
                () => new StreamOpener(Stream.Null, _streams, ""),
                () => new PasswordBox(""),
                () => _root.Derive<AeadKey>(""),
                () => new FrameSigner(_mac, ""),
                () => new FrameVerifier(_mac, ""),
                () => new TokenIssuer(_tokens, "x", ""),
                () => new TokenIssuer(_tokens, "x", "y").Issue(""),
                () => new ReplayGuard().Check([], DateTimeOffset.UtcNow),
                () => new MemoryReplayStore().TryAdd([], TimeSpan.FromSeconds(1)),
                () => PasswordKey.Derive("", new byte[16]),
                () => SecureUdpServer.Start(new IPEndPoint(IPAddress.Loopback, 0), new SecureUdpServerOptions { PreSharedKeys = _preShared, Context = "" }),
            ],
            call => Assert.ThrowsAny<ArgumentException>(call));

        var cancellation = TestContext.Current.CancellationToken;
        await Assert.ThrowsAsync<ArgumentException>(() => ChallengeAuthenticator.AuthenticateAsClientAsync(Stream.Null, "", _challenge, default, cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() => SecureUdpClient.ConnectAsync(new IPEndPoint(IPAddress.Loopback, 9), _preShared, "", cancellationToken: cancellation));
    }

    [Fact]
    [Trait(BadInputPageTests.Row, "a huge message, payload, token, context, label, name or password")]
    public async Task Huge_input_is_refused_before_work_is_done_for_it()
    {
        using var box = new AeadBox(_aead, "x");
        using var fernetKey = FernetKey.Generate();
        using var channel = new DatagramChannel(DatagramKeys.Generate().Initiator);
        var fernet = new Fernet(fernetKey);
        var huge = new byte[(16 << 20) + 1];
        var buffer = new byte[huge.Length + AeadBox.Overhead];
        Assert.All<Func<object?>>(
            [
                () => box.Seal(huge),
                () => box.Seal(huge, default, buffer),
                () => box.GetSealedLength(huge.Length),
                () => fernet.Encrypt(huge),
                () => channel.Seal(new byte[DatagramChannel.MaxPayload + 1], buffer),
                () => new TokenIssuer(_tokens, "x", "y").Issue(new string('x', 4096)),
                () => _root.Derive<AeadKey>(new string('x', 1025)),
                () => new AeadBox(_aead, new string('x', 1025)),
                () => new StreamSealer(Stream.Null, _streams, new string('é', 513)),
                () => new StreamOpener(Stream.Null, _streams, new string('x', 1025)),
                () => new PasswordBox(new string('x', 1025)),
                () => new FrameSigner(_mac, new string('x', 1025)),
                () => PasswordKey.Derive(new string('x', 1025), new byte[16]),
            ],
            call => Assert.ThrowsAny<ArgumentException>(call));
        Assert.All(buffer, b => Assert.Equal(0, b));
        await Assert.ThrowsAnyAsync<ArgumentException>(() =>
            ChallengeAuthenticator.AuthenticateAsClientAsync(Stream.Null, new string('x', 256), _challenge, default, TestContext.Current.CancellationToken));

        // From the other side it is one more thing that is not authentic, and costs no buffer of its size.
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.False(box.TryOpen(buffer, default, huge, out _));
        Assert.False(channel.TryOpen(buffer, huge, out _));
        Assert.Equal(TokenStatus.Invalid, new TokenValidator(_tokens, "x", "y").Validate(new string('A', 10_000)).Status);
        Assert.Throws<DecryptionFailedException>(() => box.Open(buffer.AsSpan(0, AeadBox.Overhead + huge.Length)));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 200_000);
        var text = new string('A', 34 << 20);
        before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<DecryptionFailedException>(() => fernet.Decrypt(text, TimeSpan.FromSeconds(1)));
        Assert.Throws<DecryptionFailedException>(() => box.OpenFromString(text));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 200_000);
    }

    [Fact]
    [Trait(BadInputPageTests.Row, "a disposed key, ring, box, channel, client or server")]
    public async Task What_was_disposed_says_so()
    {
        var server = SecureUdpServer.Start(new IPEndPoint(IPAddress.Loopback, 0), new SecureUdpServerOptions { PreSharedKeys = _preShared, Context = "x" });
        var client = SecureUdpClient.FromKeys(server.LocalEndPoint, DatagramKeys.Generate().Initiator);
        var ring = Keyring<TokenKey>.Create();
        var issuer = new TokenIssuer(ring, "x", "y");
        var token = issuer.Issue("ann");
        var box = new AeadBox(AeadKey.Generate(), "x");
        var channel = new DatagramChannel(DatagramKeys.Generate().Initiator);
        var sealer = new StreamSealer(new MemoryStream(), _streams, "x");
        var key = SecretKey.Generate();
        var fernetKey = FernetKey.Generate();
        await client.DisposeAsync();
        await server.DisposeAsync();
        foreach (var disposable in new IDisposable[] { ring, box, channel, sealer, key, fernetKey })
        {
            disposable.Dispose();
            disposable.Dispose();
        }

        Assert.All<Action>(
            [
                () => issuer.Issue("ann"),
                () => new TokenValidator(ring, "x", "y").Validate(token),
                () => box.Seal([1]),
                () => box.Open(new byte[46]),
                () => channel.Seal([1], new byte[100]),
                () => channel.TryOpen([0x21, .. new byte[40]], new byte[100], out _),
                () => channel.Rekey(),
                () => sealer.Write([1]),
                () => key.Derive<AeadKey>("x"),
                () => new Fernet(fernetKey).Encrypt([1]),
            ],
            call => Assert.Throws<ObjectDisposedException>(call));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.SendAsync(new byte[1], TestContext.Current.CancellationToken).AsTask());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => server.ReceiveAsync(TestContext.Current.CancellationToken).AsTask());
    }

    private static object? Run(Action action)
    {
        action();
        return null;
    }
}
