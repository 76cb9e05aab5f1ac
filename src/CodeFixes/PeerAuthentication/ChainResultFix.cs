using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using SocketSecurity.Analyzers.CodeFixes.Editing;

namespace SocketSecurity.Analyzers.CodeFixes.PeerAuthentication;

/// <summary>SOCK1009: stops where the chain is not trusted: by <c>return false</c> in a validator, by an exception elsewhere.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ChainResultFix))]
public sealed class ChainResultFix : CodeFixProvider
{
    public const string RejectKey = "SOCK1009.Reject";

    private const string RejectTitle = "Reject the certificate when the check fails";
    private const string ExceptionType = "System.Security.Authentication.AuthenticationException";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.ChainResultIgnored.Id];

    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (root?.FindNode(context.Span, getInnermostNodeForTie: true) is not ExpressionSyntax check
            || model is null
            || Rejection(context.Document, model, check) is not { } rejection
            || Rewrite(check, rejection) is not var (oldNode, newNode))
        {
            return;
        }

        context.RegisterCodeFix(
            CodeAction.Create(
                RejectTitle,
                _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(oldNode, newNode.WithAdditionalAnnotations(Formatter.Annotation)))),
                RejectKey),
            context.Diagnostics);
    }

    private static (SyntaxNode Old, SyntaxNode New)? Rewrite(ExpressionSyntax check, StatementSyntax rejection)
    {
        var statement = check.FirstAncestorOrSelf<StatementSyntax>();
        return statement switch
        {
            IfStatementSyntax conditional when conditional.Condition.Span.Contains(check.Span) => RewriteCondition(conditional, check, rejection),
            LocalDeclarationStatementSyntax { Declaration.Variables: [var variable], Parent: BlockSyntax block } when variable.Initializer?.Value == check =>
                (block, WithRejectionOf(block, variable.Identifier, rejection)),
            ExpressionStatementSyntax expression when IsWholeStatement(expression, check) =>
                (expression, InPlaceOf(expression, SyntaxFactory.IfStatement(Not(check), SyntaxFactory.Block(rejection)))),
            _ => null,
        };
    }

    /// <summary><c>if (!check) { log }</c> gets the rejection after the log; <c>if (check) { log }</c> gets it in its <c>else</c>.</summary>
    private static (SyntaxNode Old, SyntaxNode New)? RewriteCondition(IfStatementSyntax conditional, ExpressionSyntax check, StatementSyntax rejection)
    {
        if (conditional.Condition == check)
        {
            var otherwise = conditional.Else is { } existing
                ? existing.WithStatement(WithLast(existing.Statement, rejection))
                : SyntaxFactory.ElseClause(SyntaxFactory.Block(rejection));
            return (conditional, conditional.WithElse(otherwise));
        }

        return conditional.Condition is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not && not.Operand == check
            ? (conditional, conditional.WithStatement(WithLast(conditional.Statement, rejection)))
            : null;
    }

    private static BlockSyntax WithLast(StatementSyntax statement, StatementSyntax last) => statement is BlockSyntax block
        ? block.AddStatements(last)
        : SyntaxFactory.Block(statement, last);

    /// <summary>The test goes behind the last statement that mentions the local, so that what is logged today stays logged.</summary>
    private static BlockSyntax WithRejectionOf(BlockSyntax block, SyntaxToken local, StatementSyntax rejection)
    {
        var last = block.Statements.Last(statement => statement.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == local.ValueText));
        var test = SyntaxFactory.IfStatement(Not(SyntaxFactory.IdentifierName(local.WithoutTrivia())), SyntaxFactory.Block(rejection));
        return block.WithStatements(block.Statements.Insert(block.Statements.IndexOf(last) + 1, test.WithAdditionalAnnotations(Formatter.Annotation)));
    }

    private static bool IsWholeStatement(ExpressionStatementSyntax statement, ExpressionSyntax check) => statement.Expression switch
    {
        var expression when expression == check => true,
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } } discard => discard.Right == check,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Assert" } } assertion =>
            assertion.ArgumentList.Arguments is [var condition, ..] && condition.Expression == check,
        _ => false,
    };

    /// <summary>In a place for exactly one statement an <c>if</c> could catch a foreign <c>else</c>, so it gets a block.</summary>
    private static StatementSyntax InPlaceOf(StatementSyntax old, StatementSyntax replacement) =>
        (old.Parent is BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax ? replacement : SyntaxFactory.Block(replacement)).WithTriviaFrom(old);

    private static PrefixUnaryExpressionSyntax Not(ExpressionSyntax condition) => SyntaxFactory.PrefixUnaryExpression(
        SyntaxKind.LogicalNotExpression,
        condition.WithoutTrivia() is var bare && bare is InvocationExpressionSyntax or IdentifierNameSyntax ? bare : SyntaxFactory.ParenthesizedExpression(bare));

    private static StatementSyntax? Rejection(Document document, SemanticModel model, ExpressionSyntax check)
    {
        if (model.GetEnclosingSymbol(check.SpanStart) is IMethodSymbol method && AnswersYesOrNo(method))
        {
            return SyntaxFactory.ReturnStatement(SyntaxFactory.LiteralExpression(SyntaxKind.FalseLiteralExpression));
        }

        if (model.Compilation.GetTypeByMetadataName(ExceptionType) is not { } exception)
        {
            return null;
        }

        var creation = SyntaxFactory.ObjectCreationExpression(TypeReference.To(exception, document)).WithArgumentList(
            SyntaxFactory.ParseArgumentList("(\"The certificate is not trusted.\")"));
        return SyntaxFactory.ThrowStatement(creation);
    }

    private static bool AnswersYesOrNo(IMethodSymbol method) =>
        method.ReturnType.SpecialType == SpecialType.System_Boolean
        || (method.IsAsync && method.ReturnType is INamedTypeSymbol { TypeArguments: [{ SpecialType: SpecialType.System_Boolean }] });
}
