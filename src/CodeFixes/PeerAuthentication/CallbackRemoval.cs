using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketSecurity.Analyzers.CodeFixes.Editing;

namespace SocketSecurity.Analyzers.CodeFixes.PeerAuthentication;

/// <summary>
/// Removes the place that hands a validator to the framework, whose own validation then applies. Only for the framework's
/// members: what another library does without a validator is its own affair.
/// </summary>
internal static class CallbackRemoval
{
    /// <summary>The edit that removes the callback, or null where it cannot just go.</summary>
    public static TrackedEdit? Of(SyntaxNode validator, SemanticModel model)
    {
        if (validator is not ExpressionSyntax expression)
        {
            return null;
        }

        var value = Unwrap(expression);
        return value.Parent switch
        {
            AssignmentExpressionSyntax assignment when assignment.Right == value && IsFrameworkProperty(assignment.Left, model) && Removal.CanRemove(assignment)
                => new TrackedEdit(assignment, (root, current) => WithoutAssignment(root, (AssignmentExpressionSyntax)current)),
            ArgumentSyntax { Parent: ArgumentListSyntax { Parent: BaseObjectCreationExpressionSyntax creation } } argument when IsSslStream(creation, model)
                => new TrackedEdit(argument, (root, current) => WithoutArgument(root, (ArgumentSyntax)current)),
            _ => null,
        };
    }

    private static SyntaxNode WithoutArgument(SyntaxNode root, ArgumentSyntax argument)
    {
        var list = (ArgumentListSyntax)argument.Parent!;
        return list.Arguments.Last() == argument || argument.NameColon is not null
            ? root.ReplaceNode(list, list.WithArguments(list.Arguments.Remove(argument)))
            : root.ReplaceNode(argument.Expression, SyntaxFactory.LiteralExpression(SyntaxKind.NullLiteralExpression));
    }

    /// <summary><c>new Handler { Callback = … }</c> becomes <c>new Handler()</c>.</summary>
    private static SyntaxNode WithoutAssignment(SyntaxNode root, AssignmentExpressionSyntax assignment) =>
        assignment.Parent is InitializerExpressionSyntax { Expressions.Count: 1, Parent: ObjectCreationExpressionSyntax creation }
            ? root.ReplaceNode(creation, WithoutInitializer(creation))
            : Removal.Remove(root, assignment);

    private static ObjectCreationExpressionSyntax WithoutInitializer(ObjectCreationExpressionSyntax creation)
    {
        var bare = creation.WithInitializer(null);
        return bare.ArgumentList is null
            ? bare.WithType(bare.Type.WithoutTrailingTrivia()).WithArgumentList(SyntaxFactory.ArgumentList()).WithTrailingTrivia(creation.GetTrailingTrivia())
            : bare.WithArgumentList(bare.ArgumentList.WithoutTrailingTrivia()).WithTrailingTrivia(creation.GetTrailingTrivia());
    }

    /// <summary>Out of parentheses, casts and <c>new RemoteCertificateValidationCallback(…)</c>.</summary>
    private static ExpressionSyntax Unwrap(ExpressionSyntax expression) => expression.Parent switch
    {
        ParenthesizedExpressionSyntax outer => Unwrap(outer),
        CastExpressionSyntax outer => Unwrap(outer),
        ArgumentSyntax { Parent: ArgumentListSyntax { Arguments.Count: 1, Parent: ObjectCreationExpressionSyntax { Type: var type } outer } }
            when type.ToString().EndsWith("RemoteCertificateValidationCallback", StringComparison.Ordinal) => Unwrap(outer),
        _ => expression,
    };

    private static bool IsFrameworkProperty(ExpressionSyntax target, SemanticModel model) =>
        model.GetSymbolInfo(target).Symbol is { } member
        && member.ContainingNamespace.ToDisplayString() is var name
        && (name == "System.Net" || name.StartsWith("System.Net.", StringComparison.Ordinal) || name.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal));

    private static bool IsSslStream(BaseObjectCreationExpressionSyntax creation, SemanticModel model) =>
        model.GetTypeInfo(creation).Type is { Name: "SslStream", ContainingNamespace: { } space } && space.ToDisplayString() == "System.Net.Security";
}
