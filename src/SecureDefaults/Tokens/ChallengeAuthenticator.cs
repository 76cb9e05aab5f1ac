using System.Buffers.Binary;
using System.Net.Security;
using System.Security.Cryptography;
using System.Text;
using SocketSecurity.Keys;
using SocketSecurity.Tls;

namespace SocketSecurity.Tokens;

/// <summary>
/// Two peers prove to each other that they hold the same key, without sending it: HMAC-SHA-256 over both sides' random
/// challenges, the client's name and the connection itself, for any stream.
/// </summary>
/// <remarks>
/// <para>
/// Run it inside TLS and pass <see cref="GetChannelBinding"/>: then a man in the middle who relays the messages over his
/// own connections fails. It authenticates the moment, not what follows: only TLS protects the data after it. The key must
/// be random, not a password: whoever sees an exchange can test guesses.
/// </para>
/// <para>
/// Messages: client <c>0x31 ‖ nonce 32 ‖ len8 ‖ name</c>; server <c>0x32 ‖ nonce 32</c>; client <c>0x33 ‖ proof 32</c>;
/// server <c>0x34 ‖ proof 32</c>. The client proves first, so a stranger gets nothing computed with the key. All members
/// are thread-safe.
/// </para>
/// </remarks>
public static class ChallengeAuthenticator
{
    /// <summary>The longest name in UTF-8 bytes.</summary>
    public const int MaxNameLength = 255;

    private const int NonceSize = 32;
    private const int ProofSize = HMACSHA256.HashSizeInBytes;
    private const byte Hello = 0x31;
    private const byte Challenge = 0x32;
    private const byte ClientProof = 0x33;
    private const byte ServerProof = 0x34;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// What ties the exchange to a TLS connection: <c>tls-server-end-point</c> (RFC 5929), a hash of the server's certificate,
    /// the same at both ends and the same as <see cref="TlsConnection.ServerEndPointBinding"/>.
    /// </summary>
    /// <param name="stream">The connection, after the handshake.</param>
    /// <returns>The binding: 32, 48 or 64 bytes.</returns>
    /// <exception cref="InvalidOperationException">There was no handshake yet.</exception>
    /// <exception cref="NotSupportedException">RFC 5929 defines no binding for the certificate's signature algorithm.</exception>
    public static byte[] GetChannelBinding(SslStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return ChannelBinding.ServerEndPoint(stream);
    }

    /// <summary>The client's side: proves this name and makes the server prove itself.</summary>
    /// <param name="stream">The connection.</param>
    /// <param name="name">This client's name, at most 255 bytes in UTF-8.</param>
    /// <param name="key">The key it shares with the server.</param>
    /// <param name="channelBinding">From <see cref="GetChannelBinding"/>; empty without TLS.</param>
    /// <param name="cancellationToken">Ends the wait; pass one with a deadline.</param>
    /// <returns>The exchange; the server is proved when it ends without an exception.</returns>
    /// <exception cref="ChallengeFailedException">The server does not hold the key, or refused this client.</exception>
    /// <exception cref="ArgumentException">The name is empty or too long.</exception>
    public static async Task AuthenticateAsClientAsync(
        Stream stream,
        string name,
        ChallengeKey key,
        ReadOnlyMemory<byte> channelBinding,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var nameBytes = StrictUtf8.GetBytes(name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(nameBytes.Length, MaxNameLength, nameof(name));

        byte[] hello = [Hello, .. RandomNumberGenerator.GetBytes(NonceSize), (byte)nameBytes.Length, .. nameBytes];
        await stream.WriteAsync(hello, cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        var challenge = await ReadAsync(stream, Challenge, NonceSize, cancellationToken).ConfigureAwait(false);
        var transcript = Transcript(hello, challenge, channelBinding.Span);
        await SendAsync(stream, ClientProof, Proof(key, "client"u8, transcript), cancellationToken).ConfigureAwait(false);
        var proof = await ReadAsync(stream, ServerProof, ProofSize, cancellationToken).ConfigureAwait(false);
        if (!CryptographicOperations.FixedTimeEquals(proof, Proof(key, "server"u8, transcript)))
        {
            throw new ChallengeFailedException();
        }
    }

    /// <summary>The server's side: makes the client prove its name, then proves itself.</summary>
    /// <param name="stream">The connection.</param>
    /// <param name="findKey">Gives the key of a name, or null for an unknown one, which then fails like a wrong proof.</param>
    /// <param name="channelBinding">From <see cref="GetChannelBinding"/>; empty without TLS.</param>
    /// <param name="cancellationToken">Ends the wait; pass one with a deadline.</param>
    /// <returns>The client's name, proved.</returns>
    /// <exception cref="ChallengeFailedException">The client did not prove the name it gave.</exception>
    public static async Task<string> AuthenticateAsServerAsync(
        Stream stream,
        Func<string, ChallengeKey?> findKey,
        ReadOnlyMemory<byte> channelBinding,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(findKey);
        var start = await ReadAsync(stream, Hello, NonceSize + 1, cancellationToken).ConfigureAwait(false);
        var nameBytes = await ReadExactlyAsync(stream, start[NonceSize], cancellationToken).ConfigureAwait(false);
        byte[] hello = [Hello, .. start, .. nameBytes];

        var challenge = RandomNumberGenerator.GetBytes(NonceSize);
        await SendAsync(stream, Challenge, challenge, cancellationToken).ConfigureAwait(false);
        var proof = await ReadAsync(stream, ClientProof, ProofSize, cancellationToken).ConfigureAwait(false);
        var transcript = Transcript(hello, challenge, channelBinding.Span);
        var name = TryDecode(nameBytes);
        var known = name is null ? null : findKey(name);

        // An unknown name costs the same computation, under a key nobody has.
        using var nobody = known is null ? ChallengeKey.Generate() : null;
        var key = known ?? nobody!;
        if (!CryptographicOperations.FixedTimeEquals(proof, Proof(key, "client"u8, transcript)) || known is null)
        {
            throw new ChallengeFailedException();
        }

        await SendAsync(stream, ServerProof, Proof(key, "server"u8, transcript), cancellationToken).ConfigureAwait(false);
        return name!;
    }

    private static string? TryDecode(byte[] name)
    {
        try
        {
            return name.Length == 0 ? null : StrictUtf8.GetString(name);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>The two messages have one possible division each; the binding comes last with its length.</summary>
    private static byte[] Transcript(byte[] hello, byte[] challenge, ReadOnlySpan<byte> channelBinding)
    {
        var length = new byte[sizeof(uint)];
        BinaryPrimitives.WriteInt32BigEndian(length, channelBinding.Length);
        return [.. hello, .. challenge, .. length, .. channelBinding];
    }

    private static byte[] Proof(ChallengeKey key, ReadOnlySpan<byte> role, byte[] transcript)
    {
        var proof = new byte[ProofSize];
        MessageMac.ComputeCore(key, [.. "SocketSecurity/1/challenge\0"u8, .. role, 0, .. transcript], proof);
        return proof;
    }

    private static async ValueTask SendAsync(Stream stream, byte type, byte[] content, CancellationToken cancellationToken)
    {
        await stream.WriteAsync((byte[])[type, .. content], cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask<byte[]> ReadAsync(Stream stream, byte type, int length, CancellationToken cancellationToken)
    {
        var message = await ReadExactlyAsync(stream, 1 + length, cancellationToken).ConfigureAwait(false);
        return message[0] == type ? message[1..] : throw new ChallengeFailedException();
    }

    private static async ValueTask<byte[]> ReadExactlyAsync(Stream stream, int length, CancellationToken cancellationToken)
    {
        var content = new byte[length];
        var read = await stream.ReadAtLeastAsync(content, length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return read == length ? content : throw new ChallengeFailedException();
    }
}
