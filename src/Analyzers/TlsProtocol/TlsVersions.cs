using System.Globalization;
using Microsoft.CodeAnalysis;

namespace SocketSecurity.Analyzers.TlsProtocol;

/// <summary>The bits of <c>SslProtocols</c> and <c>SecurityProtocolType</c>, which are the same: two a version, for client and server.</summary>
public static class TlsVersions
{
    public const long Ssl2 = 12;
    public const long Ssl3 = 48;
    public const long Tls10 = 192;
    public const long Tls11 = 768;
    public const long Tls12 = 3072;
    public const long Tls13 = 12288;

    private static readonly (long Bits, string Name, string Member)[] Versions =
    [
        (Ssl2, "SSL 2.0", "Ssl2"),
        (Ssl3, "SSL 3.0", "Ssl3"),
        (Tls10, "TLS 1.0", "Tls"),
        (Tls11, "TLS 1.1", "Tls11"),
        (Tls12, "TLS 1.2", "Tls12"),
        (Tls13, "TLS 1.3", "Tls13"),
    ];

    /// <summary>The bits that are too old. A version that is not known here is newer than all that are.</summary>
    public static long Deprecated(bool requiresTls13) => Ssl2 | Ssl3 | Tls10 | Tls11 | (requiresTls13 ? Tls12 : 0);

    /// <summary>The constant's bits; none when the value is not known.</summary>
    public static long BitsOf(Optional<object?> constant) => constant is { HasValue: true, Value: IConvertible and not string and var value }
        ? ((IConvertible)value).ToInt64(CultureInfo.InvariantCulture)
        : 0;

    /// <summary>Whether the target framework's enumeration has no TLS 1.3 yet, as up to .NET Framework 4.7.</summary>
    public static bool Without13(ITypeSymbol? versions) => versions?.GetMembers("Tls13").IsEmpty != false;

    /// <summary>The versions in words, oldest first.</summary>
    public static string Describe(long bits)
    {
        var names = Versions.Where(version => (bits & version.Bits) != 0).Select(version => version.Name).ToList();
        return names.Count == 1 ? names[0] : string.Join(", ", names.Take(names.Count - 1)) + " and " + names[names.Count - 1];
    }

    /// <summary>The members that make up the bits, oldest first.</summary>
    public static IEnumerable<string> MembersOf(long bits) =>
        Versions.Where(version => (bits & version.Bits) != 0).Select(version => version.Member);
}
