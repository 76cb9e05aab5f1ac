using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketSecurity.Analyzers.CodeFixes.Editing;

namespace SocketSecurity.Analyzers.CodeFixes.KeysAndCredentials;

/// <summary>Expressions that read a secret from an environment variable and stop the program when it is not set.</summary>
internal sealed class EnvironmentReading(TypeSyntax environment, TypeSyntax convert, TypeSyntax exception)
{
    /// <summary>Null when the types are missing, as in a project whose references are not there.</summary>
    public static EnvironmentReading? For(Compilation compilation, Document document) =>
        compilation.GetTypeByMetadataName("System.Environment") is { } environment
        && compilation.GetTypeByMetadataName("System.Convert") is { } convert
        && compilation.GetTypeByMetadataName("System.InvalidOperationException") is { } exception
            ? new(TypeReference.To(environment, document), TypeReference.To(convert, document), TypeReference.To(exception, document))
            : null;

    public ExpressionSyntax Text(string variable) => SyntaxFactory.BinaryExpression(
        SyntaxKind.CoalesceExpression,
        Call(environment, "GetEnvironmentVariable", Literal(variable)).WithTrailingTrivia(SyntaxFactory.Space),
        SyntaxFactory.Token(SyntaxKind.QuestionQuestionToken).WithTrailingTrivia(SyntaxFactory.Space),
        Missing($"The environment variable {variable} is not set."));

    public ExpressionSyntax Bytes(string variable) => Call(convert, "FromBase64String", Text(variable));

    public ExpressionSyntax Missing(string message) => SyntaxFactory.ThrowExpression(
        SyntaxFactory.Token(SyntaxKind.ThrowKeyword).WithTrailingTrivia(SyntaxFactory.Space),
        SyntaxFactory.ObjectCreationExpression(
            SyntaxFactory.Token(SyntaxKind.NewKeyword).WithTrailingTrivia(SyntaxFactory.Space),
            exception,
            Arguments(Literal(message)),
            initializer: null));

    public static ExpressionSyntax Literal(string text) =>
        SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(text));

    public static InvocationExpressionSyntax Call(ExpressionSyntax type, string method, ExpressionSyntax argument) => SyntaxFactory.InvocationExpression(
        SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, type, SyntaxFactory.IdentifierName(method)), Arguments(argument));

    private static ArgumentListSyntax Arguments(ExpressionSyntax argument) => SyntaxFactory.ArgumentList([SyntaxFactory.Argument(argument)]);
}
