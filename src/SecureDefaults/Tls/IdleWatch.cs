using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace SocketSecurity.Tls;

/// <summary>
/// The network stream of one connection, which is aborted when nothing moves over it for too long. Resetting costs one store
/// a read or write; the timer looks at the clock only when it fires.
/// </summary>
internal sealed class IdleWatch : NetworkStream
{
    private readonly Timer _timer;
    private readonly TimeSpan _timeout;
    private long _lastMove = Environment.TickCount64;

    public IdleWatch(Socket socket, TimeSpan timeout)
        : base(socket, ownsSocket: true)
    {
        _timeout = timeout;
        _timer = new Timer(static state => ((IdleWatch)state!).Look(), this, timeout, Timeout.InfiniteTimeSpan);
    }

    public override int Read(Span<byte> buffer) => Moved(base.Read(buffer));

    public override int Read(byte[] buffer, int offset, int count) => Moved(base.Read(buffer, offset, count));

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Moved(await base.ReadAsync(buffer, cancellationToken).ConfigureAwait(false));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        base.Write(buffer);
        Moved(0);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await base.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        Moved(0);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _timer.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Moved(int count)
    {
        Volatile.Write(ref _lastMove, Environment.TickCount64);
        return count;
    }

    private void Look()
    {
        var left = _timeout - TimeSpan.FromMilliseconds(Environment.TickCount64 - Volatile.Read(ref _lastMove));
        if (left <= TimeSpan.Zero)
        {
            Dispose();
            return;
        }

        try
        {
            _timer.Change(left, Timeout.InfiniteTimeSpan);
        }
        catch (ObjectDisposedException)
        {
            // The connection was closed meanwhile.
        }
    }
}
