using Microsoft.AspNetCore.Server.Kestrel;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Configuration;

namespace SocketSecurity.Tls;

/// <summary>
/// The HTTPS endpoints of Kestrel's configuration section with a certificate that is chosen by host name. Kestrel's HTTPS
/// defaults are not told the host, but each endpoint can be set up by its name as if it stood in code.
/// </summary>
internal static class ConfiguredEndpoints
{
    public static void UseByHost(KestrelServerOptions server, ServerCertificateSource certificate, TlsServerOptions? options)
    {
        var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        if (server.ConfigurationLoader is not { } loader || !Cover(loader, known, certificate, options))
        {
            throw new ArgumentException(
                "The source chooses by host name, and there is no https endpoint under Kestrel:Endpoints that could do so. "
                + $"Call {nameof(KestrelSecureDefaults.UseSecureDefaults)} on the endpoint's {nameof(ListenOptions)}.",
                nameof(certificate));
        }

        server.ConfigureHttpsDefaults(https =>
        {
            // Kestrel comes by here before it looks for what was set up for an endpoint, those too that a changed file adds.
            Cover(loader, known, certificate, options);
            Refuse(https);
        });
    }

    /// <returns>Whether the configuration has an HTTPS endpoint.</returns>
    private static bool Cover(KestrelConfigurationLoader loader, HashSet<string> known, ServerCertificateSource certificate, TlsServerOptions? options)
    {
        var found = false;
        foreach (var endpoint in loader.Configuration.GetSection("Endpoints").GetChildren())
        {
            found |= endpoint["Url"]?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) == true;
            if (known.Add(endpoint.Key))
            {
                loader.Endpoint(endpoint.Key, configured => Configure(configured, certificate, options));
            }
        }

        return found;
    }

    private static void Configure(EndpointConfiguration endpoint, ServerCertificateSource certificate, TlsServerOptions? options)
    {
        if (!endpoint.IsHttps)
        {
            return;
        }

        if (endpoint.ConfigSection.GetSection("Sni").GetChildren().Any())
        {
            throw new InvalidOperationException(
                $"The endpoint '{endpoint.ConfigSection.Key}' names certificates by host under Sni, and another source was given in code. Remove one of them.");
        }

        endpoint.ListenOptions.UseSecureDefaults(certificate, options);
    }

    /// <summary>An endpoint that no name of the configuration covers knows no host: it must not answer with any certificate.</summary>
    private static void Refuse(HttpsConnectionAdapterOptions https)
    {
        https.ServerCertificateSelector = static (_, _) => null;
        https.OnAuthenticate = static (_, _) => throw new InvalidOperationException(
            "The certificate is chosen by host name, which this endpoint is not told. "
            + $"Call {nameof(KestrelSecureDefaults.UseSecureDefaults)} on its {nameof(ListenOptions)}.");
    }
}
