namespace SocketSecurity.Replay;

/// <summary>How much a guard remembers and how far clocks may differ.</summary>
public sealed class ReplayGuardOptions
{
    private readonly TimeSpan _window = TimeSpan.FromMinutes(2);
    private readonly TimeSpan? _futureTolerance;
    private readonly int _capacity = 100_000;

    /// <summary>How old a message may be: 2 minutes. From 1 second to 1 day.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside these bounds.</exception>
    public TimeSpan Window
    {
        get => _window;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.FromSeconds(1));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromDays(1));
            _window = value;
        }
    }

    /// <summary>How far a sender's clock may be ahead: by default the window. From 0 to the window.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public TimeSpan FutureTolerance
    {
        get => _futureTolerance is { } tolerance && tolerance < _window ? tolerance : _window;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            _futureTolerance = value;
        }
    }

    /// <summary>
    /// How many messages are remembered at most: 100 000, about 9 MB. When that many arrive within the window, further
    /// ones are refused. From 1 to 50 million.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside these bounds.</exception>
    public int Capacity
    {
        get => _capacity;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 50_000_000);
            _capacity = value;
        }
    }

    /// <summary>
    /// Messages stamped before this time are refused, because the process that may have accepted them is gone. Null means
    /// the moment the guard is made. A sender whose clock is ahead can be replayed once for as long as it is ahead: a
    /// service that cannot accept that sets this to its start plus <see cref="FutureTolerance"/>.
    /// </summary>
    public DateTimeOffset? MemoryBegins { get; init; }
}
