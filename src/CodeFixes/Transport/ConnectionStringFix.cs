using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;
using SocketSecurity.Analyzers.CodeFixes.Editing;
using SocketSecurity.Analyzers.Transport;

namespace SocketSecurity.Analyzers.CodeFixes.Transport;

/// <summary>SOCK5006: replaces the weak value in the text of the connection string and leaves the rest as it is.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ConnectionStringFix))]
public sealed class ConnectionStringFix : TextFix
{
    public const string SafeValueKey = "SOCK5006.SafeValue";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.InsecureConnectionString.Id];

    private protected override (string Key, string Title, IReadOnlyList<TextChange> Changes)? OfferFor(SourceText text, Diagnostic diagnostic) =>
        Property(diagnostic, ConnectionStringAnalyzer.SafeValue) is { } safe
        && Property(diagnostic, ConnectionStringAnalyzer.WeakKey) is { } key
        && Property(diagnostic, ConnectionStringAnalyzer.WeakValue) is { } weak
        && PlaceOf(text.ToString(diagnostic.Location.SourceSpan), key, weak) is { } place
            ? (SafeValueKey, $"Use {safe}", [new TextChange(new TextSpan(diagnostic.Location.SourceSpan.Start + place, weak.Length), safe)])
            : null;

    /// <summary>Where the pair has its value, when it stands in the source as it stands in the text.</summary>
    private static int? PlaceOf(string source, string key, string weak)
    {
        for (var place = source.IndexOf(key, StringComparison.Ordinal); place >= 0; place = source.IndexOf(key, place + 1, StringComparison.Ordinal))
        {
            var value = place + key.Length;
            while (value < source.Length && source[value] is ' ' or '=' or '\'')
            {
                value++;
            }

            if (string.CompareOrdinal(source, value, weak, 0, weak.Length) == 0 && IsStartOfKey(source, place))
            {
                return value;
            }
        }

        return null;
    }

    private static bool IsStartOfKey(string source, int place) => place == 0 || !char.IsLetterOrDigit(source[place - 1]);
}
