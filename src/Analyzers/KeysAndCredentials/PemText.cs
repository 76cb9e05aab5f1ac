namespace SocketSecurity.Analyzers.KeysAndCredentials;

/// <summary>Private keys in PEM text (RFC 7468). A marker without a key after it is what code that reads PEM writes.</summary>
internal static class PemText
{
    /// <summary>Characters of base64. The shortest key, Ed25519 in PKCS#8, takes 64.</summary>
    private const int ShortestKey = 60;

    private const string Begin = "-----BEGIN ";

    private static readonly string[] Markers =
    [
        "-----BEGIN PRIVATE KEY-----", "-----BEGIN RSA PRIVATE KEY-----", "-----BEGIN EC PRIVATE KEY-----", "-----BEGIN DSA PRIVATE KEY-----", "-----BEGIN OPENSSH PRIVATE KEY-----",
    ];

    /// <summary>The marker of an unencrypted private key in the text; null for all other text.</summary>
    public static string? MarkerOf(string text)
    {
        if (text.IndexOf(Begin, StringComparison.Ordinal) < 0)
        {
            return null;
        }

        foreach (var marker in Markers)
        {
            if (text.IndexOf(marker, StringComparison.Ordinal) >= 0)
            {
                return marker;
            }
        }

        return null;
    }

    /// <summary>Whether enough base64 follows the marker, on one line or many.</summary>
    public static bool HasKey(string text, string marker)
    {
        var base64 = 0;
        for (var i = text.IndexOf(marker, StringComparison.Ordinal) + marker.Length; i < text.Length; i++)
        {
            var character = text[i];
            if (char.IsLetterOrDigit(character) || character is '+' or '/' or '=')
            {
                base64++;
            }
            else if (character == '-' || !(char.IsWhiteSpace(character) || character == '\\'))
            {
                break;
            }
        }

        return base64 >= ShortestKey;
    }
}
