using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;
using SocketSecurity.Analyzers.Transport;

namespace SocketSecurity.Analyzers.CodeFixes.Transport;

/// <summary>SOCK5006: replaces the weak value in the text of the connection string and leaves the rest as it is.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ConnectionStringFix))]
public sealed class ConnectionStringFix : CodeFixProvider
{
    public const string SafeValueKey = "SOCK5006.SafeValue";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.InsecureConnectionString.Id];

    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var text = await context.Document.GetTextAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            if (diagnostic.Properties.TryGetValue(ConnectionStringAnalyzer.SafeValue, out var safe) && safe is not null
                && diagnostic.Properties.TryGetValue(ConnectionStringAnalyzer.WeakValue, out var weak) && weak is not null
                && PlaceOf(text.ToString(diagnostic.Location.SourceSpan), diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture), weak) is { } place)
            {
                var span = new TextSpan(diagnostic.Location.SourceSpan.Start + place, weak.Length);
                context.RegisterCodeFix(
                    CodeAction.Create(
                        $"Use {safe}",
                        _ => Task.FromResult(context.Document.WithText(text.Replace(span, safe))),
                        SafeValueKey),
                    diagnostic);
            }
        }
    }

    /// <summary>Where the pair that the message names has its value, when it stands in the source as it stands in the text.</summary>
    private static int? PlaceOf(string source, string message, string weak)
    {
        var start = message.IndexOf('\'') + 1;
        var pair = message.Substring(start, message.IndexOf('\'', start) - start);
        var key = pair.Substring(0, pair.Length - weak.Length - 1);
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
