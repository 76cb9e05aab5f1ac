using System.Net.Security;
using SocketSecurity.Trust;

namespace SocketSecurity.Tls;

/// <summary>The framework's authentication options, with everything in them decided.</summary>
internal static class AuthenticationSettings
{
    public static SslClientAuthenticationOptions ForClient(string host, TlsClientOptions options, PeerVerification verification) => new()
    {
        TargetHost = PeerName.Normalize(host),
        EnabledSslProtocols = TlsDefaults.Protocols(options.Profile),
        ClientCertificateContext = options.Identity?.Context,
        CertificateChainPolicy = verification.CreateChainPolicy(),
        RemoteCertificateValidationCallback = verification.Verify,
        AllowRenegotiation = false,
        ApplicationProtocols = Protocols(options.ApplicationProtocols),
    };

    public static SslServerAuthenticationOptions ForServer(ServerCertificateSource certificate, TlsServerOptions options, PeerVerification? verification) => new()
    {
        ServerCertificateContext = certificate.Current,
        EnabledSslProtocols = TlsDefaults.Protocols(options.Profile),
        ClientCertificateRequired = verification is not null,
        CertificateChainPolicy = verification?.CreateChainPolicy(),
        RemoteCertificateValidationCallback = verification is null ? null : verification.Verify,
        AllowRenegotiation = false,

        // The key that protects session tickets lives as long as the process and cannot be rotated, which would void
        // forward secrecy for TLS 1.2 (RFC 9325 §3.4). TLS 1.3 resumes with a fresh key exchange.
        AllowTlsResume = options.Profile == TlsProfile.Tls13Only,
        ApplicationProtocols = Protocols(options.ApplicationProtocols),
    };

    private static List<SslApplicationProtocol>? Protocols(IReadOnlyList<string> names) =>
        names.Count == 0 ? null : [.. names.Select(name => new SslApplicationProtocol(name))];
}
