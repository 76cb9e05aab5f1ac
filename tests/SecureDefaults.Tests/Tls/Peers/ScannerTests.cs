using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using SocketSecurity.Tls;
using SocketSecurity.Trust;

namespace SocketSecurity.SecureDefaults.Tests.Tls.Peers;

/// <summary>What scanners say about a listener with the defaults: the intended versions and suites, and no finding of weight.</summary>
public sealed class ScannerTests : IDisposable
{
    private static readonly string[] Intended =
    [
        "TLSv1.2 ECDHE-ECDSA-AES128-GCM-SHA256",
        "TLSv1.2 ECDHE-ECDSA-AES256-GCM-SHA384",
        "TLSv1.2 ECDHE-ECDSA-CHACHA20-POLY1305",
        "TLSv1.3 TLS_AES_128_GCM_SHA256",
        "TLSv1.3 TLS_AES_256_GCM_SHA384",
        "TLSv1.3 TLS_CHACHA20_POLY1305_SHA256",
    ];

    private readonly DevAuthority _authority = DevCertificates.CreateAuthority();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _folder.Dispose();
        _authority.Dispose();
    }

    [Theory]
    [InlineData(TlsProfile.Default)]
    [InlineData(TlsProfile.Tls13Only)]
    public async Task Sslscan_sees_the_intended_versions_and_suites(TlsProfile profile)
    {
        await using var listener = Serve(profile);

        await ExternalProgram.RunAsync("sslscan", ["--xml=scan.xml", "--no-check-certificate", $"127.0.0.1:{Port(listener)}"], _folder.Path);
        var scan = XDocument.Parse(Regex.Replace(await File.ReadAllTextAsync(_folder.File("scan.xml"), TestContext.Current.CancellationToken), @"[^\t\n\x20-\x7e]", "")).Root!;

        string[] enabled = [.. scan.Descendants("protocol").Where(protocol => protocol.Attribute("enabled")?.Value == "1").Select(protocol => protocol.Attribute("type")!.Value + protocol.Attribute("version")!.Value)];
        Assert.Equal(profile == TlsProfile.Default ? ["tls1.2", "tls1.3"] : ["tls1.3"], enabled);
        Assert.Equal(
            Intended.Where(suite => profile == TlsProfile.Default || suite.StartsWith("TLSv1.3", StringComparison.Ordinal)),
            scan.Descendants("cipher").Select(cipher => $"{cipher.Attribute("sslversion")!.Value} {cipher.Attribute("cipher")!.Value}").Order(StringComparer.Ordinal));
        Assert.All(scan.Descendants("compression").Concat(scan.Descendants("renegotiation")), weakness => Assert.Equal("0", weakness.Attribute("supported")!.Value));
        Assert.All(scan.Descendants("heartbleed"), heartbleed => Assert.Equal("0", heartbleed.Attribute("vulnerable")!.Value));
    }

    [Fact]
    public async Task Testssl_finds_nothing_of_weight()
    {
        await using var listener = Serve(TlsProfile.Default);

        var (_, output) = await ExternalProgram.RunAsync(
            "testssl",
            ["--quiet", "--color", "0", "--warnings", "off", "--ip", "one", "--jsonfile", "report.json", "-p", "-s", "-U", $"127.0.0.1:{Port(listener)}"],
            _folder.Path,
            limit: TimeSpan.FromMinutes(10));
        Assert.True(File.Exists(_folder.File("report.json")), output);
        using var report = JsonDocument.Parse(await File.ReadAllTextAsync(_folder.File("report.json"), TestContext.Current.CancellationToken));
        var findings = report.RootElement.EnumerateArray()
            .Select(entry => (Id: entry.GetProperty("id").GetString()!, Severity: entry.GetProperty("severity").GetString()!, Text: entry.GetProperty("finding").GetString()!))
            .ToList();

        Assert.Equal([], findings.Where(finding => finding.Severity is "MEDIUM" or "HIGH" or "CRITICAL" or "FATAL").Select(finding => $"{finding}"));
        Assert.Equal("OK", findings.Single(finding => finding.Id == "TLS1_3").Severity);
        Assert.All(["SSLv2", "SSLv3"], old => Assert.Equal("OK", findings.Single(finding => finding.Id == old).Severity));
        Assert.All(["TLS1", "TLS1_1"], old => Assert.Equal("not offered", findings.Single(finding => finding.Id == old).Text));
    }

    private static int Port(TlsListener listener) => ((IPEndPoint)listener.LocalEndPoint).Port;

    private TlsListener Serve(TlsProfile profile)
    {
        var listener = TlsListener.Start(
            new IPEndPoint(IPAddress.Loopback, 0),
            ServerCertificateSource.FromCertificate(_authority.IssueServer()),
            new TlsListenerOptions { Handshake = new TlsServerOptions { Profile = profile }, MaxPendingPerAddress = 200 });
        _ = listener.RunAsync((connection, token) => connection.Stream.CopyToAsync(connection.Stream, token), TestContext.Current.CancellationToken);
        return listener;
    }
}
