using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using NSec.Cryptography;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;
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
    private static readonly Aes256Gcm NSecAlgorithm = AeadAlgorithm.Aes256Gcm;

    private readonly byte[] _keyBytes = RandomNumberGenerator.GetBytes(32);
    private readonly byte[] _nonce = new byte[NonceSize];
    private byte[] _plaintext = [];
    private byte[] _opened = [];
    private byte[] _bareSealed = [];
    private byte[] _boxSealed = [];
    private byte[] _output = [];
    private AesGcm _bare = null!;
    private AeadBox _box = null!;
    private Key _nsec = null!;

    [Params(64, 1024, 65536)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _plaintext = RandomNumberGenerator.GetBytes(Size);
        _opened = new byte[Size];
        _output = new byte[Size + AeadBox.Overhead];
        _bare = new AesGcm(_keyBytes, TagSize);
        _box = new AeadBox(AeadKey.FromBytes(_keyBytes), "benchmark/v1");
        _nsec = Key.Import(NSecAlgorithm, _keyBytes, KeyBlobFormat.RawSymmetricKey);
        _bareSealed = new byte[Size + TagSize];
        _bare.Encrypt(_nonce, _plaintext, _bareSealed.AsSpan(0, Size), _bareSealed.AsSpan(Size));
        _boxSealed = _box.Seal(_plaintext);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _bare.Dispose();
        _box.Dispose();
        _nsec.Dispose();
    }

    [Benchmark(Baseline = true)]
    public void Bare_seal()
    {
        Span<byte> nonce = stackalloc byte[NonceSize];
        RandomNumberGenerator.Fill(nonce);
        _bare.Encrypt(nonce, _plaintext, _output.AsSpan(0, Size), _output.AsSpan(Size, TagSize));
    }

    [Benchmark]
    public int Box_seal() => _box.Seal(_plaintext, default, _output);

    [Benchmark]
    public void Bare_open() => _bare.Decrypt(_nonce, _bareSealed.AsSpan(0, Size), _bareSealed.AsSpan(Size), _opened);

    [Benchmark]
    public bool Box_open() => _box.TryOpen(_boxSealed, default, _opened, out _);

    [Benchmark]
    public void NSec_seal()
    {
        Span<byte> nonce = stackalloc byte[NonceSize];
        RandomNumberGenerator.Fill(nonce);
        NSecAlgorithm.Encrypt(_nsec, nonce, default, _plaintext, _output.AsSpan(0, Size + TagSize));
    }

    [Benchmark]
    public int BouncyCastle_seal()
    {
        RandomNumberGenerator.Fill(_nonce.AsSpan());
        var cipher = new GcmBlockCipher(new AesEngine());
        cipher.Init(true, new AeadParameters(new KeyParameter(_keyBytes), 8 * TagSize, _nonce));
        var written = cipher.ProcessBytes(_plaintext, 0, Size, _output, 0);
        return written + cipher.DoFinal(_output, written);
    }
}
