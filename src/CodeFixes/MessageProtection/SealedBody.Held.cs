using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.CodeFixes.MessageProtection;

/// <content>
/// Algorithms in fields. One that has a key becomes a box, which every thread may use; without the library it becomes the derived
/// key, because an object of AES-GCM must not be shared. One without a key goes.
/// </content>
internal sealed partial class SealedBody
{
    private readonly Dictionary<HeldAlgorithm, string> _heldNames = [];

    /// <summary>The changes of a type outside its cipher methods.</summary>
    public Dictionary<SyntaxNode, SyntaxNode?> RewriteHeld(TypeDeclarationSyntax type, IReadOnlyList<HeldAlgorithm> algorithms, IEnumerable<MethodDeclarationSyntax> rewritten)
    {
        var changes = new Dictionary<SyntaxNode, SyntaxNode?>();
        var taken = Taken(type);
        foreach (var held in algorithms)
        {
            if (!held.IsKeyed)
            {
                changes[held.Declaration] = null;
                continue;
            }

            _heldNames[held] = Free(Styled(withSecureDefaults ? "box" : "messageKey", held.Field.Name), taken);
            var newType = SyntaxFactory.ParseTypeName(withSecureDefaults ? $"global::{SecureDefaultsNames.AeadBox}" : "byte[]");
            changes[held.Declaration] = held.Declaration
                .WithDeclaration(SyntaxFactory.VariableDeclaration(
                    newType.WithTriviaFrom(held.Declaration.Declaration.Type), [SyntaxFactory.VariableDeclarator(_heldNames[held])]))
                .WithAdditionalAnnotations(Simplifier.Annotation);
        }

        foreach (var constructor in type.Members.OfType<ConstructorDeclarationSyntax>())
        {
            if (constructor.Body is { } body && algorithms.Any(held => body.Statements.Any(held.Contains)))
            {
                changes[constructor] = constructor.WithBody(body.WithStatements([.. body.Statements.SelectMany(statement => Constructing(statement, constructor, algorithms))]))
                    .WithAdditionalAnnotations(Formatter.Annotation, Simplifier.Annotation);
            }
        }

        foreach (var method in type.Members.OfType<MethodDeclarationSyntax>().Except(rewritten))
        {
            var disposals = algorithms.SelectMany(held => held.Disposals.Select(disposal => (held, disposal))).Where(pair => method.Span.Contains(pair.disposal.Span)).ToList();
            if (disposals.Count > 0)
            {
                changes[method] = disposals.Aggregate(method.TrackNodes(disposals.Select(pair => pair.disposal)), (current, pair) => Disposing(current, current.GetCurrentNode(pair.disposal)!, pair.held));
            }
        }

        return changes;
    }

    private IEnumerable<StatementSyntax> Constructing(StatementSyntax statement, ConstructorDeclarationSyntax constructor, IReadOnlyList<HeldAlgorithm> algorithms)
    {
        foreach (var held in algorithms)
        {
            if (held.Dropped.Contains(statement))
            {
                return [];
            }

            foreach (var keying in held.Keyings)
            {
                if (keying.Statement == statement)
                {
                    var lines = new List<string>();
                    var derived = DerivedKey(keying.Key.WithoutTrivia().ToString(), Context, [.. Taken(constructor), .. _heldNames.Values], lines);
                    lines.Add($"{_heldNames[held]} = {(withSecureDefaults ? Box(derived) : derived)};");
                    return lines.Select(line => SyntaxFactory.ParseStatement(line).WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed));
                }
            }
        }

        return [statement];
    }

    /// <summary>A box is disposed; a derived key is no object that could be.</summary>
    private MethodDeclarationSyntax Disposing(MethodDeclarationSyntax method, SyntaxNode disposal, HeldAlgorithm held)
    {
        var dispose = withSecureDefaults && held.IsKeyed ? $"{_heldNames[held]}.Dispose()" : null;
        return (disposal, dispose) switch
        {
            (ArrowExpressionClauseSyntax arrow, { } call) => method.ReplaceNode(arrow.Expression, SyntaxFactory.ParseExpression(call)),
            (ArrowExpressionClauseSyntax, null) => method.WithExpressionBody(null).WithSemicolonToken(default)
                .WithBody(SyntaxFactory.Block()).WithAdditionalAnnotations(Formatter.Annotation),
            (_, { } call) => method.ReplaceNode(disposal, SyntaxFactory.ParseStatement(call + ";").WithTriviaFrom(disposal)),
            _ => disposal.Parent is BlockSyntax
                ? method.RemoveNode(disposal, SyntaxRemoveOptions.KeepUnbalancedDirectives)!
                : method.ReplaceNode(disposal, SyntaxFactory.Block().WithTriviaFrom(disposal)),
        };
    }

    /// <summary>The new name in the style of the old one.</summary>
    private static string Styled(string name, string old) =>
        old.StartsWith("_", StringComparison.Ordinal) ? "_" + name
        : old.Length > 0 && char.IsUpper(old[0]) ? char.ToUpperInvariant(name[0]) + name.Substring(1)
        : name;
}
