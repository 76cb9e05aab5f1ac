using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketSecurity.Analyzers.CodeFixes.Editing;

namespace SocketSecurity.Analyzers.CodeFixes.MessageProtection;

/// <summary>One side of a comparison, as the span of bytes that a comparison in constant time takes.</summary>
internal static class FixedTimeOperand
{
    private const string MemoryExtensions = "System.MemoryExtensions";
    private const string MemoryMarshal = "System.Runtime.InteropServices.MemoryMarshal";

    /// <summary>The bytes of the expression; null where it has none that can be had without a copy of unknown cost.</summary>
    /// <remarks>The bytes of a text are those it has in memory: no encoding can fail or make two texts equal, and null is like empty.</remarks>
    public static ExpressionSyntax? Of(ExpressionSyntax expression, bool ignoresCase, SemanticModel model, Document document)
    {
        var bare = expression.WithoutTrivia();
        return model.GetTypeInfo(expression).Type switch
        {
            { SpecialType: SpecialType.System_String } => OfText(bare, ignoresCase, expression, model, document),
            IArrayTypeSymbol { Rank: 1, ElementType.SpecialType: SpecialType.System_Byte } => bare,
            IArrayTypeSymbol { Rank: 1, ElementType.SpecialType: SpecialType.System_Char } => AsBytes(AsSpan(bare, expression, model, document), model, document),
            INamedTypeSymbol { Name: "Span" or "ReadOnlySpan" or "ArraySegment", TypeArguments: [{ SpecialType: SpecialType.System_Byte }] } => bare,
            INamedTypeSymbol { Name: "Span" or "ReadOnlySpan", TypeArguments: [{ SpecialType: SpecialType.System_Char }] } => AsBytes(bare, model, document),
            INamedTypeSymbol { TypeArguments: [{ SpecialType: SpecialType.System_Byte }] } sequence when CanCopy(sequence, expression, model) => Call(Primary(bare), "ToArray"),
            _ => null,
        };
    }

    /// <summary>The first elements of a sequence of bytes, as many as a loop compares.</summary>
    public static ExpressionSyntax? FirstOf(ExpressionSyntax sequence, string end, SemanticModel model) => model.GetTypeInfo(sequence).Type switch
    {
        IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Byte } => SyntaxFactory.ParseExpression($"{sequence.WithoutTrivia()}.AsSpan(0, {end})"),
        INamedTypeSymbol { Name: "Span" or "ReadOnlySpan", TypeArguments: [{ SpecialType: SpecialType.System_Byte }] } =>
            SyntaxFactory.ParseExpression($"{sequence.WithoutTrivia()}.Slice(0, {end})"),
        _ => null,
    };

    private static ExpressionSyntax? OfText(ExpressionSyntax bare, bool ignoresCase, ExpressionSyntax original, SemanticModel model, Document document)
    {
        if (!ignoresCase)
        {
            return AsBytes(AsSpan(bare, original, model, document), model, document);
        }

        // The received side can be null, and a comparison must not throw for it.
        var upper = SyntaxFactory.ParseExpression($"({Primary(bare)}?.ToUpperInvariant())");
        return AsBytes(AsSpan(upper, original, model, document), model, document);
    }

    private static ExpressionSyntax AsSpan(ExpressionSyntax text, ExpressionSyntax original, SemanticModel model, Document document)
    {
        var type = model.GetTypeInfo(original).Type;
        return type is INamespaceOrTypeSymbol container
            && !model.LookupSymbols(original.SpanStart, container, "AsSpan", includeReducedExtensionMethods: true).IsEmpty
            ? Call(Primary(text), "AsSpan")
            : Call(TypeReference.To(model.Compilation.GetTypeByMetadataName(MemoryExtensions)!, document), "AsSpan", text);
    }

    private static ExpressionSyntax? AsBytes(ExpressionSyntax span, SemanticModel model, Document document) =>
        model.Compilation.GetTypeByMetadataName(MemoryMarshal) is { } type ? Call(TypeReference.To(type, document), "AsBytes", span) : null;

    private static bool CanCopy(INamedTypeSymbol sequence, ExpressionSyntax expression, SemanticModel model) =>
        !model.LookupSymbols(expression.SpanStart, sequence, "ToArray", includeReducedExtensionMethods: true).IsEmpty;

    public static InvocationExpressionSyntax Call(ExpressionSyntax receiver, string method, params ExpressionSyntax[] arguments) => SyntaxFactory.InvocationExpression(
        SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, receiver, SyntaxFactory.IdentifierName(method)),
        SyntaxFactory.ArgumentList(SyntaxFactory.SeparatedList(
            arguments.Select(SyntaxFactory.Argument),
            Enumerable.Repeat(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space), Math.Max(0, arguments.Length - 1)))));

    private static ExpressionSyntax Primary(ExpressionSyntax expression) => expression
        is IdentifierNameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax or ElementAccessExpressionSyntax
        or LiteralExpressionSyntax or ParenthesizedExpressionSyntax or ThisExpressionSyntax or InterpolatedStringExpressionSyntax
        ? expression
        : SyntaxFactory.ParenthesizedExpression(expression);
}
