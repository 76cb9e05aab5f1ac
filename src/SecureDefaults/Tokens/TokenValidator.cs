using System.Buffers.Text;
using System.Security.Cryptography;
using SocketSecurity.Keys;
using SocketSecurity.Replay;

namespace SocketSecurity.Tokens;

/// <summary>Checks the tokens of a <see cref="TokenIssuer"/>. All members are thread-safe.</summary>
public sealed class TokenValidator
{
    private static readonly int MaxTextLength = Base64Url.GetEncodedLength(TokenFormat.MaxSize);

    private readonly Keyring<TokenKey> _keys;
    private readonly TokenValidatorOptions _options;
    private readonly TimeProvider _clock;
    private readonly string _audience;
    private readonly byte[] _prefix;

    /// <summary>A validator for one issuer and audience.</summary>
    /// <param name="keys">The ring that holds the keys; still owned by the caller.</param>
    /// <param name="issuer">The issuer that signed.</param>
    /// <param name="audience">This service.</param>
    /// <param name="options">Further requirements; null for the defaults.</param>
    /// <param name="clock">The clock; null for the system's.</param>
    /// <exception cref="ArgumentException">Issuer or audience is empty.</exception>
    public TokenValidator(
        Keyring<TokenKey> keys,
        string issuer,
        string audience,
        TokenValidatorOptions? options = null,
        TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentException.ThrowIfNullOrEmpty(audience);
        _keys = keys;
        _prefix = TokenFormat.Prefix(issuer);
        _audience = audience;
        _options = options ?? new TokenValidatorOptions();
        _clock = clock ?? TimeProvider.System;
    }

    /// <summary>Checks a token, with single use remembered in this process or not at all.</summary>
    /// <param name="token">The text a client sent; only the spelling that was issued counts.</param>
    /// <param name="peerKey">
    /// SHA-256 of the public key of the certificate the peer proved to hold, 32 bytes; empty when it proved none.
    /// </param>
    /// <returns>The outcome.</returns>
    /// <exception cref="InvalidOperationException">Single use is remembered elsewhere: <see cref="ValidateAsync"/> waits for it.</exception>
    /// <exception cref="ObjectDisposedException">The ring was disposed.</exception>
    public TokenResult Validate(string token, ReadOnlySpan<byte> peerKey = default)
    {
        var (status, read) = Judge(token, peerKey);
        if (status != TokenStatus.Valid || _options.SingleUse is null)
        {
            return Result(status, read);
        }

        var store = _options.SingleUse as MemoryReplayStore
            ?? throw new InvalidOperationException($"Use {nameof(ValidateAsync)} with a store that is not in this process.");
        return Result(Judge(store.TryAdd(read!.Id.Span, MemoryOf(read)), read), read);
    }

    /// <summary>Checks a token, with single use remembered wherever the options say.</summary>
    /// <param name="token">The text a client sent; only the spelling that was issued counts.</param>
    /// <param name="peerKey">
    /// SHA-256 of the public key of the certificate the peer proved to hold, 32 bytes; empty when it proved none.
    /// </param>
    /// <param name="cancellationToken">Ends the wait for the store; the token may be used up then.</param>
    /// <returns>The outcome.</returns>
    /// <exception cref="ObjectDisposedException">The ring was disposed.</exception>
    public async ValueTask<TokenResult> ValidateAsync(
        string token,
        ReadOnlyMemory<byte> peerKey = default,
        CancellationToken cancellationToken = default)
    {
        var (status, read) = Judge(token, peerKey.Span);
        if (status != TokenStatus.Valid || _options.SingleUse is null)
        {
            return Result(status, read);
        }

        var answer = await _options.SingleUse.TryAddAsync(read!.Id, MemoryOf(read), cancellationToken).ConfigureAwait(false);
        return Result(Judge(answer, read), read);
    }

    private (TokenStatus Status, ValidatedToken? Token) Judge(string token, ReadOnlySpan<byte> peerKey)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (token.Length > MaxTextLength || Decode(token) is not { } read)
        {
            return (TokenStatus.Invalid, null);
        }

        var now = _clock.GetUtcNow();
        var lifetime = read.ExpiresAt - read.IssuedAt;
        var status = lifetime <= TimeSpan.Zero || lifetime > _options.MaxLifetime ? TokenStatus.Invalid
            : !string.Equals(read.Audience, _audience, StringComparison.Ordinal) ? TokenStatus.WrongAudience
            : read.ExpiresAt + _options.ClockSkew <= now ? TokenStatus.Expired
            : read.IssuedAt - _options.ClockSkew > now ? TokenStatus.NotYetValid
            : !IsBoundTo(read, peerKey) ? TokenStatus.WrongBinding
            : _options.Revocation?.IsRevoked(read) == true ? TokenStatus.Revoked
            : TokenStatus.Valid;
        return (status, read);
    }

    private ValidatedToken? Decode(string token)
    {
        Span<byte> bytes = stackalloc byte[TokenFormat.MaxSize];
        return CanonicalBase64.TryDecodeUrl(token, bytes, out var length)
            ? TokenFormat.TryRead(bytes[..length], _keys.Current, _prefix)
            : null;
    }

    private bool IsBoundTo(ValidatedToken token, ReadOnlySpan<byte> peerKey)
    {
        if (!token.Claims.TryGetValue(TokenFormat.BindingClaim, out var binding))
        {
            return !_options.RequireBinding;
        }

        Span<byte> expected = stackalloc byte[SHA256.HashSizeInBytes];
        return Base64Url.TryDecodeFromChars(binding, expected, out var length)
            && length == expected.Length
            && CryptographicOperations.FixedTimeEquals(expected, peerKey);
    }

    /// <summary>Until no machine whose clock may differ would accept the token any more.</summary>
    private TimeSpan MemoryOf(ValidatedToken token) =>
        token.ExpiresAt - _clock.GetUtcNow() + (2 * _options.ClockSkew) + TimeSpan.FromSeconds(1);

    private static TokenStatus Judge(ReplayStoreAnswer answer, ValidatedToken token) => answer.Verdict switch
    {
        ReplayVerdict.Accepted => token.IssuedAt < answer.MemoryBegins ? TokenStatus.AlreadyUsed : TokenStatus.Valid,
        ReplayVerdict.Replayed => TokenStatus.AlreadyUsed,
        _ => TokenStatus.StoreUnavailable,
    };

    private static TokenResult Result(TokenStatus status, ValidatedToken? token) =>
        new(status, status == TokenStatus.Valid ? token : null);
}
