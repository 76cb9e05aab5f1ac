using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketSecurity.Analyzers.CodeFixes.MessageProtection;

/// <summary>A method that encrypts or decrypts one message, understood in every part.</summary>
/// <param name="Method">The method as it is written.</param>
/// <param name="Kept">Statements that have nothing to do with the cipher, in order; they stay before the new ones.</param>
/// <param name="Result">What the cipher yields, from what.</param>
/// <param name="Returned">The returned expression, around the result where that is a value; null where nothing is returned.</param>
/// <param name="Uses">The parts of it that are the result, or the text that a reader made of it.</param>
/// <param name="Cancellation">The token that its calls were given.</param>
internal sealed record CipherMethod(
    MethodDeclarationSyntax Method,
    IReadOnlyList<StatementSyntax> Kept,
    CipherValue.Result Result,
    ExpressionSyntax? Returned,
    IReadOnlyDictionary<SyntaxNode, ICipherValue> Uses,
    ExpressionSyntax? Cancellation)
{
    public bool IsAsync { get; } = Method.Modifiers.Any(SyntaxKind.AsyncKeyword);
}
