using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketSecurity.Analyzers.CodeFixes.Editing;

namespace SocketSecurity.Analyzers.CodeFixes.MessageProtection;

/// <summary>SOCK4011: switches the check on, or removes the delegate or the call that switched it off.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TokenValidationFix))]
public sealed class TokenValidationFix : OfferingFix
{
    public const string ValidateKey = "SOCK4011.Validate";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.TokenValidationDisabled.Id];

    private protected override async Task<List<(string Key, string Title, TrackedEdit Edit)>> OffersFor(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        var reported = root?.ExpressionAt(diagnostic.Location);
        return reported switch
        {
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var before } } call =>
                Offer("Verify the signature", call, (current, place) => current.ReplaceNode(place, before.WithTrailingTrivia(place.GetTrailingTrivia()))),
            LiteralExpressionSyntax or IdentifierNameSyntax or MemberAccessExpressionSyntax =>
                Offer("Switch the check on", reported, (current, place) =>
                    current.ReplaceNode(place, SyntaxFactory.LiteralExpression(SyntaxKind.TrueLiteralExpression).WithTriviaFrom(place))),
            { Parent: AssignmentExpressionSyntax assignment } when Removal.CanRemove(assignment) =>
                Offer("Remove the delegate that accepts everything", assignment, (current, place) => Removal.Remove(current, (AssignmentExpressionSyntax)place)),
            _ => [],
        };
    }

    private static List<(string Key, string Title, TrackedEdit Edit)> Offer(string title, SyntaxNode anchor, Func<SyntaxNode, SyntaxNode, SyntaxNode> apply) =>
        [(ValidateKey, title, new TrackedEdit(anchor, apply))];
}
