using System.Net.Http;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace SocketSecurity.Trust;

/// <summary>What the arguments of a framework validation callback tell about the connection.</summary>
internal static class CallbackContext
{
    /// <summary>Which end the peer is, and the host that was meant when it is a server and that is known.</summary>
    public static (PeerRole Role, string? Host) Of(object? sender, X509Chain? chain) => sender switch
    {
        SslStream { IsServer: true } => (PeerRole.Client, null),
        SslStream stream => (PeerRole.Server, Known(stream.TargetHostName)),
        HttpRequestMessage request => (PeerRole.Server, Known(request.Headers.Host is { Length: > 0 } header ? WithoutPort(header) : request.RequestUri?.IdnHost)),
        _ => (AsksForClient(chain) ? PeerRole.Client : PeerRole.Server, null),
    };

    /// <summary>The certificates the peer sent besides its own.</summary>
    public static X509Certificate2Collection FurtherCertificates(X509Chain? chain)
    {
        var certificates = new X509Certificate2Collection();
        if (chain is not null)
        {
            certificates.AddRange(chain.ChainPolicy.ExtraStore);
            foreach (var element in chain.ChainElements)
            {
                certificates.Add(element.Certificate);
            }
        }

        return certificates;
    }

    private static string? Known(string? host) => string.IsNullOrEmpty(host) ? null : PeerName.Normalize(host);

    private static string WithoutPort(string header) =>
        Uri.TryCreate("https://" + header, UriKind.Absolute, out var uri) ? uri.IdnHost : header;

    private static bool AsksForClient(X509Chain? chain)
    {
        if (chain is not null)
        {
            foreach (var usage in chain.ChainPolicy.ApplicationPolicy)
            {
                if (usage.Value == CertificateFacts.ClientAuthentication)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
