using System.Buffers.Text;
using System.Security.Cryptography;
using SocketSecurity.Keys;

namespace SocketSecurity.Tokens;

/// <summary>
/// Issues short-lived tokens that a <see cref="TokenValidator"/> with the same keys can check without asking anybody:
/// HMAC-SHA-256, always; an audience and an end, always. There is no algorithm field to confuse.
/// </summary>
/// <remarks>
/// A token is readable by whoever sees it; to hide it, seal it in an <see cref="Encryption.AeadBox"/>. Whoever can check
/// tokens can also issue them, because the key is the same: this is for one organisation. All members are thread-safe.
/// </remarks>
public sealed class TokenIssuer
{
    private readonly Keyring<TokenKey> _keys;
    private readonly TimeProvider _clock;
    private readonly string _audience;
    private readonly byte[] _prefix;

    /// <summary>An issuer for one audience.</summary>
    /// <param name="keys">The ring whose primary key signs; still owned by the caller.</param>
    /// <param name="issuer">Who issues; not sent, but authenticated: validators name the same.</param>
    /// <param name="audience">The service the tokens are for.</param>
    /// <param name="clock">The clock; null for the system's.</param>
    /// <exception cref="ArgumentException">Issuer or audience is empty.</exception>
    public TokenIssuer(Keyring<TokenKey> keys, string issuer, string audience, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentException.ThrowIfNullOrEmpty(audience);
        _keys = keys;
        _prefix = TokenFormat.Prefix(issuer);
        _audience = audience;
        _clock = clock ?? TimeProvider.System;
    }

    /// <summary>Issues a bearer token of 15 minutes.</summary>
    /// <param name="subject">Whom it speaks for; not empty.</param>
    /// <returns>The token as base64url.</returns>
    /// <exception cref="ArgumentException">The subject is empty or too long.</exception>
    public string Issue(string subject) => Issue(new TokenRequest { Subject = subject });

    /// <summary>Issues a token.</summary>
    /// <param name="request">What it shall say.</param>
    /// <returns>The token as base64url; at most 4 KiB before encoding.</returns>
    /// <exception cref="ArgumentException">
    /// The subject is empty, a claim has the reserved name, the binding is not 32 bytes, or the token becomes too long.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The ring was disposed.</exception>
    public string Issue(TokenRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentException.ThrowIfNullOrEmpty(request.Subject, nameof(request));
        var now = DateTimeOffset.FromUnixTimeSeconds(_clock.GetUtcNow().ToUnixTimeSeconds());
        var id = RandomNumberGenerator.GetBytes(TokenFormat.IdSize);
        var token = new ValidatedToken(id, request.Subject, _audience, now, now + request.Lifetime, ClaimsOf(request));
        var primary = _keys.Current.Primary;
        return Base64Url.EncodeToString(TokenFormat.Write(primary.Id, primary.Key!, _prefix, token));
    }

    private static Dictionary<string, string> ClaimsOf(TokenRequest request)
    {
        var claims = new Dictionary<string, string>(request.Claims ?? new Dictionary<string, string>());
        if (claims.ContainsKey(TokenFormat.BindingClaim))
        {
            throw new ArgumentException($"The claim '{TokenFormat.BindingClaim}' is set by {nameof(TokenRequest.BoundTo)}.", nameof(request));
        }

        if (!request.BoundTo.IsEmpty)
        {
            if (request.BoundTo.Length != SHA256.HashSizeInBytes)
            {
                throw new ArgumentException("A token is bound to a SHA-256 of a public key, 32 bytes.", nameof(request));
            }

            claims.Add(TokenFormat.BindingClaim, Base64Url.EncodeToString(request.BoundTo.Span));
        }

        return claims;
    }
}
