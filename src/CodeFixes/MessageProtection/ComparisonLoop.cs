using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketSecurity.Analyzers.CodeFixes.MessageProtection;

/// <summary>A <c>for</c> that does nothing but leave the method at the first element in which two sequences differ.</summary>
internal static class ComparisonLoop
{
    public static ComparisonRewrite? Of(ExpressionSyntax left, ExpressionSyntax right, ExpressionSyntax comparison)
    {
        if (comparison is not BinaryExpressionSyntax { RawKind: (int)SyntaxKind.NotEqualsExpression }
            || comparison.FirstAncestorOrSelf<ForStatementSyntax>() is not
            {
                Declaration.Variables: [{ Initializer.Value: LiteralExpressionSyntax { Token.ValueText: "0" } } index],
                Condition: BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LessThanExpression, Right: var end },
                Incrementors: [PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression } or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression }],
            } loop
            || Single(loop.Statement) is not IfStatementSyntax { Else: null } test
            || test.Condition != comparison
            || Single(test.Statement) is not (ReturnStatementSyntax or ThrowStatementSyntax)
            || !IsElementAt(left, index)
            || !IsElementAt(right, index))
        {
            return null;
        }

        return new(left, right, IgnoresCase: false, loop, AsksForDifference: true, AreOfOneLength(left, right, loop) ? null : end.ToString());
    }

    /// <summary>The <c>if</c> in the loop, which takes its place.</summary>
    public static IfStatementSyntax TestIn(ForStatementSyntax loop) => (IfStatementSyntax)Single(loop.Statement)!;

    /// <summary>Without a test of the lengths before it, the loop may compare a shortened code with the beginning of the whole one.</summary>
    private static bool AreOfOneLength(ExpressionSyntax left, ExpressionSyntax right, ForStatementSyntax loop) =>
        loop.Parent is BlockSyntax block
        && block.Statements.TakeWhile(statement => statement != loop).OfType<IfStatementSyntax>().Any(test =>
            test.Condition.DescendantNodesAndSelf().Any(node =>
                node is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.NotEqualsExpression } lengths
                && new HashSet<string> { lengths.Left.ToString(), lengths.Right.ToString() }.SetEquals([$"{left}.Length", $"{right}.Length"])));

    private static bool IsElementAt(ExpressionSyntax sequence, VariableDeclaratorSyntax index) =>
        sequence.Parent is ElementAccessExpressionSyntax { ArgumentList.Arguments: [{ Expression: IdentifierNameSyntax at }] }
        && at.Identifier.ValueText == index.Identifier.ValueText;

    private static StatementSyntax? Single(StatementSyntax statement) => statement switch
    {
        BlockSyntax { Statements: [var only] } => only,
        BlockSyntax => null,
        _ => statement,
    };
}
