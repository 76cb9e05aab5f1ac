using System.Net;

namespace SocketSecurity.Datagrams;

/// <summary>
/// A server's sessions by the address and number of their packets; bounded, and full rather than forgetful. Thread-safe.
/// </summary>
internal sealed class SessionTable(int capacity, TimeSpan idleTimeout)
{
    /// <summary>How long an answered hello waits for the first packet: as long as its cookie lives.</summary>
    private static readonly TimeSpan UnheardTimeout = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly Dictionary<(uint Spi, IPAddress Address), SecureUdpSession> _sessions = [];
    private readonly Dictionary<string, SecureUdpSession> _byHello = new(StringComparer.Ordinal);

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _sessions.Count;
            }
        }
    }

    public bool IsFull => Count >= capacity;

    /// <summary>Adds a session unless the table is full or the address has one of the same number.</summary>
    public bool TryAdd(SecureUdpSession session)
    {
        lock (_lock)
        {
            if (_sessions.Count >= capacity || !_sessions.TryAdd(KeyOf(session), session))
            {
                return false;
            }

            if (session.Hello is { } hello)
            {
                _byHello[hello] = session;
            }

            return true;
        }
    }

    public SecureUdpSession? Find(uint spi, IPAddress address)
    {
        lock (_lock)
        {
            return _sessions.GetValueOrDefault((spi & ~0xffu, address));
        }
    }

    /// <summary>The answer a hello got already: a repeated hello makes no second session.</summary>
    public SecureUdpSession? FindByHello(string hello)
    {
        lock (_lock)
        {
            return _byHello.GetValueOrDefault(hello);
        }
    }

    public void Remove(SecureUdpSession session)
    {
        lock (_lock)
        {
            if (_sessions.GetValueOrDefault(KeyOf(session)) == session)
            {
                _sessions.Remove(KeyOf(session));
            }

            if (session.Hello is { } hello && _byHello.GetValueOrDefault(hello) == session)
            {
                _byHello.Remove(hello);
            }
        }
    }

    /// <summary>Ends what is idle.</summary>
    public void Sweep()
    {
        foreach (var session in All())
        {
            if (session.Idle > (session.RemoteEndPoint is null && session.Key is not null ? UnheardTimeout : idleTimeout))
            {
                session.Dispose();
            }
        }
    }

    public List<SecureUdpSession> All()
    {
        lock (_lock)
        {
            return [.. _sessions.Values];
        }
    }

    private static (uint Spi, IPAddress Address) KeyOf(SecureUdpSession session) => (session.IncomingSpi & ~0xffu, session.Address);
}
