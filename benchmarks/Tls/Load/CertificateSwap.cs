using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using SocketSecurity.Tls;
using SocketSecurity.Trust;

namespace SocketSecurity.Benchmarks.Tls.Load;

/// <summary>Handshakes without a pause while the certificate's files are replaced again and again, half-written ones among them.</summary>
public static class CertificateSwap
{
    public static async Task<Result> RunAsync(int workers, TimeSpan time, TimeSpan swapEvery)
    {
        var folder = Directory.CreateTempSubdirectory("socketsecurity-swap-").FullName;
        ReloadingCertificateSource? source = null;
        DevAuthority? authority = null;
        try
        {
            await using var loopback = new Loopback(source: issuer =>
            {
                authority = issuer;
                Write(folder, issuer);
                return source = ServerCertificateSource.WatchPem(Path.Combine(folder, "tls.crt"), Path.Combine(folder, "tls.key"));
            });
            using (source)
            {
                return await RunAsync(loopback, source!, () => Write(folder, authority!), folder, workers, time, swapEvery);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<Result> RunAsync(
        Loopback loopback, ReloadingCertificateSource source, Action write, string folder, int workers, TimeSpan time, TimeSpan swapEvery)
    {
        using var end = new CancellationTokenSource(time);
        var times = new ConcurrentBag<TimeSpan>();
        var failures = new ConcurrentQueue<string>();
        var keys = new ConcurrentDictionary<string, bool>();
        var asking = Enumerable.Range(0, workers).Select(_ => Task.Run(async () =>
        {
            while (!end.IsCancellationRequested)
            {
                var watch = Stopwatch.StartNew();
                try
                {
                    await using var connection = await loopback.ConnectAsync();
                    keys[Convert.ToHexString(connection.Peer!.SpkiSha256.Span)] = true;
                    var answer = new byte[] { 42 };
                    await connection.Stream.WriteAsync(answer);
                    await connection.Stream.ReadExactlyAsync(answer);
                    times.Add(watch.Elapsed);
                }
                catch (Exception exception)
                {
                    failures.Enqueue(exception.Message);
                }
            }
        })).ToArray();

        var (swaps, refused) = (0, 0);
        while (!end.IsCancellationRequested)
        {
            // Every other time the reader comes while only half of it is there.
            await File.WriteAllTextAsync(Path.Combine(folder, "tls.crt"), "-----BEGIN CERTIFICATE-----\nMII", CancellationToken.None);
            refused += source.Reload() ? 0 : 1;
            write();
            swaps += source.Reload() ? 1 : 0;
            await Task.Delay(swapEvery, CancellationToken.None);
        }

        await Task.WhenAll(asking);
        return new Result(new Latencies(times), swaps, refused, keys.Count, [.. failures]);
    }

    private static void Write(string folder, DevAuthority authority)
    {
        using var certificate = authority.IssueServer();
        using var key = certificate.GetECDsaPrivateKey()!;
        File.WriteAllText(Path.Combine(folder, "tls.key"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(Path.Combine(folder, "tls.crt"), certificate.ExportCertificatePem());
    }

    public sealed record Result(Latencies Handshakes, int Swaps, int RefusedFiles, int CertificatesSeen, IReadOnlyList<string> Failures)
    {
        public override string ToString() =>
            $"{Handshakes}; {Swaps} certificates swapped in, {RefusedFiles} half-written ones refused, {CertificatesSeen} seen by clients; "
            + $"{Failures.Count} failures {string.Join(" | ", Failures.Distinct().Take(3))}";
    }
}
