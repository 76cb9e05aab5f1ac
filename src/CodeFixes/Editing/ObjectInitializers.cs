using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketSecurity.Analyzers.CodeFixes.Editing;

/// <summary>Sets properties in object initializers and keeps the layout people gave them: one line, or one property a line.</summary>
internal static class ObjectInitializers
{
    /// <summary>The creation with the property set to the value: replaced where it is there, else added at the end.</summary>
    public static BaseObjectCreationExpressionSyntax With(BaseObjectCreationExpressionSyntax creation, string property, ExpressionSyntax value)
    {
        var assignment = SyntaxFactory.AssignmentExpression(
            SyntaxKind.SimpleAssignmentExpression,
            SyntaxFactory.IdentifierName(property).WithTrailingTrivia(SyntaxFactory.Space),
            SyntaxFactory.Token(SyntaxKind.EqualsToken).WithTrailingTrivia(SyntaxFactory.Space),
            value.WithoutTrivia());

        if (creation.Initializer is not { } initializer)
        {
            return WithFirst(creation, assignment);
        }

        return Find(initializer, property) is { } existing
            ? creation.ReplaceNode(existing.Right, assignment.Right.WithTriviaFrom(existing.Right))
            : creation.WithInitializer(Append(initializer, assignment));
    }

    /// <summary>The assignment to the property in the initializer; null when there is none.</summary>
    public static AssignmentExpressionSyntax? Find(InitializerExpressionSyntax? initializer, string property) => initializer?.Expressions
        .OfType<AssignmentExpressionSyntax>()
        .FirstOrDefault(assignment => assignment.Left is IdentifierNameSyntax name && name.Identifier.ValueText == property);

    private static BaseObjectCreationExpressionSyntax WithFirst(BaseObjectCreationExpressionSyntax creation, ExpressionSyntax assignment)
    {
        var initializer = SyntaxFactory.InitializerExpression(
            SyntaxKind.ObjectInitializerExpression,
            SyntaxFactory.Token(SyntaxKind.OpenBraceToken).WithTrailingTrivia(SyntaxFactory.Space),
            SyntaxFactory.SingletonSeparatedList(assignment.WithTrailingTrivia(SyntaxFactory.Space)),
            SyntaxFactory.Token(SyntaxKind.CloseBraceToken));

        // An explicit creation does not need its empty argument list any more; a target-typed one does.
        var bare = creation is ObjectCreationExpressionSyntax { ArgumentList.Arguments.Count: 0 } explicitCreation
            ? explicitCreation.WithArgumentList(null)
            : creation;
        return bare.WithTrailingTrivia(SyntaxFactory.Space).WithInitializer(initializer).WithTrailingTrivia(creation.GetTrailingTrivia());
    }

    private static InitializerExpressionSyntax Append(InitializerExpressionSyntax initializer, ExpressionSyntax added)
    {
        var items = initializer.Expressions.GetWithSeparators();
        if (items.Count == 0)
        {
            return initializer.WithExpressions(SyntaxFactory.SingletonSeparatedList(added.WithTrailingTrivia(SyntaxFactory.Space)));
        }

        var lastValue = initializer.Expressions.Last();
        var lineEnd = lastValue.GetTrailingTrivia().Concat(items.Last().GetTrailingTrivia()).FirstOrDefault(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia));
        var oneLine = lineEnd.RawKind == 0;
        var comma = SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(oneLine ? SyntaxFactory.Space : lineEnd);
        var indented = oneLine ? added : added.WithLeadingTrivia(lastValue.GetLeadingTrivia().Where(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)));

        if (items.Last().IsToken)
        {
            // A trailing comma stays the style of the list.
            var trailing = oneLine ? comma.WithTrailingTrivia(items.Last().GetTrailingTrivia()) : comma;
            return initializer.WithExpressions(SyntaxFactory.SeparatedList<ExpressionSyntax>(items.Add(indented).Add(trailing)));
        }

        items = items.Replace(items.Last(), lastValue.WithTrailingTrivia(lastValue.GetTrailingTrivia().Where(trivia => !IsLayout(trivia))));
        return initializer.WithExpressions(SyntaxFactory.SeparatedList<ExpressionSyntax>(
            items.Add(comma).Add(indented.WithTrailingTrivia(oneLine ? SyntaxFactory.Space : lineEnd))));
    }

    private static bool IsLayout(SyntaxTrivia trivia) => trivia.IsKind(SyntaxKind.EndOfLineTrivia) || trivia.IsKind(SyntaxKind.WhitespaceTrivia);
}
