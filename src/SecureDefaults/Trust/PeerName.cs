using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace SocketSecurity.Trust;

/// <summary>
/// A host as RFC 9525 compares it: without a trailing dot, internationalised names as A-labels, addresses as addresses.
/// Only subject alternative names count; a wildcard stands for exactly the left-most label.
/// </summary>
internal static class PeerName
{
    private const int FewestDotsUnderWildcard = 2;

    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = false };

    /// <exception cref="ArgumentException">The text is empty, a wildcard, or no host name.</exception>
    public static string Normalize(string host)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(host);
        var trimmed = host is ['[', .. var inner, ']'] ? inner : host.TrimEnd('.');
        if (IPAddress.TryParse(trimmed, out var address))
        {
            return address.ToString();
        }

        if (trimmed.Length == 0 || trimmed.Contains('*', StringComparison.Ordinal))
        {
            throw new ArgumentException("A host name or address is needed, not a wildcard.", nameof(host));
        }

        return Idn.GetAscii(trimmed).ToLowerInvariant();
    }

    public static bool Matches(X509Certificate2 certificate, string normalizedHost)
    {
        try
        {
            // A wildcard over a single label, such as *.com, would vouch for everybody below it.
            var mayBeWildcard = normalizedHost.AsSpan().Count('.') >= FewestDotsUnderWildcard;
            return certificate.MatchesHostname(normalizedHost, mayBeWildcard, allowCommonName: false);
        }
        catch (Exception exception) when (exception is System.Security.Cryptography.CryptographicException or ArgumentException)
        {
            // A subject alternative name that cannot be read matches nothing.
            return false;
        }
    }
}
