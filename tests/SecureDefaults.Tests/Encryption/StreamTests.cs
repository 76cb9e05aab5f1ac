using System.Security.Cryptography;
using SocketSecurity.Encryption;
using SocketSecurity.Keys;
using SocketSecurity.SecureDefaults.Tests.BadInput;

namespace SocketSecurity.SecureDefaults.Tests.Encryption;

public sealed class StreamTests : IDisposable
{
    private const int Chunk = 16 * 1024;
    private const int Header = 5 + 24 + 32;
    private readonly Keyring<StreamKey> _ring = Keyring<StreamKey>.Create(new KeyRotationPolicy { PropagationDelay = TimeSpan.Zero });

    public void Dispose() => _ring.Dispose();

    public static TheoryData<int> Sizes => [0, 1, 100, Chunk - 1, Chunk, Chunk + 1, (3 * Chunk) - 1, 3 * Chunk, (3 * Chunk) + 77, 20 * Chunk];

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Every_size_comes_back_through_every_way(int size)
    {
        var plaintext = Random(size);
        var cancellation = TestContext.Current.CancellationToken;
        var streamed = new MemoryStream();
        await StreamEncryption.EncryptAsync(new MemoryStream(plaintext), streamed, _ring, "backup/v1", cancellationToken: cancellation);
        var waitedFor = new MemoryStream();
        StreamEncryption.Encrypt(new TrickleStream(plaintext), waitedFor, _ring, "backup/v1");
        foreach (var stream in new[] { Seal(plaintext, step: 1000), Seal(plaintext, step: 70_000), streamed.ToArray(), waitedFor.ToArray() })
        {
            Assert.Equal(Header + size + (((size / Chunk) + 1) * 16), stream.Length);
            foreach (var step in new[] { 777, Chunk, 100_000 })
            {
                Assert.Equal(plaintext, Open(stream, step));
            }

            var output = new MemoryStream();
            await StreamEncryption.DecryptAsync(new MemoryStream(stream), output, _ring, "backup/v1", cancellationToken: cancellation);
            Assert.Equal(plaintext, output.ToArray());
            output.SetLength(0);
            StreamEncryption.Decrypt(new MemoryStream(stream), output, _ring, "backup/v1");
            Assert.Equal(plaintext, output.ToArray());
            await using var trickle = new StreamOpener(new TrickleStream(stream), _ring, "backup/v1");
            output.SetLength(0);
            await trickle.CopyToAsync(output, cancellation);
            Assert.Equal(plaintext, output.ToArray());
        }
    }

    [Fact]
    public void Random_access_reads_what_is_there()
    {
        var random = new Random(5);
        foreach (var size in Sizes.Select(row => row.Data))
        {
            var plaintext = Random(size);
            using var opener = SeekableStreamOpener.Open(new MemoryStream(Seal(plaintext)), _ring, "backup/v1");
            Assert.Equal(size, opener.Length);
            for (var i = 0; i < 50; i++)
            {
                var from = random.Next(size + 10);
                var buffer = new byte[random.Next(1, 40_000)];
                Assert.Equal(from, i % 2 == 0 ? opener.Seek(from, SeekOrigin.Begin) : opener.Seek(from - size, SeekOrigin.End));
                var read = opener.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
                var expected = from >= size ? [] : plaintext.AsSpan(from, Math.Min(buffer.Length, size - from));
                Assert.True(expected.SequenceEqual(buffer.AsSpan(0, read)));
            }

            Assert.Throws<IOException>(() => opener.Seek(-1, SeekOrigin.Begin));
        }
    }

    [Fact]
    public void Any_changed_bit_and_any_cut_of_a_small_stream_is_refused_by_both_readers()
    {
        var stream = Seal(Random(40));
        foreach (var changed in Hostile.EveryChange(stream))
        {
            RefusedByAll(changed);
        }
    }

    [Fact]
    public void Every_cut_near_a_chunk_border_and_flips_in_every_chunk_are_refused()
    {
        var plaintext = Random((2 * Chunk) + 5);
        var stream = Seal(plaintext);
        for (var border = 0; border < 3; border++)
        {
            for (var delta = -20; delta <= 20; delta++)
            {
                var length = Header + (border * (Chunk + 16)) + delta;
                if (length < stream.Length)
                {
                    RefusedByAll(stream[..length]);
                }
            }
        }

        var random = new Random(9);
        for (var i = 0; i < 300; i++)
        {
            var changed = (byte[])stream.Clone();
            changed[random.Next(stream.Length)] ^= (byte)(1 << random.Next(8));
            RefusedBySequentialReaders(changed);
        }
    }

    [Fact]
    public void Exchanged_dropped_repeated_and_appended_chunks_are_refused()
    {
        var stream = Seal(Random((4 * Chunk) + 5));
        var header = stream[..Header];
        var chunks = stream[Header..].Chunk(Chunk + 16).ToList();
        byte[] Join(params int[] order) => [.. header, .. order.SelectMany(i => chunks[i])];
        Assert.Equal(stream, Join(0, 1, 2, 3, 4));
        foreach (var order in new int[][] { [1, 0, 2, 3, 4], [0, 1, 3, 4], [0, 1, 1, 2, 3, 4], [0, 1, 2, 3], [0, 1, 2, 3, 4, 4], [4, 0, 1, 2, 3], [4], [] })
        {
            RefusedBySequentialReaders(Join(order));
        }

        // A whole second stream behind the first, and the body of another stream behind this header.
        RefusedBySequentialReaders([.. stream, .. stream]);
        RefusedBySequentialReaders([.. header, .. Seal(Random((4 * Chunk) + 5))[Header..]]);
    }

    [Fact]
    public void A_reader_that_failed_once_fails_for_ever_and_released_only_what_came_before()
    {
        var plaintext = Random(3 * Chunk);
        var stream = Seal(plaintext);
        stream[Header + (2 * (Chunk + 16)) + 3] ^= 1;
        using var opener = new StreamOpener(new MemoryStream(stream), _ring, "backup/v1");
        var buffer = new byte[2 * Chunk];
        opener.ReadExactly(buffer);
        Assert.Equal(plaintext[..(2 * Chunk)], buffer);
        buffer.AsSpan().Clear();
        for (var i = 0; i < 3; i++)
        {
            Assert.Throws<DecryptionFailedException>(() => opener.Read(buffer));
            Assert.All(buffer, b => Assert.Equal(0, b));
        }
    }

    [Fact]
    [Trait(BadInputPageTests.Row, "a write that fails, or a stream that ends early")]
    public async Task A_failed_decryption_cuts_the_destination_back_and_files_never_appear_in_part()
    {
        using var folder = new TemporaryFolder();
        var cancellation = TestContext.Current.CancellationToken;
        var stream = Seal(Random(3 * Chunk));
        var output = new MemoryStream();
        output.Write("kept"u8);
        await Assert.ThrowsAsync<DecryptionFailedException>(() => StreamEncryption.DecryptAsync(
            new MemoryStream(stream[..^1]), output, _ring, "backup/v1", cancellationToken: cancellation));
        Assert.Equal("kept"u8, output.ToArray());
        Assert.Throws<DecryptionFailedException>(() => StreamEncryption.Decrypt(new MemoryStream(stream[..^1]), output, _ring, "backup/v1"));
        Assert.Equal("kept"u8, output.ToArray());

        await File.WriteAllBytesAsync(folder.File("cut"), stream[..^1], cancellation);
        await File.WriteAllBytesAsync(folder.File("whole"), stream, cancellation);
        await Assert.ThrowsAsync<DecryptionFailedException>(() => StreamEncryption.DecryptFileAsync(
            folder.File("cut"), folder.File("out"), _ring, "backup/v1", cancellationToken: cancellation));
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
        await StreamEncryption.DecryptFileAsync(folder.File("whole"), folder.File("out"), _ring, "backup/v1", cancellationToken: cancellation);
        await StreamEncryption.EncryptFileAsync(folder.File("out"), folder.File("again"), _ring, "backup/v2", cancellationToken: cancellation);
        Assert.Equal(stream.Length, new FileInfo(folder.File("again")).Length);
        await Assert.ThrowsAsync<IOException>(() => StreamEncryption.DecryptFileAsync(
            folder.File("whole"), folder.File("out"), _ring, "backup/v1", cancellationToken: cancellation));
        Assert.Equal(4, Directory.GetFiles(folder.Path).Length);
    }

    [Fact]
    public void A_stream_that_was_disposed_but_not_completed_is_refused()
    {
        var output = new MemoryStream();
        using (var sealer = new StreamSealer(output, _ring, "backup/v1", leaveOpen: true))
        {
            sealer.Write(Random(2 * Chunk));
        }

        RefusedByAll(output.ToArray());
    }

    [Fact]
    [Trait(BadInputPageTests.Row, "a write that fails, or a stream that ends early")]
    public void A_write_that_failed_ends_the_stream()
    {
        using var sealer = new StreamSealer(new BrokenStream(), _ring, "backup/v1");
        Assert.Throws<IOException>(() => sealer.Write(Random(2 * Chunk)));
        Assert.Throws<InvalidOperationException>(() => sealer.Write([1]));
        Assert.Throws<InvalidOperationException>(sealer.Complete);
    }

    [Fact]
    public void Another_key_and_another_context_are_refused_and_old_keys_still_read()
    {
        var stream = Seal("hello"u8.ToArray());
        using var stranger = Keyring<StreamKey>.Create();
        Assert.Throws<DecryptionFailedException>(() => new StreamOpener(new MemoryStream(stream), stranger, "backup/v1").ReadByte());
        Assert.Throws<DecryptionFailedException>(() => new StreamOpener(new MemoryStream(stream), _ring, "backup/v2").ReadByte());
        Assert.Throws<DecryptionFailedException>(() => SeekableStreamOpener.Open(new MemoryStream(stream), _ring, "backup/v2"));
        _ring.Promote(_ring.Rotate());
        Assert.Equal("hello"u8, Open(stream));
    }

    [Fact]
    public async Task Progress_is_reported_and_cancellation_leaves_what_no_reader_accepts()
    {
        var reports = new List<long>();
        using var stop = new CancellationTokenSource();
        var output = new MemoryStream();
        var progress = new Recorder(done =>
        {
            reports.Add(done);
            if (done > 200_000)
            {
                stop.Cancel();
            }
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => StreamEncryption.EncryptAsync(
            new MemoryStream(Random(1_000_000)), output, _ring, "backup/v1", progress, stop.Token));
        Assert.Equal([65536, 131072, 196608, 262144], reports);
        RefusedByAll(output.ToArray());
    }

    [Fact]
    public void Misuse_is_reported()
    {
        Assert.Throws<ArgumentNullException>(() => new StreamSealer(null!, _ring, "x"));
        Assert.Throws<ArgumentException>(() => new StreamSealer(new MemoryStream([], writable: false), _ring, "x"));
        Assert.Throws<ArgumentException>(() => new StreamSealer(Stream.Null, _ring, ""));
        Assert.Throws<ArgumentException>(() => new StreamOpener(new BrokenStream(), _ring, "x"));
        Assert.Throws<ArgumentException>(() => SeekableStreamOpener.Open(new TrickleStream([]), _ring, "x"));
        using var sealer = new StreamSealer(new MemoryStream(), _ring, "x");
        sealer.Complete();
        Assert.Throws<InvalidOperationException>(() => sealer.Write([1]));
        Assert.Throws<NotSupportedException>(() => sealer.ReadByte());
        Assert.False(sealer.CanSeek);
    }

    private byte[] Seal(byte[] plaintext, int step = int.MaxValue)
    {
        var output = new MemoryStream();
        using (var sealer = new StreamSealer(output, _ring, "backup/v1", leaveOpen: true))
        {
            for (var done = 0; done < plaintext.Length; done += Math.Min(step, plaintext.Length - done))
            {
                sealer.Write(plaintext.AsSpan(done, Math.Min(step, plaintext.Length - done)));
            }

            sealer.Complete();
        }

        return output.ToArray();
    }

    private byte[] Open(byte[] stream, int step = 4096)
    {
        using var opener = new StreamOpener(new MemoryStream(stream), _ring, "backup/v1");
        var output = new MemoryStream();
        opener.CopyTo(output, step);
        return output.ToArray();
    }

    private void RefusedByAll(byte[] stream)
    {
        RefusedBySequentialReaders(stream);
        Assert.Throws<DecryptionFailedException>(() =>
        {
            using var opener = SeekableStreamOpener.Open(new MemoryStream(stream), _ring, "backup/v1");
            opener.CopyTo(Stream.Null);
        });
    }

    private void RefusedBySequentialReaders(byte[] stream)
    {
        Assert.Throws<DecryptionFailedException>(() => Open(stream));
        Assert.Throws<DecryptionFailedException>(() => Open(stream, step: 2 * Chunk));
    }

    private static byte[] Random(int size) => RandomNumberGenerator.GetBytes(size);

    private sealed class Recorder(Action<long> report) : IProgress<long>
    {
        public void Report(long value) => report(value);
    }

    /// <summary>A source that gives a few bytes at a time, as a network does.</summary>
    private sealed class TrickleStream(byte[] content) : MemoryStream(content, writable: false)
    {
        private readonly Random _random = new(3);

        public override bool CanSeek => false;

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, _random.Next(1, 5000))]);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, _random.Next(1, 5000))], cancellationToken);
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override bool CanRead => false;

        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("The disk is full.");
    }
}
