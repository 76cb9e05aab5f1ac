using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace SocketSecurity.Analyzers.CodeFixes.Editing;

/// <summary>The expression that a finding is at. An argument has the same span as the expression in it, and comes first.</summary>
internal static class ReportedExpression
{
    /// <summary>Null where something else than an expression stands.</summary>
    public static ExpressionSyntax? ExpressionAt(this SyntaxNode root, TextSpan span) => root.FindNode(span, getInnermostNodeForTie: true) switch
    {
        ArgumentSyntax argument => argument.Expression,
        ExpressionSyntax expression => expression,
        _ => null,
    };

    /// <summary>As above, for a place that may be in another file, where the root has nothing.</summary>
    public static ExpressionSyntax? ExpressionAt(this SyntaxNode root, Location location) =>
        location.SourceTree == root.SyntaxTree ? root.ExpressionAt(location.SourceSpan) : null;
}
