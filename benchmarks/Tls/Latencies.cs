namespace SocketSecurity.Benchmarks.Tls;

/// <summary>Times of many requests, told by their quantiles.</summary>
public sealed class Latencies(IEnumerable<TimeSpan> times)
{
    private readonly double[] _milliseconds = [.. times.Select(time => time.TotalMilliseconds).Order()];

    public int Count => _milliseconds.Length;

    public TimeSpan Longest => TimeSpan.FromMilliseconds(_milliseconds[^1]);

    public override string ToString() =>
        $"{Count} requests: p50 {At(0.5):0.0} ms, p90 {At(0.9):0.0} ms, p99 {At(0.99):0.0} ms, longest {_milliseconds[^1]:0.0} ms";

    private double At(double quantile) => _milliseconds[(int)(quantile * (_milliseconds.Length - 1))];
}
