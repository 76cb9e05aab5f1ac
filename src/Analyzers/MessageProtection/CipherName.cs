namespace SocketSecurity.Analyzers.MessageProtection;

/// <summary>
/// What a cipher's name says: the names of .NET's factories, full type names, object identifiers, and the
/// <c>algorithm/mode/padding</c> of BouncyCastle.
/// </summary>
internal static class CipherName
{
    private const string ShortBlocks = "whose 64-bit blocks repeat in long traffic and then give plaintext away";

    /// <summary>Every broken cipher with the reason, ready for a message.</summary>
    private static readonly Dictionary<string, string> Weaknesses = new(StringComparer.Ordinal)
    {
        ["DES"] = "whose 56-bit key is found by trying them all",
        ["3DES"] = ShortBlocks,
        ["RC2"] = ShortBlocks,
        ["Blowfish"] = ShortBlocks,
        ["RC4"] = "whose keystream is biased, so that plaintext that is sent often can be read",
    };

    private static readonly Dictionary<string, string> Broken = new(StringComparer.OrdinalIgnoreCase)
    {
        ["DES"] = "DES",
        ["DESCryptoServiceProvider"] = "DES",
        ["1.3.14.3.2.7"] = "DES",
        ["3DES"] = "3DES",
        ["Triple DES"] = "3DES",
        ["TripleDES"] = "3DES",
        ["TripleDESCryptoServiceProvider"] = "3DES",
        ["TripleDESCng"] = "3DES",
        ["DESede"] = "3DES",
        ["TDEA"] = "3DES",
        ["1.2.840.113549.3.7"] = "3DES",
        ["RC2"] = "RC2",
        ["RC2CryptoServiceProvider"] = "RC2",
        ["1.2.840.113549.3.2"] = "RC2",
        ["RC4"] = "RC4",
        ["ARC4"] = "RC4",
        ["ARCFOUR"] = "RC4",
        ["1.2.840.113549.3.4"] = "RC4",
        ["Blowfish"] = "Blowfish",
    };

    /// <summary>Block ciphers that BouncyCastle uses in ECB when a name gives no mode.</summary>
    private static readonly HashSet<string> BlockCiphers = new(StringComparer.OrdinalIgnoreCase) { "AES", "Rijndael", "Camellia", "ARIA", "SEED", "SM4", "Serpent", "Twofish" };

    /// <summary>Their names carry a mode by convention, and it means nothing.</summary>
    private static readonly HashSet<string> PublicKeyCiphers = new(StringComparer.OrdinalIgnoreCase) { "RSA", "ElGamal", "ECIES" };

    /// <summary>The broken cipher that the name stands for; null for every other name.</summary>
    public static string? BrokenCipher(string name)
    {
        var algorithm = Algorithm(name);
        if (Broken.TryGetValue(algorithm, out var cipher))
        {
            return cipher;
        }

        const string Namespace = "System.Security.Cryptography.";
        return algorithm.StartsWith(Namespace, StringComparison.Ordinal)
            && Broken.TryGetValue(algorithm.Substring(Namespace.Length), out cipher) ? cipher : null;
    }

    /// <summary>The mode of a name such as <c>AES/CBC/PKCS7Padding</c>; null when the name leaves it open.</summary>
    public static string? Mode(string name)
    {
        var parts = name.Split('/');
        return parts.Length == 1
            ? (BlockCiphers.Contains(parts[0].Trim()) ? "ECB" : null)
            : PublicKeyCiphers.Contains(parts[0].Trim()) ? null : Known(parts[1].Trim().ToUpperInvariant());
    }

    /// <summary>The weakness of the broken cipher, in words that follow its name.</summary>
    public static string WeaknessOf(string cipher) => Weaknesses.TryGetValue(cipher, out var weakness) ? weakness : "which is broken";

    private static string Algorithm(string name)
    {
        var end = name.IndexOf('/');
        return (end < 0 ? name : name.Substring(0, end)).Trim();
    }

    /// <summary>Feedback sizes are written behind the mode, as in <c>CFB8</c>.</summary>
    private static string? Known(string mode) => mode switch
    {
        "" or "ECB" => "ECB",
        "CBC" or "CTR" => mode,
        "SIC" => "CTR",
        _ when mode.StartsWith("CFB", StringComparison.Ordinal) => "CFB",
        _ when mode.StartsWith("OFB", StringComparison.Ordinal) => "OFB",
        _ => null,
    };
}
