namespace SocketSecurity.Keys;

/// <summary>When a ring asks for a new key and when it starts to use it.</summary>
public sealed class KeyRotationPolicy
{
    private readonly TimeSpan _activePeriod = TimeSpan.FromDays(90);
    private readonly TimeSpan _propagationDelay = TimeSpan.FromDays(2);

    /// <summary>
    /// How long one key seals: 90 days, as ASP.NET Core's data protection; at most 730 days, the originator-usage limit
    /// of NIST SP 800-57 part 1, 5.3.6.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above zero, or more than 730 days.</exception>
    public TimeSpan ActivePeriod
    {
        get => _activePeriod;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromDays(730));
            _activePeriod = value;
        }
    }

    /// <summary>
    /// How long a new key only opens before it seals: 2 days. Longer than any machine takes to load the new ring, or
    /// that machine would refuse messages of the faster ones.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or more than 90 days.</exception>
    public TimeSpan PropagationDelay
    {
        get => _propagationDelay;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromDays(90));
            _propagationDelay = value;
        }
    }
}
