using System.Collections.Frozen;
using System.Net.Security;
using SocketSecurity.Trust;

namespace SocketSecurity.Tls;

/// <summary>Several sources, of which the client's wish for a host chooses one.</summary>
internal sealed class SniCertificateSource : ServerCertificateSource
{
    private const string Wildcard = "*.";

    private readonly FrozenDictionary<string, ServerCertificateSource> _byHost;
    private readonly ServerCertificateSource? _otherwise;

    public SniCertificateSource(IReadOnlyDictionary<string, ServerCertificateSource> byHost, ServerCertificateSource? otherwise)
    {
        ArgumentNullException.ThrowIfNull(byHost);
        if (byHost.Count == 0)
        {
            throw new ArgumentException("At least one host is needed.", nameof(byHost));
        }

        _byHost = byHost.ToFrozenDictionary(
            entry => entry.Key.StartsWith(Wildcard, StringComparison.Ordinal) ? Wildcard + PeerName.Normalize(entry.Key[2..]) : PeerName.Normalize(entry.Key),
            entry => entry.Value ?? throw new ArgumentException($"The source of '{entry.Key}' is missing.", nameof(byHost)),
            StringComparer.OrdinalIgnoreCase);
        _otherwise = otherwise;
    }

    public override bool DependsOnName => true;

    internal override SslStreamCertificateContext Select(string? serverName) =>
        (Find(serverName) ?? _otherwise)?.Select(serverName)
        ?? throw new TlsNegotiationException(
            string.IsNullOrEmpty(serverName) ? "The client asked for no host, and there is no certificate for that case." : "The client asked for a host for which there is no certificate.");

    /// <summary>The text comes from the client: it is looked up, never parsed.</summary>
    private ServerCertificateSource? Find(string? serverName)
    {
        if (string.IsNullOrEmpty(serverName))
        {
            return null;
        }

        if (_byHost.TryGetValue(serverName, out var exact))
        {
            return exact;
        }

        var dot = serverName.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && _byHost.TryGetValue(string.Concat("*", serverName.AsSpan(dot)), out var wildcard) ? wildcard : null;
    }
}
