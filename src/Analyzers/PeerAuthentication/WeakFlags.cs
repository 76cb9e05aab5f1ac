using System.Globalization;
using Microsoft.CodeAnalysis;

namespace SocketSecurity.Analyzers.PeerAuthentication;

/// <summary>
/// The bits of <c>X509VerificationFlags</c> that let a bad certificate pass. Not among them: the flags about unknown
/// revocation, which SOCK1005 is about, and those for certificate trust lists and nested validity, which change nothing for peers.
/// </summary>
internal static class WeakFlags
{
    public const long UnknownRoot = 0x10;

    public const long All = 0x01 | 0x08 | UnknownRoot | 0x20 | 0x40;

    private static readonly (long Bit, string Meaning)[] Meanings =
    [
        (0x01, "expired and not yet valid certificates"),
        (0x08, "certificates issued by a holder of an ordinary server certificate"),
        (UnknownRoot, "certificates from anyone's own authority"),
        (0x20, "certificates issued for another use"),
        (0x40, "names that the issuing authority may not certify"),
    ];

    /// <summary>The weakening bits of a constant; none when the value is not known.</summary>
    public static long In(IOperation operation)
    {
        if (operation.ConstantValue is not { HasValue: true, Value: IConvertible value } || value is string)
        {
            return 0;
        }

        var bits = value is ulong unsigned ? unchecked((long)unsigned) : value.ToInt64(CultureInfo.InvariantCulture);
        return bits & All;
    }

    /// <summary>What the bits let pass, as the end of the sentence "the chain accepts …".</summary>
    public static string Describe(long weak)
    {
        var parts = new List<string>();
        foreach (var (bit, meaning) in Meanings)
        {
            if ((weak & bit) != 0)
            {
                parts.Add(meaning);
            }
        }

        return parts.Count == 1
            ? parts[0]
            : string.Join(", ", parts.GetRange(0, parts.Count - 1)) + " and " + parts[parts.Count - 1];
    }
}
