using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketSecurity.Analyzers.CodeFixes.Editing;

namespace SocketSecurity.Analyzers.CodeFixes.KeysAndCredentials;

/// <summary>The expression by which a constant enters the program's flow and that another expression can stand in for.</summary>
internal sealed record ConstantEntry(ExpressionSyntax Expression, bool IsText)
{
    /// <summary>Null where the place needs a constant, or where the value is neither bytes nor text.</summary>
    public static ConstantEntry? Find(SyntaxNode root, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (root.ExpressionAt(diagnostic.Location) is not { } value || value.FirstAncestorOrSelf<ParameterSyntax>() is not null)
        {
            return null;
        }

        var entry = InitializerOf(value, root, model, diagnostic, cancellationToken) ?? value;
        var info = model.GetTypeInfo(entry, cancellationToken);
        return (info.Type ?? info.ConvertedType) switch
        {
            { SpecialType: SpecialType.System_String } => new(entry, IsText: true),
            IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Byte } => new(entry, IsText: false),
            INamedTypeSymbol { Name: "Span" or "ReadOnlySpan" or "Memory" or "ReadOnlyMemory", TypeArguments: [{ SpecialType: SpecialType.System_Byte }] } =>
                new(entry, IsText: false),
            _ => entry is InitializerExpressionSyntax ? new(entry, IsText: false) : null,
        };
    }

    /// <summary>The initializer of the variable or field that the value names, when the constant stands there and it is not <c>const</c>.</summary>
    private static ExpressionSyntax? InitializerOf(
        ExpressionSyntax value, SyntaxNode root, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (model.GetSymbolInfo(value, cancellationToken).Symbol is not { } symbol
            || symbol is not (ILocalSymbol { IsConst: false } or IFieldSymbol { IsConst: false } or IPropertySymbol)
            || symbol.DeclaringSyntaxReferences is not [var declaration]
            || declaration.SyntaxTree != root.SyntaxTree)
        {
            return null;
        }

        var initializer = declaration.GetSyntax(cancellationToken) switch
        {
            VariableDeclaratorSyntax variable => variable.Initializer?.Value,
            PropertyDeclarationSyntax property => property.Initializer?.Value,
            _ => null,
        };
        return initializer is not null && diagnostic.AdditionalLocations.Any(place => place.SourceTree == root.SyntaxTree && initializer.Span.Contains(place.SourceSpan))
            ? initializer
            : null;
    }
}
