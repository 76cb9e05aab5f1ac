using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using SocketSecurity.Encryption;
using SocketSecurity.Keys;

namespace SocketSecurity.Benchmarks.Messages;

/// <summary>Eight MiB in memory, in chunks of 16 KiB, beside a bare <see cref="AesGcm"/> that is given chunks of the same size.</summary>
[SimpleJob(RunStrategy.Throughput, launchCount: 1, warmupCount: 3, iterationCount: 9)]
public class StreamBenchmarks
{
    private const int Size = 8 << 20;
    private const int Chunk = 16 << 10;

    private readonly byte[] _plaintext = RandomNumberGenerator.GetBytes(Size);
    private readonly byte[] _nonce = new byte[12];
    private readonly byte[] _buffer = new byte[Chunk];
    private readonly byte[] _output = new byte[Size + (1 << 20)];
    private readonly Keyring<StreamKey> _keys = Keyring<StreamKey>.Create();
    private readonly AesGcm _bare = new(RandomNumberGenerator.GetBytes(32), 16);
    private readonly OtherLibraries _others = new();
    private byte[] _sealed = [];

    [GlobalSetup]
    public void Setup()
    {
        var output = new MemoryStream();
        Seal(output);
        _sealed = output.ToArray();
    }

    [Benchmark(Baseline = true)]
    public void Bare_seal()
    {
        for (var offset = 0; offset < Size; offset += Chunk)
        {
            _nonce[0]++;
            _bare.Encrypt(_nonce, _plaintext.AsSpan(offset, Chunk), _output.AsSpan(offset, Chunk), _output.AsSpan(offset + Chunk, 16));
        }
    }

    [Benchmark]
    public void Sealer() => Seal(new MemoryStream(_output));

    [Benchmark]
    public void Opener()
    {
        using var opener = new StreamOpener(new MemoryStream(_sealed), _keys, "benchmark/v1");
        while (opener.Read(_buffer) > 0)
        {
        }
    }

    [Benchmark]
    public void NSec_seal()
    {
        for (var offset = 0; offset < Size; offset += Chunk)
        {
            _nonce[0]++;
            _others.NSecSeal(_nonce, default, _plaintext.AsSpan(offset, Chunk), _output.AsSpan(offset));
        }
    }

    [Benchmark]
    public void BouncyCastle_seal()
    {
        for (var offset = 0; offset < Size; offset += Chunk)
        {
            _nonce[0]++;
            _others.BouncyCastle(seal: true, _nonce, [], _plaintext.AsSpan(offset, Chunk), _output.AsSpan(offset));
        }
    }

    private void Seal(MemoryStream destination)
    {
        using var sealer = new StreamSealer(destination, _keys, "benchmark/v1", leaveOpen: true);
        sealer.Write(_plaintext);
        sealer.Complete();
    }
}
