using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketSecurity.Analyzers.CodeFixes.Editing;
using SocketSecurity.Analyzers.TlsProtocol;

namespace SocketSecurity.Analyzers.CodeFixes.TlsProtocol;

/// <summary>SOCK2005: takes the weak suites out of a list. Where none would be left, the sound ones take their place.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CipherSuiteFix))]
public sealed class CipherSuiteFix : OfferingFix
{
    public const string RemoveKey = "SOCK2005.Remove";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.WeakCipherSuite.Id];

    private protected override async Task<List<(string Key, string Title, TrackedEdit Edit)>> OffersFor(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model
            || model.Compilation.GetTypeByMetadataName(CipherSuiteAnalyzer.SuiteType) is not { } suites)
        {
            return [];
        }

        var names = CipherSuites.NamesOf(suites);
        var node = root.FindNode(diagnostic.Location.SourceSpan);
        var list = node.AncestorsAndSelf().FirstOrDefault(ancestor => ancestor is InitializerExpressionSyntax or CollectionExpressionSyntax);
        TrackedEdit? edit = list switch
        {
            InitializerExpressionSyntax initializer => Edit(initializer, initializer.Expressions, expression => expression, expression => expression,
                static (whole, items) => whole.WithExpressions(items)),
            CollectionExpressionSyntax collection => Edit(collection, collection.Elements, element => (element as ExpressionElementSyntax)?.Expression, SyntaxFactory.ExpressionElement,
                static (whole, items) => whole.WithElements(items)),
            _ => null,
        };
        return edit is null ? [] : [(RemoveKey, "Remove the weak cipher suites", edit)];

        TrackedEdit Edit<TList, TItem>(
            TList whole, SeparatedSyntaxList<TItem> items, Func<TItem, ExpressionSyntax?> valueOf, Func<ExpressionSyntax, TItem> itemOf, Func<TList, SeparatedSyntaxList<TItem>, TList> with)
            where TList : SyntaxNode
            where TItem : SyntaxNode
        {
            var kept = items;
            for (var i = items.Count - 1; i >= 0; i--)
            {
                if (valueOf(items[i]) is { } value && IsWeak(value))
                {
                    kept = kept.RemoveAt(i);
                }
            }

            var replacement = kept.Count > 0 ? kept : SyntaxFactory.SeparatedList(
                CipherSuites.Sound.Select(name => itemOf(SoundTlsVersions.Member(suites, name, document))),
                Enumerable.Repeat(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space), CipherSuites.Sound.Count - 1));

            // What stood around the list stays around it.
            replacement = replacement.Replace(replacement[0], replacement[0].WithLeadingTrivia(items[0].GetLeadingTrivia()));
            if (replacement.SeparatorCount < replacement.Count)
            {
                var last = replacement[replacement.Count - 1];
                replacement = replacement.Replace(last, last.WithTrailingTrivia(items.Last().GetTrailingTrivia()));
            }

            return new TrackedEdit(whole, (current, place) => current.ReplaceNode(place, with((TList)place, replacement)));
        }

        bool IsWeak(ExpressionSyntax value) =>
            model.GetConstantValue(value, cancellationToken) is { HasValue: true, Value: { } number }
            && names.TryGetValue(number, out var name)
            && CipherSuites.Weakness(name) is not null;
    }
}
