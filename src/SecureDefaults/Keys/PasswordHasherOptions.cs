namespace SocketSecurity.Keys;

/// <summary>How passwords are hashed and how many at once.</summary>
public sealed class PasswordHasherOptions
{
    private readonly int _maxConcurrency = Math.Max(1, Environment.ProcessorCount / 2);
    private readonly int _maxWaiting = 1000;

    /// <summary>The algorithm of new hashes: PBKDF2 with HMAC-SHA-512.</summary>
    public PasswordAlgorithm Algorithm { get; init; } = PasswordAlgorithm.Pbkdf2Sha512;

    /// <summary>The cost of new hashes; null for the algorithm's default.</summary>
    public PasswordCost? Cost { get; init; }

    /// <summary>Further algorithms whose stored hashes are still verified; the two of the core always are.</summary>
    public IReadOnlyList<PasswordAlgorithm> AlsoVerify { get; init; } = [];

    /// <summary>
    /// How many derivations run at once: half the processors, so that a flood of log-ins leaves the other half to the rest
    /// of the service.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int MaxConcurrency
    {
        get => _maxConcurrency;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            _maxConcurrency = value;
        }
    }

    /// <summary>How many callers may wait for their turn: 1 000; the next one is refused at once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 0.</exception>
    public int MaxWaiting
    {
        get => _maxWaiting;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _maxWaiting = value;
        }
    }
}
