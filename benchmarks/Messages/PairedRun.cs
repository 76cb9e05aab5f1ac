using SocketSecurity.Datagrams;

namespace SocketSecurity.Benchmarks.Messages;

/// <summary>The benchmarks in turns instead of one after the other, for machines that are never idle.</summary>
internal static class PairedRun
{
    public static void Start()
    {
        foreach (var size in new[] { 64, 1024, 65536 })
        {
            Messages(new MessageBenchmarks { Size = size });
        }

        Streams(new StreamBenchmarks());
        foreach (var size in new[] { 64, DatagramChannel.MaxPayload })
        {
            Datagrams(new DatagramBenchmarks { Size = size });
        }
    }

    private static void Messages(MessageBenchmarks messages)
    {
        messages.Setup();
        new Contest($"seal {messages.Size} bytes, random nonce")
            .With("AesGcm", messages.Bare_seal)
            .With("AesGcm with a context", messages.Bare_seal_with_context)
            .With("AeadBox", () => messages.Box_seal())
            .With("NSec", messages.NSec_seal)
            .With("BouncyCastle", () => messages.BouncyCastle_seal())
            .Run();
        new Contest($"open {messages.Size} bytes")
            .With("AesGcm", messages.Bare_open)
            .With("AesGcm with a context", messages.Bare_open_with_context)
            .With("AeadBox", () => messages.Box_open())
            .With("NSec", () => messages.NSec_open())
            .With("BouncyCastle", () => messages.BouncyCastle_open())
            .Run();
        messages.Cleanup();
    }

    private static void Streams(StreamBenchmarks streams)
    {
        streams.Setup();
        new Contest("stream of 8 MiB, chunks of 16 KiB")
            .With("AesGcm", streams.Bare_seal)
            .With("StreamSealer", streams.Sealer)
            .With("StreamOpener", streams.Opener)
            .With("NSec", streams.NSec_seal)
            .With("BouncyCastle", streams.BouncyCastle_seal)
            .Run();
    }

    private static void Datagrams(DatagramBenchmarks datagrams)
    {
        datagrams.Setup();
        new Contest($"datagram of {datagrams.Size} bytes, sealed and opened")
            .With("AesGcm", datagrams.Bare)
            .With("DatagramChannel", () => datagrams.Channel())
            .With("NSec", () => datagrams.NSec())
            .With("BouncyCastle", () => datagrams.BouncyCastle())
            .Run();
    }
}
