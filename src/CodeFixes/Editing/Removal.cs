using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketSecurity.Analyzers.CodeFixes.Editing;

/// <summary>Takes an assignment out of the code, as the member of an initializer or as a statement, with the line it stood on.</summary>
internal static class Removal
{
    /// <summary>Whether the assignment can go without changing what surrounds it.</summary>
    public static bool CanRemove(AssignmentExpressionSyntax assignment) =>
        assignment.Parent is InitializerExpressionSyntax
        || assignment.Parent is ExpressionStatementSyntax { Parent: BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax };

    /// <summary>The root without the assignment, which must be one that <see cref="CanRemove"/> allows.</summary>
    public static SyntaxNode Remove(SyntaxNode root, AssignmentExpressionSyntax assignment) => assignment.Parent switch
    {
        InitializerExpressionSyntax initializer => root.ReplaceNode(initializer, Without(initializer, assignment)),
        ExpressionStatementSyntax { Parent: GlobalStatementSyntax global } => RemoveLines(root, global),
        var statement => RemoveLines(root, statement!),
    };

    private static InitializerExpressionSyntax Without(InitializerExpressionSyntax initializer, ExpressionSyntax expression)
    {
        var index = initializer.Expressions.IndexOf(expression);
        var isLast = index == initializer.Expressions.Count - 1;
        var trailing = expression.GetTrailingTrivia();
        var expressions = initializer.Expressions.RemoveAt(index);

        if (isLast && index > 0 && expressions.SeparatorCount < expressions.Count)
        {
            // The last of a list without trailing comma: its line end passes to the one before, whose comma is gone.
            expressions = expressions.Replace(expressions.Last(), expressions.Last().WithTrailingTrivia(trailing));
        }

        return initializer.WithExpressions(expressions);
    }

    /// <summary>Comments and directives above a statement belong to people and stay; the indentation goes with the statement.</summary>
    private static SyntaxNode RemoveLines(SyntaxNode root, SyntaxNode statement)
    {
        var above = statement.GetLeadingTrivia();
        if (above.All(IsLayout))
        {
            return root.RemoveNode(statement, SyntaxRemoveOptions.KeepUnbalancedDirectives)!;
        }

        var mark = new SyntaxAnnotation();
        var unindented = statement.WithLeadingTrivia(above.Last().IsKind(SyntaxKind.WhitespaceTrivia) ? above.RemoveAt(above.Count - 1) : above);
        var marked = root.ReplaceNode(statement, unindented.WithAdditionalAnnotations(mark));
        return marked.RemoveNode(
            marked.GetAnnotatedNodes(mark).Single(),
            SyntaxRemoveOptions.KeepLeadingTrivia | SyntaxRemoveOptions.KeepUnbalancedDirectives)!;
    }

    private static bool IsLayout(SyntaxTrivia trivia) => trivia.IsKind(SyntaxKind.WhitespaceTrivia) || trivia.IsKind(SyntaxKind.EndOfLineTrivia);
}
