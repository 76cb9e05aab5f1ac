using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;
using SocketSecurity.Analyzers.CodeFixes.Editing;
using SocketSecurity.Analyzers.KnownApis;
using SocketSecurity.Analyzers.PeerAuthentication;

namespace SocketSecurity.Analyzers.CodeFixes.PeerAuthentication;

/// <summary>SOCK1006: takes the weakening flags out and keeps the harmless ones beside them.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(VerificationFlagsFix))]
public sealed class VerificationFlagsFix : CodeFixProvider
{
    public const string RemoveKey = "SOCK1006.Remove";

    private const string RemoveTitle = "Remove the flag that weakens the chain";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.ChainPolicyWeakened.Id];

    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (root is null
            || model?.Compilation.GetTypeByMetadataName(CertificateTypes.VerificationFlags) is not { } flags
            || root.FindNode(context.Span, getInnermostNodeForTie: true) is not ExpressionSyntax reported)
        {
            return;
        }

        context.RegisterCodeFix(
            CodeAction.Create(
                RemoveTitle,
                token => Task.FromResult(context.Document.WithSyntaxRoot(Rewrite(context.Document, root, model, flags, reported, token))),
                RemoveKey),
            context.Diagnostics);
    }

    private static SyntaxNode Rewrite(
        Document document, SyntaxNode root, SemanticModel model, INamedTypeSymbol flags, ExpressionSyntax reported, CancellationToken cancellationToken)
    {
        var whole = WholeCombination(reported);
        if (Without(model, whole, cancellationToken) is { } rest)
        {
            return root.ReplaceNode(whole, rest.WithTriviaFrom(whole));
        }

        if (whole.Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.OrAssignmentExpression } addition && Removal.CanRemove(addition))
        {
            return Removal.Remove(root, addition);
        }

        var none = SyntaxFactory.MemberAccessExpression(
            SyntaxKind.SimpleMemberAccessExpression, TypeReference.To(flags, document), SyntaxFactory.IdentifierName("NoFlag"));
        return root.ReplaceNode(whole, none.WithTriviaFrom(whole).WithAdditionalAnnotations(Simplifier.Annotation));
    }

    private static ExpressionSyntax WholeCombination(ExpressionSyntax expression)
    {
        while (expression.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.BitwiseOrExpression } or ParenthesizedExpressionSyntax)
        {
            expression = (ExpressionSyntax)expression.Parent;
        }

        return expression;
    }

    /// <summary>The combination without its weakening parts; null when nothing is left.</summary>
    private static ExpressionSyntax? Without(SemanticModel model, ExpressionSyntax expression, CancellationToken cancellationToken)
    {
        switch (expression)
        {
            case ParenthesizedExpressionSyntax parenthesized:
                var inner = Without(model, parenthesized.Expression, cancellationToken);
                return inner == parenthesized.Expression ? parenthesized : inner;

            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.BitwiseOrExpression } both:
                var left = Without(model, both.Left, cancellationToken);
                var right = Without(model, both.Right, cancellationToken);
                return (left, right) switch
                {
                    (null, null) => null,
                    (null, not null) => right,
                    (not null, null) => left.WithoutTrailingTrivia(),
                    _ => both.WithLeft(left).WithRight(right),
                };

            default:
                return model.GetConstantValue(expression, cancellationToken) is { HasValue: true, Value: IConvertible value }
                    && (value.ToInt64(CultureInfo.InvariantCulture) & VerificationFlagsAnalyzer.WeakBits) != 0 ? null : expression;
        }
    }
}
