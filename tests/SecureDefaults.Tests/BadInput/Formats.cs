using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using SocketSecurity.Datagrams;
using SocketSecurity.Encryption;
using SocketSecurity.Interop;
using SocketSecurity.Keys;
using SocketSecurity.Tokens;

namespace SocketSecurity.SecureDefaults.Tests.BadInput;

/// <summary>
/// Everything that can be sealed, each with the one question that the tests ask: what is the answer to these bytes? The
/// reader's key and context may be others than the writer's.
/// </summary>
public sealed class Formats : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly SecretKey _root = SecretKey.Generate();
    private readonly SecretKey _otherRoot = SecretKey.Generate();
    private readonly List<IDisposable> _owned = [];

    /// <summary>The formats that know contexts.</summary>
    public static TheoryData<string> WithContext =>
        [nameof(Box), nameof(Text), nameof(Stream), nameof(SeekableStream), nameof(PasswordBox), nameof(Frame), nameof(Token), nameof(Ring)];

    /// <summary>All formats.</summary>
    public static TheoryData<string> All =>
        [.. WithContext.Select(row => row.Data), nameof(TinkBox), nameof(Datagram), nameof(WrappedKey), nameof(FernetToken)];

    /// <summary>Seals a message and returns it with the function that opens it: null, or the refusal.</summary>
    public (byte[] Sealed, Func<byte[], byte[], string?> Open) Make(string format, byte[] message, bool otherKey = false, bool otherContext = false)
    {
        var (root, context) = (otherKey ? _otherRoot : _root, otherContext ? "test/v2" : "test/v1");
        return format switch
        {
            nameof(Box) => Box(message, root, context),
            nameof(TinkBox) => TinkBox(message, root),
            nameof(Text) => Text(message, root, context),
            nameof(Stream) => Stream(message, root, context),
            nameof(SeekableStream) => SeekableStream(message, root, context),
            nameof(PasswordBox) => PasswordBox(message, otherKey ? "other" : "secret", context),
            nameof(Frame) => Frame(message, root, context),
            nameof(Token) => Token(message, root, context),
            nameof(Datagram) => Datagram(message, otherKey),
            nameof(WrappedKey) => WrappedKey(root),
            nameof(Ring) => Ring(root, otherContext),
            _ => FernetToken(message, otherKey),
        };
    }

    public void Dispose()
    {
        _owned.ForEach(owned => owned.Dispose());
        _root.Dispose();
        _otherRoot.Dispose();
    }

    private (byte[] Sealed, Func<byte[], byte[], string?> Open) Box(byte[] message, SecretKey root, string context)
    {
        using var writer = new AeadBox(Same(_root.Derive<AeadKey>("a")), "test/v1");
        var reader = Own(new AeadBox(Same(root.Derive<AeadKey>("a")), context));
        return (writer.Seal(message), (bytes, buffer) => reader.TryOpen(bytes, default, buffer, out _) ? null : Refusal(() => reader.Open(bytes)));
    }

    private (byte[] Sealed, Func<byte[], byte[], string?> Open) TinkBox(byte[] message, SecretKey root)
    {
        using var writer = AeadBox.ForTink(Same(_root.Derive<AeadKey>("a")));
        var reader = Own(AeadBox.ForTink(Same(root.Derive<AeadKey>("a"))));
        return (writer.Seal(message), (bytes, buffer) => reader.TryOpen(bytes, default, buffer, out _) ? null : Refusal(() => reader.Open(bytes)));
    }

    private (byte[] Sealed, Func<byte[], byte[], string?> Open) Text(byte[] message, SecretKey root, string context)
    {
        using var writer = new AeadBox(Same(_root.Derive<AeadKey>("a")), "test/v1");
        var reader = Own(new AeadBox(Same(root.Derive<AeadKey>("a")), context));
        var text = writer.SealToString(Encoding.ASCII.GetString(message));
        return (Base64Url.DecodeFromChars(text), (bytes, _) => Refusal(() => reader.OpenFromString(Base64Url.EncodeToString(bytes))));
    }

    private (byte[] Sealed, Func<byte[], byte[], string?> Open) Stream(byte[] message, SecretKey root, string context)
    {
        var keys = Same(root.Derive<StreamKey>("s"));
        return (SealStream(message), (bytes, buffer) => Refusal(() =>
        {
            using var opener = new StreamOpener(new MemoryStream(bytes), keys, context);
            opener.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }));
    }

    private (byte[] Sealed, Func<byte[], byte[], string?> Open) SeekableStream(byte[] message, SecretKey root, string context)
    {
        var keys = Same(root.Derive<StreamKey>("s"));
        return (SealStream(message), (bytes, buffer) => Refusal(() =>
        {
            using var opener = SeekableStreamOpener.Open(new MemoryStream(bytes), keys, context);
            opener.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }));
    }

    private static (byte[] Sealed, Func<byte[], byte[], string?> Open) PasswordBox(byte[] message, string password, string context)
    {
        var reader = new PasswordBox(context, new FastAlgorithm());
        return (new PasswordBox("test/v1", new FastAlgorithm()).Seal("secret", message), (bytes, _) => Refusal(() => reader.Open(password, bytes)));
    }

    private (byte[] Sealed, Func<byte[], byte[], string?> Open) Frame(byte[] message, SecretKey root, string context)
    {
        using var key = _root.Derive<MacKey>("m");
        var verifier = new FrameVerifier(Own(root.Derive<MacKey>("m")), context);
        return (new FrameSigner(key, "test/v1").Sign(message), (bytes, buffer) =>
        {
            var accepted = verifier.TryAccept(bytes, out var payload);
            payload.CopyTo(buffer);
            return accepted ? null : "False";
        });
    }

    private (byte[] Sealed, Func<byte[], byte[], string?> Open) Token(byte[] message, SecretKey root, string context)
    {
        var text = new TokenIssuer(Same(_root.Derive<TokenKey>("t")), "login", "test/v1").Issue("ann" + Encoding.ASCII.GetString(message));
        var validator = new TokenValidator(Same(root.Derive<TokenKey>("t")), "login", context);
        return (Base64Url.DecodeFromChars(text), (bytes, _) =>
        {
            var result = validator.Validate(Base64Url.EncodeToString(bytes));
            return result.Token is null ? result.Status.ToString() : null;
        });
    }

    private (byte[] Sealed, Func<byte[], byte[], string?> Open) Datagram(byte[] message, bool otherKey)
    {
        var (initiator, responder) = DatagramKeys.Generate();
        using var sender = new DatagramChannel(initiator);
        var receiver = Own(new DatagramChannel(otherKey ? DatagramKeys.Generate().Responder : responder));
        var packet = new byte[message.Length + DatagramChannel.Overhead];
        sender.Seal(message, packet);
        return (packet, (bytes, buffer) => receiver.TryOpen(bytes, buffer, out _) ? null : "False");
    }

    private (byte[] Sealed, Func<byte[], byte[], string?> Open) WrappedKey(SecretKey root)
    {
        using var writer = _root.Derive<KeyEncryptionKey>("w");
        var reader = Own(root.Derive<KeyEncryptionKey>("w"));
        return (writer.Wrap(_otherRoot), (bytes, _) => Refusal(() => reader.Unwrap<SecretKey>(bytes).Dispose()));
    }

    private (byte[] Sealed, Func<byte[], byte[], string?> Open) Ring(SecretKey root, bool otherPurpose)
    {
        var bytes = Own(Keyring<AeadKey>.Create()).ExportWrapped(_root);
        return (bytes, (changed, _) => Refusal(() =>
        {
            if (otherPurpose)
            {
                Keyring<MacKey>.ImportWrapped(changed, root).Dispose();
            }
            else
            {
                Keyring<AeadKey>.ImportWrapped(changed, root).Dispose();
            }
        }));
    }

    private (byte[] Sealed, Func<byte[], byte[], string?> Open) FernetToken(byte[] message, bool otherKey)
    {
        var key = Own(FernetKey.Generate());
        var reader = new Fernet(otherKey ? Own(FernetKey.Generate()) : key);
        return (Base64Url.DecodeFromChars(new Fernet(key).Encrypt(message)), (bytes, _) => Refusal(() =>
        {
            var text = Base64Url.EncodeToString(bytes);
            reader.Decrypt(text.PadRight((text.Length + 3) / 4 * 4, '='), Minute);
        }));
    }

    private byte[] SealStream(byte[] message)
    {
        var output = new MemoryStream();
        using var sealer = new StreamSealer(output, Same(_root.Derive<StreamKey>("s")), "test/v1", leaveOpen: true);
        sealer.Write(message);
        sealer.Complete();
        return output.ToArray();
    }

    private static string? Refusal(Action open)
    {
        try
        {
            open();
            return null;
        }
        catch (Exception e)
        {
            return $"{e.GetType().Name}: {e.Message}";
        }
    }

    /// <summary>Another key under the same number: what is tested is the key, not that the ring does not know it.</summary>
    private Keyring<TKey> Same<TKey>(TKey key)
        where TKey : SymmetricKey, ISymmetricKey<TKey> => Own(Keyring<TKey>.FromKey(key, new KeyId(7)));

    private T Own<T>(T owned)
        where T : IDisposable
    {
        _owned.Add(owned);
        return owned;
    }

    /// <summary>As fast as a hash, so that every bit of a password box can be tried.</summary>
    private sealed class FastAlgorithm : PasswordAlgorithm
    {
        public override byte Id => 200;

        public override string Name => "fast";

        public override PasswordCost DefaultCost => new(1);

        public override PasswordCost Floor => new(1);

        public override PasswordCost Ceiling => new(1);

        public override string FormatCost(PasswordCost cost) => "i=1";

        public override PasswordCost? ParseCost(string text) => new PasswordCost(1);

        public override void Derive(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, PasswordCost cost, Span<byte> output) =>
            HMACSHA256.HashData(password, salt, output);
    }
}
