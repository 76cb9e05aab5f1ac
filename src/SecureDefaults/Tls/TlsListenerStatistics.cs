namespace SocketSecurity.Tls;

/// <summary>What a <see cref="TlsListener"/> has done since it started, at one moment. Immutable.</summary>
public sealed class TlsListenerStatistics
{
    internal TlsListenerStatistics()
    {
    }

    /// <summary>Connections whose handler is running now.</summary>
    public int Active { get; internal init; }

    /// <summary>Connections in their handshake now.</summary>
    public int Pending { get; internal init; }

    /// <summary>Connections that finished their handshake.</summary>
    public long Accepted { get; internal init; }

    /// <summary>Connections that were closed at once because a limit was reached.</summary>
    public long RefusedByLimit { get; internal init; }

    /// <summary>Connections whose handshake failed or ran out of time.</summary>
    public long FailedHandshakes { get; internal init; }

    /// <summary>Connections whose handler threw.</summary>
    public long FailedHandlers { get; internal init; }
}
