namespace SocketSecurity.Tls;

/// <summary>How a <see cref="TlsListener"/> accepts and what it allows. Immutable and thread-safe.</summary>
public sealed class TlsListenerOptions
{
    /// <summary>About 0.6 GiB when all are idle: a TLS connection at rest needs about 60 KiB an end.</summary>
    private const int DefaultConnections = 10_000;

    /// <summary>A handshake costs about a millisecond of a core, so that a full queue is worked off well within its deadline.</summary>
    private const int HandshakesPerCore = 64;

    /// <summary>Enough for a site behind one address, too few for one attacker to fill the queue.</summary>
    private const int DefaultPendingPerAddress = 32;

    /// <summary>How handshakes are performed: profile, client certificates, deadline, ALPN.</summary>
    public TlsServerOptions Handshake { get; init; } = new();

    /// <summary>Connections at a time, those in their handshake included; 10 000 unless set. Further ones are closed at once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxConnections
    {
        get;
        init => field = Positive(value, nameof(MaxConnections));
    } = DefaultConnections;

    /// <summary>Connections at a time that have not finished their handshake; 64 for each processor unless set, at least 256.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxPendingHandshakes
    {
        get;
        init => field = Positive(value, nameof(MaxPendingHandshakes));
    } = Math.Max(256, HandshakesPerCore * Environment.ProcessorCount);

    /// <summary>
    /// Connections at a time from one address that have not finished their handshake; 32 unless set. IPv6 clients are counted
    /// by their /64 network, which one client commonly owns whole.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxPendingPerAddress
    {
        get;
        init => field = Positive(value, nameof(MaxPendingPerAddress));
    } = DefaultPendingPerAddress;

    /// <summary>
    /// The longest that the handler of a connection may run; 24 hours unless set. Connections must end some time: TLS limits
    /// the data under one key (RFC 8446 §5.5), and a certificate is checked only when a connection begins.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive, or more than 7 days.</exception>
    public TimeSpan MaxConnectionAge
    {
        get;
        init => field = value > TimeSpan.Zero && value <= TimeSpan.FromDays(7)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(MaxConnectionAge), value, "An age is more than zero and at most 7 days.");
    } = TimeSpan.FromHours(24);

    /// <summary>
    /// The longest that a connection may go without a byte read or written; 2 minutes unless set, at most 24 hours. The
    /// connection is aborted then, and the handler's pending read ends with an exception.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive, or more than 24 hours.</exception>
    public TimeSpan IdleTimeout
    {
        get;
        init => field = value > TimeSpan.Zero && value <= TimeSpan.FromHours(24)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(IdleTimeout), value, "An idle timeout is more than zero and at most 24 hours.");
    } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// The longest that handlers may take to finish once their token is cancelled, at the end of <see cref="TlsListener.RunAsync"/>
    /// or of a connection's age; 30 seconds unless set, at most 10 minutes. Their connections are aborted then.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not within these bounds.</exception>
    public TimeSpan DrainTimeout
    {
        get;
        init => field = TlsDefaults.CheckTimeout(value, nameof(DrainTimeout));
    } = TimeSpan.FromSeconds(30);

    private static int Positive(int value, string name) =>
        value > 0 ? value : throw new ArgumentOutOfRangeException(name, value, "A limit is more than zero.");
}
