using SocketSecurity.Keys;

namespace SocketSecurity.Datagrams;

/// <summary>Who may talk to a <see cref="SecureUdpServer"/> and how many at once.</summary>
public sealed class SecureUdpServerOptions
{
    private readonly int _maxSessions = 10_000;
    private readonly TimeSpan _idleTimeout = TimeSpan.FromMinutes(2);

    /// <summary>
    /// The keys whose holders may open sessions by a hello; null when all sessions are keyed from inside TLS. Give each
    /// client its own key: whoever holds one can pass for the server towards others that hold it too.
    /// </summary>
    public Keyring<DatagramPreSharedKey>? PreSharedKeys { get; init; }

    /// <summary>What the sessions are for, with a version, the same at both ends; needed with <see cref="PreSharedKeys"/>.</summary>
    public string? Context { get; init; }

    /// <summary>How many sessions there may be: 10 000, about 20 MB. Further hellos are not answered.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int MaxSessions
    {
        get => _maxSessions;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            _maxSessions = value;
        }
    }

    /// <summary>
    /// After how long without an authentic packet a session ends: 2 minutes. A peer that has nothing to say sends an empty
    /// payload. From 1 second to 1 day.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside these bounds.</exception>
    public TimeSpan IdleTimeout
    {
        get => _idleTimeout;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.FromSeconds(1));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromDays(1));
            _idleTimeout = value;
        }
    }

    /// <summary>The clock; null for the system's.</summary>
    public TimeProvider? Clock { get; init; }
}
