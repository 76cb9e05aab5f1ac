using SocketSecurity.Replay;

namespace SocketSecurity.Tokens;

/// <summary>What a validator requires beyond authenticity, audience and time.</summary>
public sealed class TokenValidatorOptions
{
    private readonly TimeSpan _clockSkew = TimeSpan.FromSeconds(60);
    private readonly TimeSpan _maxLifetime = TokenFormat.MaxLifetime;

    /// <summary>How far the issuer's clock may differ: 60 seconds, which is also the most.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below zero or above 60 seconds.</exception>
    public TimeSpan ClockSkew
    {
        get => _clockSkew;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromSeconds(60));
            _clockSkew = value;
        }
    }

    /// <summary>The longest lifetime accepted: 24 hours, which is also the most.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above zero, or above 24 hours.</exception>
    public TimeSpan MaxLifetime
    {
        get => _maxLifetime;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TokenFormat.MaxLifetime);
            _maxLifetime = value;
        }
    }

    /// <summary>
    /// Where used tokens are remembered, to accept each only once. Null lets a token be used until it ends. With a store
    /// on other machines use <see cref="TokenValidator.ValidateAsync"/>.
    /// </summary>
    public IReplayStore? SingleUse { get; init; }

    /// <summary>Which tokens were taken back; null when none ever are.</summary>
    public IRevocationList? Revocation { get; init; }

    /// <summary>Whether tokens that are bound to no certificate are refused.</summary>
    public bool RequireBinding { get; init; }
}
