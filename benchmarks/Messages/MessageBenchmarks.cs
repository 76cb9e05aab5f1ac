using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using SocketSecurity.Encryption;
using SocketSecurity.Keys;

namespace SocketSecurity.Benchmarks.Messages;

/// <summary>
/// One message into a caller's buffer. The baseline is what a careful program would write by hand: one <see cref="AesGcm"/>,
/// reused, with a new random nonce for every message.
/// </summary>
[MemoryDiagnoser]
[SimpleJob(RunStrategy.Throughput, launchCount: 1, warmupCount: 3, iterationCount: 9)]
public class MessageBenchmarks
{
    private const int NonceSize = 12;
    private const int TagSize = 16;

    // What a box authenticates when the caller adds nothing: its context with the length before it.
    private static readonly byte[] Context = new byte[20];

    private readonly byte[] _nonce = new byte[NonceSize];
    private readonly byte[] _randomNonce = new byte[NonceSize];
    private readonly AesGcm _bare = new(RandomNumberGenerator.GetBytes(32), TagSize);
    private readonly AeadBox _box = new(AeadKey.Generate(), "benchmark/v1");
    private readonly OtherLibraries _others = new();
    private byte[] _plaintext = [];
    private byte[] _opened = [];
    private byte[] _output = [];
    private byte[] _bareSealed = [];
    private byte[] _bareBoundSealed = [];
    private byte[] _boxSealed = [];
    private byte[] _othersSealed = [];

    [Params(64, 1024, 65536)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _plaintext = RandomNumberGenerator.GetBytes(Size);
        _opened = new byte[Size];
        _output = new byte[Size + AeadBox.Overhead];
        _bareSealed = new byte[Size + TagSize];
        _bareBoundSealed = new byte[Size + TagSize];
        _othersSealed = new byte[Size + TagSize];
        _bare.Encrypt(_nonce, _plaintext, _bareSealed.AsSpan(0, Size), _bareSealed.AsSpan(Size));
        _bare.Encrypt(_nonce, _plaintext, _bareBoundSealed.AsSpan(0, Size), _bareBoundSealed.AsSpan(Size), Context);
        _others.NSecSeal(_nonce, default, _plaintext, _othersSealed);
        _boxSealed = _box.Seal(_plaintext);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _bare.Dispose();
        _box.Dispose();
        _others.Dispose();
    }

    [Benchmark(Baseline = true)]
    public void Bare_seal()
    {
        RandomNumberGenerator.Fill(_randomNonce.AsSpan());
        _bare.Encrypt(_randomNonce, _plaintext, _output.AsSpan(0, Size), _output.AsSpan(Size, TagSize));
    }

    /// <summary>The same protection as a box gives: associated data is one more call into the platform's AES-GCM.</summary>
    [Benchmark]
    public void Bare_seal_with_context()
    {
        RandomNumberGenerator.Fill(_randomNonce.AsSpan());
        _bare.Encrypt(_randomNonce, _plaintext, _output.AsSpan(0, Size), _output.AsSpan(Size, TagSize), Context);
    }

    [Benchmark]
    public int Box_seal() => _box.Seal(_plaintext, default, _output);

    [Benchmark]
    public void NSec_seal()
    {
        RandomNumberGenerator.Fill(_randomNonce.AsSpan());
        _others.NSecSeal(_randomNonce, default, _plaintext, _output);
    }

    [Benchmark]
    public int BouncyCastle_seal()
    {
        RandomNumberGenerator.Fill(_randomNonce.AsSpan());
        return _others.BouncyCastle(seal: true, _randomNonce, [], _plaintext, _output);
    }

    [Benchmark]
    public void Bare_open() => _bare.Decrypt(_nonce, _bareSealed.AsSpan(0, Size), _bareSealed.AsSpan(Size), _opened);

    [Benchmark]
    public void Bare_open_with_context() =>
        _bare.Decrypt(_nonce, _bareBoundSealed.AsSpan(0, Size), _bareBoundSealed.AsSpan(Size), _opened, Context);

    [Benchmark]
    public bool Box_open() => _box.TryOpen(_boxSealed, default, _opened, out _);

    [Benchmark]
    public bool NSec_open() => _others.NSecOpen(_nonce, default, _othersSealed, _opened);

    [Benchmark]
    public int BouncyCastle_open() => _others.BouncyCastle(seal: false, _nonce, [], _othersSealed, _opened);
}
