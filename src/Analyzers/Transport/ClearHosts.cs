using System.Collections.Immutable;

namespace SocketSecurity.Analyzers.Transport;

/// <summary>Hosts to which a connection in clear crosses no network that somebody else listens on.</summary>
internal static class ClearHosts
{
    /// <summary>
    /// The link-local and provider-internal addresses of cloud metadata services, which the hypervisor answers and which speak no TLS.
    /// </summary>
    private static readonly HashSet<string> Metadata = new(StringComparer.Ordinal)
    {
        "169.254.169.254", "169.254.170.2", "169.254.170.23", "168.63.129.16", "100.100.100.200", "metadata.google.internal", "fd00:ec2::254",
    };

    /// <param name="host">A host name or address in lower case.</param>
    /// <param name="allowed">Hosts that the user allows; <c>*.example.com</c> stands for all below.</param>
    public static bool IsFine(string host, ImmutableArray<string> allowed)
    {
        if (Loopback.IsThisMachine(host) || Metadata.Contains(host) || host.EndsWith(".onion", StringComparison.Ordinal) || host.EndsWith(".i2p", StringComparison.Ordinal))
        {
            return true;
        }

        foreach (var pattern in allowed)
        {
            if (pattern.StartsWith("*.", StringComparison.Ordinal)
                ? host.EndsWith(pattern.Substring(1), StringComparison.OrdinalIgnoreCase)
                : host.Equals(pattern, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
