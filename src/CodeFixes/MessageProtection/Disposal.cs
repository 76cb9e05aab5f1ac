using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketSecurity.Analyzers.CodeFixes.MessageProtection;

/// <summary>What a type does to dispose a field, in the forms that people write.</summary>
internal static class Disposal
{
    /// <summary>
    /// The statement that disposes the field, with the question whether it is null around it; or the body that consists of this.
    /// Null where the mention is no part of one.
    /// </summary>
    public static SyntaxNode? Of(IdentifierNameSyntax name)
    {
        ExpressionSyntax mention = name.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } qualified ? qualified : name;
        if (mention.FirstAncestorOrSelf<ArrowExpressionClauseSyntax>() is { Parent: MethodDeclarationSyntax } arrow)
        {
            return IsDisposing(arrow.Expression, mention) ? arrow : null;
        }

        var statement = mention.FirstAncestorOrSelf<StatementSyntax>();
        var guard = statement as IfStatementSyntax ?? Only(statement) as IfStatementSyntax;
        if (guard is { Else: null } && IsNotNull(guard.Condition, mention))
        {
            return Body(guard) is ExpressionStatementSyntax { Expression: var guarded } && IsDisposing(guarded, mention) ? guard : null;
        }

        return statement is ExpressionStatementSyntax { Expression: var disposing } && IsDisposing(disposing, mention) ? statement : null;
    }

    private static SyntaxNode? Only(StatementSyntax? statement) =>
        statement?.Parent is BlockSyntax { Statements.Count: 1 } block ? block.Parent : statement?.Parent;

    private static StatementSyntax Body(IfStatementSyntax guard) => guard.Statement is BlockSyntax { Statements: [var only] } ? only : guard.Statement;

    private static bool IsDisposing(ExpressionSyntax expression, ExpressionSyntax mention) => expression switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Dispose" or "Clear" } access, ArgumentList.Arguments.Count: 0 } =>
            SyntaxFactory.AreEquivalent(access.Expression, mention),
        ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax { Name.Identifier.ValueText: "Dispose" or "Clear" } } } access =>
            SyntaxFactory.AreEquivalent(access.Expression, mention),
        _ => false,
    };

    private static bool IsNotNull(ExpressionSyntax condition, ExpressionSyntax mention) => condition switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.NotEqualsExpression } binary => SyntaxFactory.AreEquivalent(binary.Left, mention) && binary.Right.IsKind(SyntaxKind.NullLiteralExpression),
        IsPatternExpressionSyntax { Pattern: UnaryPatternSyntax { Pattern: ConstantPatternSyntax { Expression.RawKind: (int)SyntaxKind.NullLiteralExpression } } } pattern =>
            SyntaxFactory.AreEquivalent(pattern.Expression, mention),
        _ => false,
    };
}
