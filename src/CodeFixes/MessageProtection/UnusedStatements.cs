using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketSecurity.Analyzers.CodeFixes.MessageProtection;

/// <summary>Takes away what only made the initialization vector: variables that nothing uses any more, and what fills them.</summary>
internal static class UnusedStatements
{
    private static readonly HashSet<string> Fillers = new(StringComparer.Ordinal) { "Copy", "BlockCopy", "Fill", "GetBytes" };

    public static IReadOnlyList<StatementSyntax> Remove(
        SyntaxNode body, List<StatementSyntax> kept, CipherValue.Result result, ExpressionSyntax? returned, IEnumerable<SyntaxNode> replaced, ExpressionSyntax? cancellation)
    {
        var remaining = kept.ToList();

        // A variable that nothing ever used is there for what its initializer does.
        var wasUsed = new HashSet<string>(body.DescendantNodes().OfType<IdentifierNameSyntax>().Select(mention => mention.Identifier.ValueText), StringComparer.Ordinal);
        while (true)
        {
            var unused = remaining
                .OfType<LocalDeclarationStatementSyntax>()
                .Where(statement => statement.Declaration.Variables is [{ Initializer: var initializer }] && (statement.UsingKeyword.RawKind == 0 || IsDerivation(initializer?.Value)))
                .Select(statement => statement.Declaration.Variables[0].Identifier.ValueText)
                .FirstOrDefault(name => wasUsed.Contains(name) && !IsUsed(name));
            if (unused is null)
            {
                return remaining;
            }

            remaining.RemoveAll(statement => Declares(statement, unused) || Fills(statement, unused));
        }

        bool IsUsed(string name) =>
            remaining.Any(statement => !Declares(statement, name) && !Fills(statement, name) && Names(statement, name))
            || Names(result.Input, name)
            || Names(result.Password ?? result.Transform.Key, name)
            || (result.Encoding is { } encoding && Names(encoding, name))
            || (cancellation is not null && Names(cancellation, name))
            || result.OutputStream?.Variable.Name == name
            || returned?.DescendantTokens().Any(token => token.ValueText == name && !replaced.Any(node => node.Span.Contains(token.Span))) == true;
    }

    /// <summary>What derives a key for a box that derives its own.</summary>
    private static bool IsDerivation(ExpressionSyntax? value) =>
        value is ObjectCreationExpressionSyntax { Type: var type } && type.GetLastToken().ValueText == PasswordDerivation.TypeName;

    private static bool Declares(StatementSyntax statement, string name) =>
        statement is LocalDeclarationStatementSyntax { Declaration.Variables: [{ Identifier.ValueText: var declared }] } && declared == name;

    /// <summary>A statement that only writes into the variable.</summary>
    private static bool Fills(StatementSyntax statement, string name) =>
        statement is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var method }, ArgumentList.Arguments: var arguments } }
        && Fillers.Contains(method)
        && arguments.Count > 0
        && arguments[arguments.Count >= 5 ? 2 : arguments.Count == 3 ? 1 : 0].Expression is IdentifierNameSyntax { Identifier.ValueText: var filled }
        && filled == name;

    private static bool Names(SyntaxNode node, string name) =>
        node.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == name);
}
