using Microsoft.CodeAnalysis;

namespace SocketSecurity.Analyzers.TlsProtocol;

/// <summary>What the name of a TLS cipher suite says about its strength (RFC 9325 §4, Mozilla's guideline 6.0).</summary>
public static class CipherSuites
{
    /// <summary>The suites that hold: ephemeral keys and authenticated encryption.</summary>
    public static IReadOnlyList<string> Sound { get; } =
    [
        "TLS_AES_256_GCM_SHA384",
        "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_AES_128_GCM_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
    ];

    /// <summary>The worst that the suite does, as the end of a sentence; null when nothing is known against it.</summary>
    public static string? Weakness(string suite) => suite switch
    {
        _ when suite.Contains("_WITH_NULL_") || suite.Contains("_NULL_SHA") => "does not encrypt, so anyone on the network path reads the traffic",
        _ when suite.Contains("_anon_") => "does not authenticate the server, so anyone on the network path can take its place",
        _ when suite.Contains("_EXPORT_") => "has keys short enough to be searched in minutes",
        _ when suite.Contains("_RC4_") => "uses RC4, whose biases give away cookies and passwords that are sent often",
        _ when suite.Contains("_DES_") || suite.Contains("_DES40_") || suite.Contains("_3DES_") || suite.Contains("_RC2_") || suite.Contains("_IDEA_")
            => "has blocks of 64 bits, which give away cookies and passwords on long connections",
        _ when suite.StartsWith("TLS_RSA_", StringComparison.Ordinal) || suite.StartsWith("TLS_ECDH_", StringComparison.Ordinal) || suite.StartsWith("TLS_DH_", StringComparison.Ordinal)
            => "has no forward secrecy: whoever gets the server's key later can read what was recorded today",
        _ when suite.EndsWith("_CCM_8", StringComparison.Ordinal) || suite.EndsWith("_CCM_8_SHA256", StringComparison.Ordinal)
            => "has tags of 8 bytes, which can be forged by trying",
        _ when suite.Contains("_CBC_") => "uses CBC, whose padding has let attackers read the traffic time and again",
        _ => null,
    };

    /// <summary>The suites that a framework's enumeration has, by number.</summary>
    public static IReadOnlyDictionary<object, string> NamesOf(INamedTypeSymbol suites)
    {
        var names = new Dictionary<object, string>();
        foreach (var member in suites.GetMembers())
        {
            if (member is IFieldSymbol { HasConstantValue: true, ConstantValue: { } number } field)
            {
                names[number] = field.Name;
            }
        }

        return names;
    }
}
