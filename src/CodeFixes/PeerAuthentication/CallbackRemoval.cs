using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketSecurity.Analyzers.CodeFixes.PeerAuthentication;

/// <summary>
/// Removes the place that hands a validator to the framework, whose own validation then applies. Only for the framework's
/// members: what another library does without a validator is its own affair.
/// </summary>
internal sealed class CallbackRemoval
{
    private readonly SyntaxNode _node;

    private CallbackRemoval(SyntaxNode node) => _node = node;

    public static bool TryFind(SyntaxNode validator, SemanticModel model, [NotNullWhen(true)] out CallbackRemoval? removal)
    {
        removal = null;
        if (validator is not ExpressionSyntax expression)
        {
            return false;
        }

        var value = Unwrap(expression);
        removal = value.Parent switch
        {
            AssignmentExpressionSyntax assignment when assignment.Right == value && IsFrameworkProperty(assignment.Left, model) => OfAssignment(assignment),
            ArgumentSyntax { Parent: ArgumentListSyntax { Parent: BaseObjectCreationExpressionSyntax creation } } argument when IsSslStream(creation, model) => new CallbackRemoval(argument),
            _ => null,
        };
        return removal is not null;
    }

    public SyntaxNode Apply(SyntaxNode root)
    {
        if (_node is ArgumentSyntax argument)
        {
            var list = (ArgumentListSyntax)argument.Parent!;
            var isLast = list.Arguments.Last() == argument;
            return isLast || argument.NameColon is not null
                ? root.ReplaceNode(list, list.WithArguments(list.Arguments.Remove(argument)))
                : root.ReplaceNode(argument.Expression, SyntaxFactory.LiteralExpression(SyntaxKind.NullLiteralExpression));
        }

        if (_node is AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax initializer } element)
        {
            return WithoutElement(root, initializer, element);
        }

        var hasCommentOrDirective = _node.GetLeadingTrivia().Any(
            trivia => trivia.IsDirective || trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia));
        return root.RemoveNode(_node, hasCommentOrDirective ? SyntaxRemoveOptions.KeepExteriorTrivia : SyntaxRemoveOptions.KeepUnbalancedDirectives)!;
    }

    private static SyntaxNode WithoutElement(SyntaxNode root, InitializerExpressionSyntax initializer, ExpressionSyntax element)
    {
        // `new Handler { Callback = … }` becomes `new Handler()`.
        if (initializer is { Expressions.Count: 1, Parent: ObjectCreationExpressionSyntax creation })
        {
            var bare = creation.WithInitializer(null);
            return root.ReplaceNode(
                creation,
                bare.ArgumentList is null
                    ? bare.WithType(bare.Type.WithoutTrailingTrivia()).WithArgumentList(SyntaxFactory.ArgumentList()).WithTrailingTrivia(creation.GetTrailingTrivia())
                    : bare.WithArgumentList(bare.ArgumentList.WithoutTrailingTrivia()).WithTrailingTrivia(creation.GetTrailingTrivia()));
        }

        var wasLast = initializer.Expressions.Last() == element;
        var expressions = initializer.Expressions.Remove(element);
        if (wasLast && expressions.SeparatorCount < expressions.Count)
        {
            var last = expressions.Last();
            expressions = expressions.Replace(last, last.WithTrailingTrivia(element.GetTrailingTrivia()));
        }

        return root.ReplaceNode(initializer, initializer.WithExpressions(expressions));
    }

    private static CallbackRemoval? OfAssignment(AssignmentExpressionSyntax assignment) => assignment.Parent switch
    {
        InitializerExpressionSyntax => new CallbackRemoval(assignment),
        ExpressionStatementSyntax { Parent: BlockSyntax or SwitchSectionSyntax } statement => new CallbackRemoval(statement),
        ExpressionStatementSyntax { Parent: GlobalStatementSyntax global } => new CallbackRemoval(global),
        _ => null,
    };

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
