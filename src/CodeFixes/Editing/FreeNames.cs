using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketSecurity.Analyzers.CodeFixes.Editing;

/// <summary>Names for new variables and members that nothing around them has yet.</summary>
internal static class FreeNames
{
    /// <summary>The wanted name, or the first with a number after it that neither the member nor what it can see uses.</summary>
    public static string For(string wanted, SemanticModel model, SyntaxNode place)
    {
        var scope = (SyntaxNode?)place.FirstAncestorOrSelf<MemberDeclarationSyntax>(static member => member is not GlobalStatementSyntax) ?? place.SyntaxTree.GetRoot();
        var name = wanted;
        for (var number = 2; IsTaken(name); number++)
        {
            name = wanted + number;
        }

        return name;

        bool IsTaken(string candidate) =>
            !model.LookupSymbols(place.SpanStart, name: candidate).IsEmpty
            || scope.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == candidate);
    }
}
