using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketSecurity.Analyzers.MessageProtection;

/// <summary>
/// Identifiers that stand for message authentication: the types of .NET and of the usual libraries, signatures, and the names
/// people give to their own. A name can only make a rule silent here.
/// </summary>
internal static class MacNames
{
    private static readonly HashSet<string> Others = new(StringComparer.Ordinal)
    {
        "KeyedHashAlgorithm", "Poly1305", "MessageMac", "CreateHMAC", "MacAlgorithm", "SignData", "VerifyData", "SignHash", "VerifyHash",
    };

    public static bool IsMac(SyntaxToken identifier)
    {
        var name = identifier.ValueText;
        return (HasWord(name) || Others.Contains(name)) && !IsDerivationSetting(identifier);
    }

    /// <summary><c>Mac</c> as a word of its own, or <c>Hmac</c> in any spelling: <c>HMACSHA256</c>, <c>_macKey</c>, <c>ComputeMac</c>, but neither <c>Machine</c> nor <c>MacAddress</c>.</summary>
    private static bool HasWord(string name)
    {
        for (var at = name.IndexOf("mac", StringComparison.OrdinalIgnoreCase); at >= 0; at = name.IndexOf("mac", at + 3, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + 3;
            var isHmac = at > 0 && name[at - 1] is 'h' or 'H' && (at == 1 || !char.IsLower(name[at - 2]) || name[at - 1] == 'H');
            var begins = at == 0 || !char.IsLetter(name[at - 1]) || (name[at] == 'M' && char.IsLower(name[at - 1])) || isHmac || name.StartsWith("CMac", StringComparison.OrdinalIgnoreCase);
            var ends = end == name.Length || !char.IsLower(name[end]);
            if (begins && ends && !Follows(name, end, "Address") && !Follows(name, end, "OS") && !Follows(name, end, "Os"))
            {
                return true;
            }
        }

        return name.StartsWith("Kmac", StringComparison.Ordinal) || name == "IMac";
    }

    private static bool Follows(string name, int at, string word) => string.CompareOrdinal(name, at, word, 0, word.Length) == 0;

    /// <summary>A hash named to derive a key from a password says nothing about messages.</summary>
    private static bool IsDerivationSetting(SyntaxToken identifier) =>
        identifier.Parent?.Parent is MemberAccessExpressionSyntax { Expression: var owner } && owner.ToString().EndsWith("KeyDerivationPrf", StringComparison.Ordinal);
}
