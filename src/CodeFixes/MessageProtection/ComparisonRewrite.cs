using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.CodeFixes.Editing;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.MessageProtection;

namespace SocketSecurity.Analyzers.CodeFixes.MessageProtection;

/// <summary>A comparison that can be replaced by another one: what is compared, and what stands in its place afterwards.</summary>
/// <param name="Left">The first side.</param>
/// <param name="Right">The second side.</param>
/// <param name="IgnoresCase">Whether upper and lower case are the same to it.</param>
/// <param name="Whole">The expression or statement to replace.</param>
/// <param name="AsksForDifference">Whether the expression is true when the sides differ.</param>
/// <param name="End">Where the comparison ends when it may be of the first part of a side only.</param>
internal sealed record ComparisonRewrite(ExpressionSyntax Left, ExpressionSyntax Right, bool IgnoresCase, SyntaxNode Whole, bool AsksForDifference, string? End = null)
{
    /// <summary>The rewrite of the comparison; null when a part of it is not understood.</summary>
    public static ComparisonRewrite? Of(IOperation operation, SemanticModel model, CancellationToken cancellationToken)
    {
        var sides = Comparison.Of(operation) is { } known ? (known.Left, known.Right)
            : operation is IInvocationOperation own ? OwnSides(own, model, cancellationToken)
            : null;
        if (sides is not var (leftSide, rightSide)
            || leftSide.Syntax is not ExpressionSyntax left
            || rightSide.Syntax is not ExpressionSyntax right
            || operation.Syntax is not ExpressionSyntax expression
            || expression is InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax }
            || HasAwait(left)
            || HasAwait(right)
            || IsInExpressionTree(expression, model, cancellationToken))
        {
            return null;
        }

        return operation switch
        {
            IBinaryOperation binary when binary.LeftOperand.WithoutConversions().Type?.SpecialType == SpecialType.System_String =>
                new(left, right, IgnoresCase: false, expression, binary.OperatorKind == BinaryOperatorKind.NotEquals),
            IBinaryOperation => ComparisonLoop.Of(left, right, expression),
            IInvocationOperation call => OfCall(call, left, right, expression),
            _ => null,
        };
    }

    /// <summary>The edit that puts <paramref name="equal"/>, which is true when the sides are equal, in place of the comparison.</summary>
    public TrackedEdit With(ExpressionSyntax equal)
    {
        var condition = AsksForDifference ? SyntaxFactory.PrefixUnaryExpression(SyntaxKind.LogicalNotExpression, equal) : equal;
        return new TrackedEdit(Whole, (root, node) => root.ReplaceNode(node, (node switch
        {
            ForStatementSyntax loop => ComparisonLoop.TestIn(loop).WithCondition(condition),
            _ => (SyntaxNode)condition,
        }).WithTriviaFrom(node).WithAdditionalAnnotations(Formatter.Annotation)));
    }

    private static ComparisonRewrite? OfCall(IInvocationOperation call, ExpressionSyntax left, ExpressionSyntax right, ExpressionSyntax expression)
    {
        if (IgnoresCaseOf(call) is not { } ignoresCase)
        {
            return null;
        }

        if (call.Type?.SpecialType == SpecialType.System_Boolean)
        {
            return new(left, right, ignoresCase, expression, AsksForDifference: false);
        }

        // Order is of no use for a code, so what is asked for is whether the result is 0.
        return call.Parent is IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals, Syntax: ExpressionSyntax outer } binary
            && (binary.LeftOperand == call ? binary.RightOperand : binary.LeftOperand).ConstantValue is { HasValue: true, Value: 0 }
            ? new(left, right, ignoresCase, outer, binary.OperatorKind == BinaryOperatorKind.NotEquals)
            : null;
    }

    /// <summary>Null when it is only known at run time.</summary>
    private static bool? IgnoresCaseOf(IInvocationOperation call)
    {
        if (call.Instance?.WithoutConversions() is IPropertyReferenceOperation { Property: { ContainingType.Name: "StringComparer", Name: var comparer } })
        {
            return comparer.EndsWith("IgnoreCase", StringComparison.Ordinal);
        }

        if (call.Instance is { Type.Name: "StringComparer" })
        {
            return null;
        }

        var ignoresCase = false;
        foreach (var argument in call.Arguments)
        {
            switch (argument.Parameter?.Type)
            {
                case { Name: "StringComparison" } when argument.Value.ConstantValue is { HasValue: true, Value: int comparison }:
                    ignoresCase = comparison % 2 == 1; // CurrentCultureIgnoreCase, InvariantCultureIgnoreCase, OrdinalIgnoreCase
                    break;
                case { SpecialType: SpecialType.System_Boolean } when argument.Value.ConstantValue is { HasValue: true, Value: bool ignore }:
                    ignoresCase = ignore;
                    break;
                case { Name: "StringComparison" or "CompareOptions" } or { SpecialType: SpecialType.System_Boolean or SpecialType.System_Int32 }:
                    return null;
            }
        }

        return ignoresCase;
    }

    private static (IOperation, IOperation)? OwnSides(IInvocationOperation call, SemanticModel model, CancellationToken cancellationToken) =>
        call.Arguments is [var first, var second] && OwnEquality.IsMeantBy(call.TargetMethod, model, cancellationToken) ? (first.Value, second.Value) : null;

    /// <summary>A span, which the new comparison takes, cannot be kept while something is awaited.</summary>
    private static bool HasAwait(ExpressionSyntax expression) => expression.DescendantNodesAndSelf().Any(node => node is AwaitExpressionSyntax);

    private static bool IsInExpressionTree(ExpressionSyntax expression, SemanticModel model, CancellationToken cancellationToken) => expression.Ancestors()
        .OfType<LambdaExpressionSyntax>()
        .Any(lambda => model.GetTypeInfo(lambda, cancellationToken).ConvertedType is { Name: "Expression", ContainingNamespace.Name: "Expressions" });
}
