using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketSecurity.Analyzers.PeerAuthentication;

namespace SocketSecurity.Analyzers.CodeFixes.PeerAuthentication;

/// <summary>
/// SOCK1010: makes <c>MatchesHostname</c> look at subject alternative names only. Dropping the argument would not do: the
/// framework's default is to match the common name. Hand-written comparisons have too many shapes to rewrite.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CommonNameFix))]
public sealed class CommonNameFix : CodeFixProvider
{
    public const string AlternativeNamesOnlyKey = "SOCK1010.AlternativeNamesOnly";

    private const string AlternativeNamesOnlyTitle = "Match subject alternative names only";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.CommonNameMatching.Id];

    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        if (root is null || Rewrite(root, root.FindNode(context.Span, getInnermostNodeForTie: true)) is not { } rewritten)
        {
            return;
        }

        context.RegisterCodeFix(
            CodeAction.Create(AlternativeNamesOnlyTitle, _ => Task.FromResult(context.Document.WithSyntaxRoot(rewritten)), AlternativeNamesOnlyKey),
            context.Diagnostics);
    }

    private static SyntaxNode? Rewrite(SyntaxNode root, SyntaxNode reported)
    {
        var no = SyntaxFactory.LiteralExpression(SyntaxKind.FalseLiteralExpression);
        if (reported.FirstAncestorOrSelf<ArgumentSyntax>() is { Parent.Parent: InvocationExpressionSyntax call } argument
            && IsMatchesHostname(call)
            && argument.Span == reported.Span)
        {
            return root.ReplaceNode(argument.Expression, no.WithTriviaFrom(argument.Expression));
        }

        if (reported is not InvocationExpressionSyntax invocation || !IsMatchesHostname(invocation))
        {
            return null;
        }

        var added = SyntaxFactory.Argument(no).WithNameColon(
            SyntaxFactory.NameColon(CommonNameAnalyzer.ParameterName).WithTrailingTrivia(SyntaxFactory.Space));
        var arguments = invocation.ArgumentList.Arguments.GetWithSeparators()
            .Add(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space))
            .Add(added);
        return root.ReplaceNode(
            invocation.ArgumentList, invocation.ArgumentList.WithArguments(SyntaxFactory.SeparatedList<ArgumentSyntax>(arguments)));
    }

    private static bool IsMatchesHostname(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
        _ => null,
    }
    == "MatchesHostname";
}
