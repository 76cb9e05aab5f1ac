using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketSecurity.Analyzers.Flow.PolicyErrors;

namespace SocketSecurity.Analyzers.CodeFixes.PeerAuthentication;

/// <summary>Where a validator is written: a lambda or anonymous method, a method, or a local function.</summary>
internal sealed class ValidatorSite
{
    private ValidatorSite(SyntaxNode declaration, IMethodSymbol method, ValidatorSignature signature, PolicyErrorTypes types, SemanticModel model)
    {
        Declaration = declaration;
        Method = method;
        Signature = signature;
        Types = types;
        Model = model;
    }

    /// <summary>An <see cref="AnonymousFunctionExpressionSyntax"/>, a <see cref="MethodDeclarationSyntax"/> or a <see cref="LocalFunctionStatementSyntax"/>.</summary>
    public SyntaxNode Declaration { get; }

    public IMethodSymbol Method { get; }

    public ValidatorSignature Signature { get; }

    public PolicyErrorTypes Types { get; }

    public SemanticModel Model { get; }

    public static ValidatorSite? Find(SyntaxNode node, SemanticModel model, CancellationToken cancellationToken)
    {
        if (node is ArgumentSyntax argument)
        {
            node = argument.Expression;
        }

        var (declaration, symbol) = node switch
        {
            AnonymousFunctionExpressionSyntax lambda => (node, model.GetSymbolInfo(lambda, cancellationToken).Symbol as IMethodSymbol),
            MethodDeclarationSyntax or LocalFunctionStatementSyntax => (node, model.GetDeclaredSymbol(node, cancellationToken) as IMethodSymbol),
            ExpressionSyntax handler => DeclarationOf(model.GetSymbolInfo(handler, cancellationToken).Symbol as IMethodSymbol, model, cancellationToken),
            _ => (node, null),
        };

        return symbol is not null
            && PolicyErrorTypes.In(model.Compilation) is { } types
            && ValidatorSignature.Of(symbol, types) is { } signature
            ? new ValidatorSite(declaration, symbol, signature, types, model)
            : null;
    }

    /// <summary>A handler given by name can be rewritten where it is declared, when that is in the same file.</summary>
    private static (SyntaxNode Declaration, IMethodSymbol? Method) DeclarationOf(
        IMethodSymbol? method, SemanticModel model, CancellationToken cancellationToken)
    {
        var syntax = method?.DeclaringSyntaxReferences is [var reference] ? reference.GetSyntax(cancellationToken) : null;
        return syntax is MethodDeclarationSyntax && syntax.SyntaxTree == model.SyntaxTree
            ? (syntax, method)
            : (SyntaxFactory.IdentifierName(""), null);
    }
}
