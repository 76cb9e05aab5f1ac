using System.Net.Quic;
using System.Net.Security;
using SocketSecurity.Trust;

namespace SocketSecurity.Tls;

/// <summary>The framework's authentication options, with everything in them decided.</summary>
internal static class AuthenticationSettings
{
    public static SslClientAuthenticationOptions ForHost(TlsClientOptions options, PeerVerification verification)
    {
        var settings = ForClient(options, verification);
        settings.TargetHost = verification.Host;
        settings.ApplicationProtocols = Protocols(options.ApplicationProtocols);
        return settings;
    }

    /// <summary>For an API that sets the host itself, connection by connection, and tells it to the callback.</summary>
    public static SslClientAuthenticationOptions ForAnyHost(TlsClientOptions options)
    {
        var settings = ForClient(options, new PeerVerification(options.Trust, PeerRole.Server, null));
        settings.CertificateChainPolicy = settings.CertificateChainPolicy?.Clone();
        settings.RemoteCertificateValidationCallback = (sender, certificate, chain, errors) =>
        {
            var verification = new PeerVerification(options.Trust, PeerRole.Server, HostOf(sender));
            return verification.Verify(sender, certificate, chain, errors) ? true : throw new PeerCertificateException(verification.Refusal!);
        };
        return settings;
    }

    public static SslServerAuthenticationOptions ForServer(
        SslStreamCertificateContext certificate, TlsServerOptions options, PeerVerification? verification)
    {
        var settings = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = certificate,
            EnabledSslProtocols = TlsDefaults.Protocols(options.Profile),
            ClientCertificateRequired = verification is not null,
            CertificateChainPolicy = verification?.ChainPolicy,
            RemoteCertificateValidationCallback = verification is null ? null : verification.Verify,
            AllowRenegotiation = false,

            // The key that protects session tickets lives as long as the process and cannot be rotated, which would void
            // forward secrecy for TLS 1.2 (RFC 9325 §3.4). TLS 1.3 resumes with a fresh key exchange.
            AllowTlsResume = options.Profile == TlsProfile.Tls13Only,
            ApplicationProtocols = Protocols(options.ApplicationProtocols),
        };
        TlsDefaults.RestrictSuites(settings, options.Profile);
        return settings;
    }

    private static SslClientAuthenticationOptions ForClient(TlsClientOptions options, PeerVerification verification) => new()
    {
        EnabledSslProtocols = TlsDefaults.Protocols(options.Profile),
        ClientCertificateContext = options.Identity?.Context,
        CertificateChainPolicy = verification.ChainPolicy,
        RemoteCertificateValidationCallback = verification.Verify,
        AllowRenegotiation = false,
    };

    private static string HostOf(object sender) => sender switch
    {
        SslStream stream => stream.TargetHostName,
        _ when (OperatingSystem.IsLinux() || OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()) && sender is QuicConnection connection => connection.TargetHostName,
        _ => throw new InvalidOperationException("The host of the connection is not known."),
    };

    private static List<SslApplicationProtocol>? Protocols(IReadOnlyList<string> names) =>
        names.Count == 0 ? null : [.. names.Select(name => new SslApplicationProtocol(name))];
}
