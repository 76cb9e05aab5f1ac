using SocketSecurity.Encryption;
using SocketSecurity.Keys;

namespace SocketSecurity.SecureDefaults.Tests.Encryption;

public sealed class StreamMemoryTests
{
    private const int Pieces = 2048;
    private const int PieceSize = 64 * 1024;

    [Fact]
    public void Memory_does_not_grow_with_the_stream_in_either_direction()
    {
        using var folder = new TemporaryFolder();
        using var keys = Keyring<StreamKey>.Create();
        var piece = new byte[PieceSize];
        new Random(1).NextBytes(piece);
        var read = new byte[PieceSize];
        var before = GC.GetAllocatedBytesForCurrentThread();

        using (var sealer = new StreamSealer(File.Create(folder.File("large"), bufferSize: 1), keys, "large/v1"))
        {
            for (var i = 0; i < Pieces; i++)
            {
                sealer.Write(piece);
            }

            sealer.Complete();
        }

        using var opener = new StreamOpener(File.OpenRead(folder.File("large")), keys, "large/v1");
        for (var i = 0; i < Pieces; i++)
        {
            opener.ReadExactly(read);
            if (!read.AsSpan().SequenceEqual(piece))
            {
                Assert.Fail("Other bytes came out.");
            }
        }

        Assert.Equal(0, opener.Read(read));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20, "128 MiB took more than 1 MiB of memory.");
    }
}
