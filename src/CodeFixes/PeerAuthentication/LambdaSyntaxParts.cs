using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace SocketSecurity.Analyzers.CodeFixes.PeerAuthentication;

/// <summary>Rebuilds a lambda or anonymous method around a new body.</summary>
internal static class LambdaSyntaxParts
{
    public static SyntaxNode Rebuild(
        AnonymousFunctionExpressionSyntax original, ValidatorParameters parameters, ExpressionSyntax? expression, BlockSyntax? block)
    {
        var modifiers = new SyntaxTokenList(original.Modifiers.Where(modifier => !modifier.IsKind(SyntaxKind.AsyncKeyword)));
        AnonymousFunctionExpressionSyntax rebuilt = original switch
        {
            SimpleLambdaExpressionSyntax simple => SyntaxFactory.SimpleLambdaExpression(
                simple.AttributeLists, modifiers, Named(simple.Parameter, parameters.Names[0]), block, expression),

            ParenthesizedLambdaExpressionSyntax lambda => SyntaxFactory.ParenthesizedLambdaExpression(
                lambda.AttributeLists, modifiers, lambda.ReturnType, Named(lambda.ParameterList, parameters), block, expression),

            AnonymousMethodExpressionSyntax { ParameterList: { } list } => SyntaxFactory.ParenthesizedLambdaExpression(
                default, modifiers, null, Named(list, parameters), block, expression),

            _ => SyntaxFactory.ParenthesizedLambdaExpression(
                default,
                modifiers,
                null,
                SyntaxFactory.ParameterList(SyntaxFactory.SeparatedList(
                    parameters.Names.Select(name => SyntaxFactory.Parameter(SyntaxFactory.Identifier(name))))),
                block,
                expression),
        };

        return rebuilt.NormalizeWhitespaceOfNewParts().WithTriviaFrom(original).WithAdditionalAnnotations(Formatter.Annotation);
    }

    private static AnonymousFunctionExpressionSyntax NormalizeWhitespaceOfNewParts(this AnonymousFunctionExpressionSyntax lambda) =>
        lambda switch
        {
            SimpleLambdaExpressionSyntax simple => simple.WithArrowToken(Spaced(simple.ArrowToken)),
            ParenthesizedLambdaExpressionSyntax parenthesized => parenthesized.WithArrowToken(Spaced(parenthesized.ArrowToken)),
            _ => lambda,
        };

    private static SyntaxToken Spaced(SyntaxToken arrow) =>
        arrow.WithLeadingTrivia(SyntaxFactory.Space).WithTrailingTrivia(SyntaxFactory.Space);

    private static ParameterListSyntax Named(ParameterListSyntax list, ValidatorParameters parameters)
    {
        var named = list.Parameters;
        for (var i = 0; i < named.Count; i++)
        {
            named = named.Replace(named[i], Named(named[i], parameters.Names[i]));
        }

        return list.WithParameters(named).WithoutTrailingTrivia();
    }

    private static ParameterSyntax Named(ParameterSyntax parameter, string name) =>
        parameter.Identifier.Text == name
            ? parameter
            : parameter.WithIdentifier(SyntaxFactory.Identifier(name).WithTriviaFrom(parameter.Identifier));
}
