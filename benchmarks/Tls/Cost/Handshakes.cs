using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using SocketSecurity.Tls;
using SocketSecurity.Trust;

namespace SocketSecurity.Benchmarks.Tls.Cost;

/// <summary>
/// One handshake over a loopback connection, by the library and by a bare SslStream as somebody careful writes it: the same
/// trust, versions and suites, a deadline, and a look at what was negotiated. What can be made once is made once.
/// </summary>
internal sealed class Handshakes : IDisposable
{
    private static readonly TlsCipherSuite[] Suites =
    [
        TlsCipherSuite.TLS_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
    ];

    private readonly DevAuthority _authority = DevCertificates.CreateAuthority();
    private readonly X509Certificate2 _certificate;
    private readonly ServerCertificateSource _source;
    private readonly SslStreamCertificateContext _context;
    private readonly TlsClientOptions _clientOptions;
    private readonly TlsServerOptions _serverOptions;
    private readonly X509ChainPolicy _policy;
    private readonly CipherSuitesPolicy? _suites;
    private readonly bool _resumes;

    public Handshakes(TlsProfile profile)
    {
        _certificate = _authority.IssueServer();
        _source = ServerCertificateSource.FromCertificate(_certificate);
        _context = SslStreamCertificateContext.Create(_certificate, null, offline: true);
        _clientOptions = new TlsClientOptions { Profile = profile, Trust = _authority.CreateTrustPolicy() };
        _serverOptions = new TlsServerOptions { Profile = profile };
        _resumes = profile == TlsProfile.Tls13Only;
        _policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        _policy.CustomTrustStore.Add(_authority.Certificate);
        _suites = _resumes || OperatingSystem.IsWindows() || OperatingSystem.IsAndroid() ? null : new CipherSuitesPolicy(Suites);
    }

    public Task<(SslStream Client, SslStream Server)> OursAsync(Stream client, Stream server) => BothAsync(
        SecureTls.AuthenticateAsClientAsync(client, "localhost", _clientOptions),
        SecureTls.AuthenticateAsServerAsync(server, _source, _serverOptions));

    public Task<(SslStream Client, SslStream Server)> BareAsync(Stream client, Stream server) => BothAsync(BareClientAsync(client), BareServerAsync(server));

    public void Dispose()
    {
        _certificate.Dispose();
        _authority.Dispose();
    }

    private static async Task<(SslStream, SslStream)> BothAsync(Task<SslStream> client, Task<SslStream> server) => (await client, await server);

    private async Task<SslStream> BareClientAsync(Stream stream)
    {
        var ssl = new SslStream(stream);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await ssl.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                EnabledSslProtocols = Versions,
                CertificateChainPolicy = _policy,
                AllowRenegotiation = false,
            },
            deadline.Token);
        CheckNegotiated(ssl);
        return ssl;
    }

    private async Task<SslStream> BareServerAsync(Stream stream)
    {
        var ssl = new SslStream(stream);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = _context,
            EnabledSslProtocols = Versions,
            AllowRenegotiation = false,
            AllowTlsResume = _resumes,
        };
        if (!OperatingSystem.IsWindows() && !OperatingSystem.IsAndroid())
        {
            options.CipherSuitesPolicy = _suites;
        }

        await ssl.AuthenticateAsServerAsync(options, deadline.Token);
        CheckNegotiated(ssl);
        return ssl;
    }

    private void CheckNegotiated(SslStream ssl)
    {
        if ((ssl.SslProtocol & ~Versions) != 0 || Array.IndexOf(Suites, ssl.NegotiatedCipherSuite) < 0)
        {
            throw new AuthenticationException($"{ssl.SslProtocol} and {ssl.NegotiatedCipherSuite} were negotiated.");
        }
    }

    private SslProtocols Versions => _resumes ? SslProtocols.Tls13 : SslProtocols.Tls12 | SslProtocols.Tls13;

    /// <summary>Connects a pair of sockets, has both ends do their handshake, and closes them.</summary>
    public static async Task RunAsync(TcpListener listener, Func<Stream, Stream, Task<(SslStream, SslStream)>> authenticate)
    {
        var accepting = listener.AcceptSocketAsync();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(listener.LocalEndpoint);
        using var client = new NetworkStream(socket, ownsSocket: true);
        using var server = new NetworkStream(await accepting, ownsSocket: true);
        var (one, other) = await authenticate(client, server);
        await one.ShutdownAsync();
        await other.ShutdownAsync();
        await one.DisposeAsync();
        await other.DisposeAsync();
    }
}
