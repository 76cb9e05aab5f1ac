using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketSecurity.Analyzers.CodeFixes.Editing;

/// <summary>New statements in the place of one, written as text in the style of the file: its line ends and its indentation.</summary>
internal static class InsertedStatements
{
    /// <summary>Whether statements can stand before this one: in a block, or at the top level of a program.</summary>
    public static bool HasRoomBefore(StatementSyntax statement) => statement.Parent is BlockSyntax or GlobalStatementSyntax;

    /// <summary>The new statements before the old one, which keeps its comments above all of them.</summary>
    /// <param name="statement">The old statement.</param>
    /// <param name="lines">Lines with four blanks for each level; an empty line stands between statements that ask for one.</param>
    public static TrackedEdit Before(StatementSyntax statement, params string[] lines)
    {
        var (indentation, end) = StyleOf(statement);
        var inserted = Parse(lines, indentation, end, statement);
        inserted[inserted.Count - 1] = inserted[inserted.Count - 1].WithTrailingTrivia(SyntaxFactory.EndOfLine(end), SyntaxFactory.EndOfLine(end));
        return Edit(statement, [.. inserted, statement.WithLeadingTrivia(SyntaxFactory.Whitespace(indentation))]);
    }

    /// <summary>The new statements in place of the old one.</summary>
    public static TrackedEdit InsteadOf(StatementSyntax statement, params string[] lines)
    {
        var (indentation, end) = StyleOf(statement);
        var inserted = Parse(lines, indentation, end, statement);
        inserted[inserted.Count - 1] = inserted[inserted.Count - 1].WithTrailingTrivia(statement.GetTrailingTrivia());
        return Edit(statement, inserted);
    }

    /// <summary>One new statement right before the old one.</summary>
    public static TrackedEdit Ahead(StatementSyntax statement, StatementSyntax inserted)
    {
        var (indentation, end) = StyleOf(statement);
        return Edit(statement,
        [
            inserted.WithLeadingTrivia(statement.GetLeadingTrivia()).WithTrailingTrivia(SyntaxFactory.EndOfLine(end)),
            statement.WithLeadingTrivia(SyntaxFactory.Whitespace(indentation)),
        ]);
    }

    /// <summary>One new statement right after the old one; after a block with an empty line between.</summary>
    public static TrackedEdit After(StatementSyntax statement, StatementSyntax inserted)
    {
        var (indentation, end) = StyleOf(statement);
        SyntaxTriviaList leading = statement.GetLastToken().IsKind(SyntaxKind.CloseBraceToken)
            ? [SyntaxFactory.EndOfLine(end), SyntaxFactory.Whitespace(indentation)]
            : [SyntaxFactory.Whitespace(indentation)];
        return Edit(statement, [statement, inserted.WithLeadingTrivia(leading).WithTrailingTrivia(SyntaxFactory.EndOfLine(end))]);
    }

    /// <summary>These statements in the place of the old one, in a block or at the top level of a program.</summary>
    public static TrackedEdit Edit(StatementSyntax statement, List<StatementSyntax> replacement) =>
        statement.Parent is GlobalStatementSyntax global
            ? new TrackedEdit(global, (root, current) => root.ReplaceNode(current, replacement.Select(SyntaxFactory.GlobalStatement)))
            : new TrackedEdit(statement, (root, current) => root.ReplaceNode(current, replacement));

    /// <summary>The blanks before the statement and the line end behind it.</summary>
    public static (string Indentation, string LineEnd) StyleOf(StatementSyntax statement)
    {
        var indentation = string.Concat(statement.GetLeadingTrivia().Reverse().TakeWhile(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).Reverse());
        var lineEnd = statement.GetTrailingTrivia().FirstOrDefault(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)) is { RawKind: not 0 } end ? end.ToString() : "\n";
        return (indentation, lineEnd);
    }

    private static List<StatementSyntax> Parse(string[] lines, string indentation, string end, StatementSyntax statement)
    {
        var text = string.Concat(lines.Select(line => line.Length == 0 ? end : indentation + line + end));
        List<StatementSyntax> statements = [.. ((BlockSyntax)SyntaxFactory.ParseStatement("{" + end + text + "}")).Statements];
        statements[0] = statements[0].WithLeadingTrivia(statement.GetLeadingTrivia());
        return statements;
    }
}
