using System.Collections.Concurrent;
using System.Buffers.Binary;

namespace SocketSecurity.Tokens;

/// <summary>
/// A revocation list in this process, by token or by subject. It holds what the service's own code puts in and drops an
/// entry when every token concerned has ended. All members are thread-safe.
/// </summary>
public sealed class RevocationList : IRevocationList
{
    private readonly ConcurrentDictionary<UInt128, DateTimeOffset> _tokens = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> _subjects = new(StringComparer.Ordinal);
    private readonly TimeProvider _clock;

    /// <summary>An empty list.</summary>
    /// <param name="clock">The clock; null for the system's.</param>
    public RevocationList(TimeProvider? clock = null)
    {
        _clock = clock ?? TimeProvider.System;
    }

    /// <summary>Takes one token back.</summary>
    /// <param name="tokenId">The token's <see cref="ValidatedToken.Id"/>, 16 bytes.</param>
    /// <exception cref="ArgumentException">Another size.</exception>
    public void RevokeToken(ReadOnlySpan<byte> tokenId)
    {
        if (tokenId.Length != TokenFormat.IdSize)
        {
            throw new ArgumentException($"A token's id is {TokenFormat.IdSize} bytes.", nameof(tokenId));
        }

        Prune();
        _tokens[BinaryPrimitives.ReadUInt128BigEndian(tokenId)] = EndOfEverythingIssuedUntilNow();
    }

    /// <summary>Takes back every token of a subject issued until now, for example after a change of password.</summary>
    /// <param name="subject">The subject.</param>
    public void RevokeSubject(string subject)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        Prune();
        _subjects[subject] = _clock.GetUtcNow();
    }

    /// <inheritdoc/>
    public bool IsRevoked(ValidatedToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return _tokens.ContainsKey(BinaryPrimitives.ReadUInt128BigEndian(token.Id.Span))
            || (_subjects.TryGetValue(token.Subject, out var issuedUntil) && token.IssuedAt <= issuedUntil);
    }

    private DateTimeOffset EndOfEverythingIssuedUntilNow() => _clock.GetUtcNow() + TokenFormat.MaxLifetime + TimeSpan.FromMinutes(2);

    private void Prune()
    {
        var now = _clock.GetUtcNow();
        foreach (var (id, end) in _tokens)
        {
            if (end < now)
            {
                _tokens.TryRemove(id, out _);
            }
        }

        foreach (var entry in _subjects)
        {
            if (entry.Value + TokenFormat.MaxLifetime + TimeSpan.FromMinutes(2) < now)
            {
                _subjects.TryRemove(entry);
            }
        }
    }
}
