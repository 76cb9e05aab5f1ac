using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.MessageProtection;

namespace SocketSecurity.Analyzers.CodeFixes.MessageProtection;

/// <summary>Whether a method of the program answers true when its two arguments are equal, and does nothing else.</summary>
internal static class OwnEquality
{
    public static bool IsMeantBy(IMethodSymbol method, SemanticModel model, CancellationToken cancellationToken)
    {
        method = method.ReducedFrom ?? method;
        if (method is not { ReturnType.SpecialType: SpecialType.System_Boolean, Parameters.Length: 2, DeclaringSyntaxReferences: [var reference] })
        {
            return false;
        }

        var declaration = reference.GetSyntax(cancellationToken);
        List<ExpressionSyntax?> answers = declaration switch
        {
            MethodDeclarationSyntax { ExpressionBody.Expression: var expression } => [expression],
            LocalFunctionStatementSyntax { ExpressionBody.Expression: var expression } => [expression],
            _ => [.. declaration.DescendantNodes().OfType<ReturnStatementSyntax>().Select(statement => statement.Expression)],
        };
        return answers is [.., { } last]
            && answers.Take(answers.Count - 1).All(answer => answer.IsKind(SyntaxKind.FalseLiteralExpression))
            && (answers.Count > 1 && last.IsKind(SyntaxKind.TrueLiteralExpression)
                || IsEquality(last, model.Compilation.GetSemanticModel(declaration.SyntaxTree), cancellationToken));
    }

    private static bool IsEquality(ExpressionSyntax answer, SemanticModel model, CancellationToken cancellationToken) =>
        model.GetOperation(answer, cancellationToken) is { Type.SpecialType: SpecialType.System_Boolean } operation
        && operation is IInvocationOperation or IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals }
        && Comparison.Of(operation) is not null;
}
