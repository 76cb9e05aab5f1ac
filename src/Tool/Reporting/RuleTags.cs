using Microsoft.CodeAnalysis;

namespace SocketSecurity.Tool.Reporting;

/// <summary>What rules say about themselves in their custom tags.</summary>
internal static class RuleTags
{
    private const string WeaknessPrefix = "CWE-";

    /// <summary>Entries of the Common Weakness Enumeration, such as <c>CWE-295</c>.</summary>
    public static IEnumerable<string> Weaknesses(DiagnosticDescriptor rule) =>
        rule.CustomTags.Where(tag => tag.StartsWith(WeaknessPrefix, StringComparison.Ordinal));
}
