using System.Net;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;

namespace SocketSecurity.Analyzers.PeerAuthentication;

/// <summary>Target hosts that surely name nobody, or somebody else than the connection goes to.</summary>
internal static class WrongHost
{
    /// <summary>What is wrong with the host, as the end of "the target host is …"; null when it may be right.</summary>
    public static string? Describe(IOperation host, IOperation? connected)
    {
        if (IsEmptyField(SingleValue.Of(host)))
        {
            return "empty";
        }

        if (!SingleValue.TryGetConstant(host, out var constant))
        {
            return null;
        }

        return constant switch
        {
            null => "null",
            string text when text.Trim().Length == 0 => "empty",
            string text when text.IndexOf('*') >= 0 => $"the wildcard '{text}'",
            string text when connected is not null
                && SingleValue.TryGetConstant(connected, out var other)
                && other is string peer
                && AreUnrelated(text, peer) => $"'{text}', while the connection goes to '{peer}'",
            _ => null,
        };
    }

    private static bool IsEmptyField(IOperation value) =>
        value is IFieldReferenceOperation { Field: { Name: "Empty", ContainingType.SpecialType: SpecialType.System_String } };

    /// <summary>
    /// Addresses and names without a domain are often the way to a host that has another name. Two names of one domain are too.
    /// </summary>
    private static bool AreUnrelated(string target, string connected) =>
        !IPAddress.TryParse(connected, out _)
        && !IPAddress.TryParse(target, out _)
        && Domain(target) is { } targetDomain
        && Domain(connected) is { } connectedDomain
        && !string.Equals(targetDomain, connectedDomain, StringComparison.OrdinalIgnoreCase);

    /// <summary>The last two labels; null when there are fewer.</summary>
    private static string? Domain(string host)
    {
        var labels = host.TrimEnd('.').Split('.');
        return labels.Length < 2 ? null : labels[labels.Length - 2] + "." + labels[labels.Length - 1];
    }
}
