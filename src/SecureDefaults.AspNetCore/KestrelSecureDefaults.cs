using System.Net.Security;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace SocketSecurity.Tls;

/// <summary>
/// TLS of Kestrel's endpoints by the library's rules: versions and cipher suites, client certificates required or absent,
/// certificates that are reloaded, no downloads for the sake of a client that nobody knows yet.
/// </summary>
/// <remarks>
/// The method on <see cref="ListenOptions"/> is for one endpoint, the one on <see cref="KestrelServerOptions"/> for those that come
/// from configuration, too. Call them while Kestrel is configured; the sources and options are shared by all connections.
/// </remarks>
#pragma warning disable RS0026 // The overloads extend different types, so that a call is never ambiguous.
public static class KestrelSecureDefaults
{
    /// <summary>
    /// The endpoint speaks HTTPS by these options. A connection whose handshake ended with a weaker version or suite is closed
    /// before a request is read from it.
    /// </summary>
    /// <param name="endpoint">The endpoint; HTTP/3 is possible too.</param>
    /// <param name="certificate">The server's certificate. The one in use at the moment is taken for each connection.</param>
    /// <param name="options">How to accept; null means the defaults. Without ALPN names of its own, the endpoint's HTTP versions are offered.</param>
    /// <returns>The endpoint.</returns>
    public static ListenOptions UseSecureDefaults(this ListenOptions endpoint, ServerCertificateSource certificate, TlsServerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(certificate);
        options ??= new TlsServerOptions();
        endpoint.UseHttps(new TlsHandshakeCallbackOptions
        {
            HandshakeTimeout = options.HandshakeTimeout,
            OnConnection = connection => ValueTask.FromResult(
                SecureTls.CreateServerOptions(certificate, options, connection.ClientHelloInfo.ServerName)),
        });

        // Behind the TLS middleware, which was added first: this one sees connections whose handshake is done.
        return endpoint.VerifyNegotiated(options.Profile);
    }

    /// <summary>
    /// All HTTPS endpoints of the server, those from configuration included, unless they are set up with TLS options of their own.
    /// </summary>
    /// <param name="server">The server.</param>
    /// <param name="certificate">
    /// The server's certificate, used instead of configured ones. One that is chosen by host name serves the endpoints of the
    /// configuration section (<c>Kestrel:Endpoints</c>); endpoints in code need the method on <see cref="ListenOptions"/> then.
    /// </param>
    /// <param name="options">How to accept; null means the defaults.</param>
    /// <returns>The server.</returns>
    /// <remarks>HTTP/3 needs the method on <see cref="ListenOptions"/>, or a certificate that is chosen by host name.</remarks>
    /// <exception cref="ArgumentException">The source chooses by host name, and no HTTPS endpoint is configured.</exception>
    public static KestrelServerOptions UseSecureDefaults(this KestrelServerOptions server, ServerCertificateSource certificate, TlsServerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(certificate);
        if (certificate.DependsOnName)
        {
            ConfiguredEndpoints.UseByHost(server, certificate, options);
        }
        else
        {
            server.ConfigureHttpsDefaults(https => https.UseSecureDefaults(certificate, options));
        }

        return server;
    }

    /// <summary>HTTPS connections by these options, for places that take Kestrel's own type.</summary>
    /// <param name="https">Kestrel's options. What they say about TLS is replaced.</param>
    /// <param name="certificate">The server's certificate; not one that is chosen by host name.</param>
    /// <param name="options">How to accept; null means the defaults.</param>
    /// <returns>Kestrel's options.</returns>
    /// <remarks>HTTP/3 needs the method on <see cref="ListenOptions"/>.</remarks>
    /// <exception cref="ArgumentException">The source chooses by host name, of which Kestrel tells nothing here.</exception>
    public static HttpsConnectionAdapterOptions UseSecureDefaults(
        this HttpsConnectionAdapterOptions https, ServerCertificateSource certificate, TlsServerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(https);
        ArgumentNullException.ThrowIfNull(certificate);
        if (certificate.DependsOnName)
        {
            throw new ArgumentException(
                $"The source chooses by host name, which Kestrel does not tell here. Call {nameof(UseSecureDefaults)} on the endpoint's {nameof(ListenOptions)}.",
                nameof(certificate));
        }

        options ??= new TlsServerOptions();

        // Never asked, because the connection's own options have a certificate; without it Kestrel does not start.
        https.ServerCertificateSelector = (_, _) => SecureTls.CreateServerOptions(certificate, options).ServerCertificateContext!.TargetCertificate;
        https.HandshakeTimeout = options.HandshakeTimeout;

        // Whoever is asked for a certificate is asked by the settings below: in its other modes Kestrel has a callback of its
        // own, which is not told the stream, and a second one would be an error.
        https.ClientCertificateMode = ClientCertificateMode.NoCertificate;
        https.ClientCertificateValidation = null;
        https.OnAuthenticate = (_, settings) => Replace(settings, SecureTls.CreateServerOptions(certificate, options));
        return https;
    }

    private static void Replace(SslServerAuthenticationOptions settings, SslServerAuthenticationOptions decided)
    {
        settings.ServerCertificate = null;
        settings.ServerCertificateSelectionCallback = null;
        settings.ServerCertificateContext = decided.ServerCertificateContext;
        settings.EnabledSslProtocols = decided.EnabledSslProtocols;
        settings.EncryptionPolicy = decided.EncryptionPolicy;
        settings.ClientCertificateRequired = decided.ClientCertificateRequired;
        settings.CertificateChainPolicy = decided.CertificateChainPolicy;
        settings.RemoteCertificateValidationCallback = decided.RemoteCertificateValidationCallback;
        settings.AllowRenegotiation = decided.AllowRenegotiation;
        settings.AllowTlsResume = decided.AllowTlsResume;
        settings.ApplicationProtocols = decided.ApplicationProtocols ?? settings.ApplicationProtocols;
        if (!OperatingSystem.IsWindows() && !OperatingSystem.IsAndroid())
        {
            settings.CipherSuitesPolicy = decided.CipherSuitesPolicy;
        }
    }
}
