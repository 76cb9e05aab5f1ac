using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace SocketSecurity.Analyzers.Flow;

/// <summary>
/// Where a name stands in code, found in its text: a walk over the nodes of a file makes each of them, and nearly all are
/// other names. What is written in comments, texts and code that is not compiled does not count.
/// </summary>
internal static class NamePlaces
{
    /// <summary>Texts as strings. Most are one already; of a large one, each look would make another copy.</summary>
    private static readonly ConditionalWeakTable<SourceText, string> Texts = new();

    /// <summary>The identifiers of the name below a node, in the order of the text.</summary>
    public static IEnumerable<SyntaxToken> Of(string name, SyntaxNode root, CancellationToken cancellationToken) =>
        Of(name, SyntaxKind.IdentifierToken, root, cancellationToken);

    /// <summary>A keyword that stands before a list in parentheses: <c>new(…)</c>, <c>: this(…)</c> and <c>: base(…)</c>.</summary>
    public static IEnumerable<SyntaxToken> OfCall(SyntaxKind keyword, SyntaxNode root, CancellationToken cancellationToken) =>
        Of(SyntaxFacts.GetText(keyword), keyword, root, cancellationToken);

    private static IEnumerable<SyntaxToken> Of(string name, SyntaxKind kind, SyntaxNode root, CancellationToken cancellationToken)
    {
        if (name.Length == 0)
        {
            yield break;
        }

        var text = Texts.GetValue(root.SyntaxTree.GetText(cancellationToken), static source => source.ToString());
        var end = root.Span.End;
        for (var at = Next(root.SpanStart); at >= 0; at = Next(at + name.Length))
        {
            if ((at == 0 || !SyntaxFacts.IsIdentifierPartCharacter(text[at - 1]))
                && (at + name.Length == text.Length || !SyntaxFacts.IsIdentifierPartCharacter(text[at + name.Length]))
                && (kind == SyntaxKind.IdentifierToken || MayOpenList(text, at + name.Length))
                && root.FindToken(at) is var token
                && token.IsKind(kind)
                && token.Span.Contains(at)
                && token.ValueText == name)
            {
                yield return token;
            }
        }

        int Next(int from) => text.IndexOf(name, from, end - from, StringComparison.Ordinal);
    }

    /// <summary>Where a comment follows, it may.</summary>
    private static bool MayOpenList(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at < text.Length && text[at] is '(' or '/';
    }
}
