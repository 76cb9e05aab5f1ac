using System.Buffers.Binary;
using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using SocketSecurity.Datagrams;

namespace SocketSecurity.Benchmarks.Messages;

/// <summary>
/// One packet sealed and opened, since an opened one cannot be opened again. The baseline is what no channel can do
/// without: AES-GCM each way, with a counter as the nonce and 13 bytes of header.
/// </summary>
[MemoryDiagnoser]
[SimpleJob(RunStrategy.Throughput, launchCount: 1, warmupCount: 3, iterationCount: 9)]
public class DatagramBenchmarks
{
    private const int HeaderSize = 13;
    private const int TagSize = 16;

    private readonly byte[] _nonce = new byte[12];
    private readonly byte[] _header = new byte[HeaderSize];
    private readonly byte[] _packet = new byte[1200];
    private readonly byte[] _opened = new byte[1200];
    private readonly DatagramChannel _sender;
    private readonly DatagramChannel _receiver;
    private readonly AesGcm _bare = new(RandomNumberGenerator.GetBytes(32), TagSize);
    private readonly OtherLibraries _others = new();
    private byte[] _payload = [];
    private long _sequence;

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

    [Benchmark(Baseline = true)]
    public void Bare()
    {
        Count();
        _bare.Encrypt(_nonce, _payload, _packet.AsSpan(0, Size), _packet.AsSpan(Size, TagSize), _header);
        _bare.Decrypt(_nonce, _packet.AsSpan(0, Size), _packet.AsSpan(Size, TagSize), _opened.AsSpan(0, Size), _header);
    }

    [Benchmark]
    public bool Channel()
    {
        var length = _sender.Seal(_payload, _packet);
        return _receiver.TryOpen(_packet.AsSpan(0, length), _opened, out _);
    }

    [Benchmark]
    public bool NSec()
    {
        Count();
        _others.NSecSeal(_nonce, _header, _payload, _packet);
        return _others.NSecOpen(_nonce, _header, _packet.AsSpan(0, Size + TagSize), _opened);
    }

    [Benchmark]
    public int BouncyCastle()
    {
        Count();
        _others.BouncyCastle(seal: true, _nonce, _header, _payload, _packet);
        return _others.BouncyCastle(seal: false, _nonce, _header, _packet.AsSpan(0, Size + TagSize), _opened);
    }

    private void Count() => BinaryPrimitives.WriteInt64BigEndian(_nonce.AsSpan(4), ++_sequence);
}
