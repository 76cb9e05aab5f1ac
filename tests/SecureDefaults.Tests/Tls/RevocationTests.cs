using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SocketSecurity.Tls;
using SocketSecurity.Trust;

namespace SocketSecurity.SecureDefaults.Tests.Tls;

/// <summary>The three policies against a list that says good, revoked, or never arrives.</summary>
public sealed class RevocationTests : IDisposable
{
    private const string ServerUsage = "1.3.6.1.5.5.7.3.1";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _authority;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly string _address;

    public RevocationTests()
    {
        _listener.Start();

        // An address of its own for each test: the platform keeps lists by address.
        _address = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/{Guid.NewGuid():N}.crl";
        var request = new CertificateRequest("CN=Revoking authority", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        _authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddDays(30));
    }

    public static TheoryData<string, string, PeerProblem?> Answers { get; } = new()
    {
        { "good", "None", null },
        { "good", "WhenAvailable", null },
        { "good", "Required", null },
        { "revoked", "None", null },
        { "revoked", "WhenAvailable", PeerProblem.Revoked },
        { "revoked", "Required", PeerProblem.Revoked },
        { "silent", "None", null },
        { "silent", "WhenAvailable", null },
        { "silent", "Required", PeerProblem.RevocationUnknown },
        { "not there", "WhenAvailable", null },
        { "not there", "Required", PeerProblem.RevocationUnknown },
    };

    public void Dispose()
    {
        _listener.Stop();
        _authority.Dispose();
        _key.Dispose();
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Revocation_is_checked_as_the_policy_says_and_in_bounded_time(string answer, string policy, PeerProblem? problem)
    {
        using var certificate = Issue();
        var serving = ServeAsync(answer, certificate);
        var revocation = policy switch
        {
            "None" => RevocationPolicy.None,
            "WhenAvailable" => RevocationPolicy.WhenAvailable,
            _ => RevocationPolicy.Required,
        };
        var trust = TrustPolicy.PrivateRoots([_authority], revocation.WithTimeout(TimeSpan.FromSeconds(1)));
        var watch = Stopwatch.StartNew();

        var report = await Task.Run(
            () => CertificateInspector.Validate(certificate, [], "localhost", PeerRole.Server, trust), TestContext.Current.CancellationToken);

        Assert.Equal(problem, report.IsValid ? null : report.Findings[0].Problem);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{watch.Elapsed}");
        _listener.Stop();
        await serving;
    }

    [Theory]
    [InlineData("good", null)]
    [InlineData("revoked", PeerProblem.Revoked)]
    [InlineData("silent", PeerProblem.RevocationUnknown)]
    public async Task A_server_is_refused_for_it_in_the_handshake(string answer, PeerProblem? problem)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var issued = Issue(key);
        using var certificate = issued.CopyWithPrivateKey(key);
        var serving = ServeAsync(answer, certificate);
        await using var server = RawServer.Tls(certificate);
        var options = new TlsClientOptions
        {
            Trust = TrustPolicy.PrivateRoots([_authority], RevocationPolicy.Required.WithTimeout(TimeSpan.FromSeconds(1))),
            HandshakeTimeout = TimeSpan.FromSeconds(20),
        };

        var failure = await Record.ExceptionAsync(async () =>
        {
            await using var ssl = await SecureTls.AuthenticateAsClientAsync(await server.ConnectAsync(), "localhost", options, TestContext.Current.CancellationToken);
        });

        Assert.Equal(problem, (failure as PeerCertificateException)?.Report.Findings[0].Problem);
        Assert.Equal(problem is null, failure is null);
        _listener.Stop();
        await serving;
    }

    private X509Certificate2 Issue(ECDsa? own = null)
    {
        using var fresh = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var key = own ?? fresh;
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerUsage)], false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([_address]));
        return request.Create(_authority, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(10), RandomNumberGenerator.GetBytes(8));
    }

    private async Task ServeAsync(string answer, X509Certificate2 certificate)
    {
        List<TcpClient> held = [];
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
                held.Add(client);
                if (answer == "silent")
                {
                    continue;
                }

                var stream = client.GetStream();
                await stream.ReadAtLeastAsync(new byte[2048], 1, throwOnEndOfStream: false, TestContext.Current.CancellationToken);
                await stream.WriteAsync(answer == "not there" ? "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray() : List(answer, certificate), TestContext.Current.CancellationToken);
                client.Dispose();
            }
        }
        catch (Exception exception) when (exception is SocketException or InvalidOperationException or OperationCanceledException)
        {
            held.ForEach(client => client.Dispose());
        }
    }

    private byte[] List(string answer, X509Certificate2 certificate)
    {
        var builder = new CertificateRevocationListBuilder();
        if (answer == "revoked")
        {
            builder.AddEntry(certificate, DateTimeOffset.UtcNow.AddHours(-1), X509RevocationReason.KeyCompromise);
        }

        var list = builder.Build(_authority, BigInteger.One, DateTimeOffset.UtcNow.AddDays(1), HashAlgorithmName.SHA256, null, DateTimeOffset.UtcNow.AddHours(-1));
        return [.. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {list.Length}\r\nConnection: close\r\n\r\n"), .. list];
    }
}
