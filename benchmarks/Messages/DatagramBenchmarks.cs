using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using SocketSecurity.Datagrams;

namespace SocketSecurity.Benchmarks.Messages;

/// <summary>One packet sealed, and one sealed and opened: an opened packet cannot be opened again.</summary>
[MemoryDiagnoser]
[SimpleJob(RunStrategy.Throughput, launchCount: 1, warmupCount: 3, iterationCount: 9)]
public class DatagramBenchmarks
{
    private readonly byte[] _packet = new byte[1200];
    private readonly byte[] _opened = new byte[1200];
    private readonly DatagramChannel _sender;
    private readonly DatagramChannel _receiver;
    private readonly DatagramChannel _alone = new(DatagramKeys.Generate().Initiator);
    private byte[] _payload = [];

    public DatagramBenchmarks()
    {
        var (initiator, responder) = DatagramKeys.Generate();
        _sender = new DatagramChannel(initiator);
        _receiver = new DatagramChannel(responder);
    }

    [Params(64, DatagramChannel.MaxPayload)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Setup() => _payload = new byte[Size];

    [Benchmark]
    public bool Seal_and_open()
    {
        var length = _sender.Seal(_payload, _packet);
        return _receiver.TryOpen(_packet.AsSpan(0, length), _opened, out _);
    }

    /// <summary>A channel of its own, so that the pair above stays within the receiver's reach.</summary>
    [Benchmark]
    public int Seal() => _alone.Seal(_payload, _packet);
}
