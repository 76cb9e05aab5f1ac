using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SocketSecurity.Analyzers.Flow;

/// <summary>
/// Follows an expression to the one value it can have: through casts, locals that get a value exactly once, and fields of the
/// same file that never get another value than their initializer's. Where more than one value is possible the expression itself
/// is the answer.
/// </summary>
internal static class SingleValue
{
    /// <summary>Longer chains of locals than this are not written by people.</summary>
    private const int MaximumSteps = 8;

    public static IOperation Of(IOperation expression)
    {
        var value = expression.WithoutConversions();
        for (var step = 0; step < MaximumSteps; step++)
        {
            var assigned = value switch
            {
                ILocalReferenceOperation { IsDeclaration: false } local => OnlyValueOf(local),
                IFieldReferenceOperation { Field: { IsReadOnly: true, IsConst: false } } field => OnlyValueOf(field),
                _ => null,
            };

            if (assigned is null)
            {
                break;
            }

            value = assigned.WithoutConversions();
        }

        return value;
    }

    /// <summary>Whether the expression is surely this constant: a literal, an enum member or a local that holds one.</summary>
    public static bool IsConstant<T>(IOperation expression, T expected) =>
        TryGetConstant(expression, out var constant) && constant is not null && constant.Equals(expected);

    /// <summary>The expression's compile-time constant, also when it is null; enum values come as their number.</summary>
    public static bool TryGetConstant(IOperation expression, out object? constant)
    {
        var value = expression.ConstantValue.HasValue ? expression : Of(expression);
        constant = value.ConstantValue.HasValue ? value.ConstantValue.Value : null;
        return value.ConstantValue.HasValue;
    }

    private static IOperation? OnlyValueOf(ILocalReferenceOperation reference)
    {
        IOperation? found = null;
        foreach (var operation in reference.Body().DescendantsAndSelf())
        {
            var value = operation switch
            {
                IVariableDeclaratorOperation declarator when IsSame(declarator.Symbol) => InitialValue(declarator),
                ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment when IsSame(target.Local) => assignment.Value,
                ILocalReferenceOperation use when IsSame(use.Local) && IsWrittenElsewhere(use) => use,
                _ => null,
            };

            if (value is not null)
            {
                if (found is not null || value is ILocalReferenceOperation written && IsSame(written.Local))
                {
                    return null;
                }

                found = value;
            }
        }

        return found;

        bool IsSame(ILocalSymbol local) => SymbolEqualityComparer.Default.Equals(local, reference.Local);
    }

    /// <summary>A read-only field can get another value in a constructor; any assignment to its name in the file ends the search.</summary>
    private static IOperation? OnlyValueOf(IFieldReferenceOperation reference)
    {
        if (reference.Field.DeclaringSyntaxReferences is not [var declaration]
            || declaration.SyntaxTree != reference.Syntax.SyntaxTree
            || declaration.GetSyntax() is not VariableDeclaratorSyntax { Initializer.Value: { } value } declarator)
        {
            return null;
        }

        foreach (var token in NamePlaces.Of(declarator.Identifier.ValueText, declaration.SyntaxTree.GetRoot(), CancellationToken.None))
        {
            var target = token.Parent is IdentifierNameSyntax { Parent: MemberAccessExpressionSyntax access } name && access.Name == name ? access : token.Parent;
            if (target?.Parent is AssignmentExpressionSyntax assignment && assignment.Left == target)
            {
                return null;
            }
        }

        return reference.SemanticModel?.GetOperation(value);
    }

    private static IOperation? InitialValue(IVariableDeclaratorOperation declarator) =>
        declarator.Initializer?.Value ?? (declarator.Parent as IVariableDeclarationOperation)?.Initializer?.Value;

    /// <summary>Writes that are no plain assignment: <c>ref</c> and <c>out</c>, compound assignment, increment, deconstruction, patterns.</summary>
    private static bool IsWrittenElsewhere(ILocalReferenceOperation use) => use.Parent switch
    {
        _ when use.IsDeclaration => true,
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } => true,
        ICompoundAssignmentOperation compound => compound.Target == use,
        ICoalesceAssignmentOperation coalesce => coalesce.Target == use,
        IIncrementOrDecrementOperation or ITupleOperation or IAddressOfOperation => true,
        ISimpleAssignmentOperation { IsRef: true } => true,
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol.RefKind: not RefKind.None } } => true,
        _ => false,
    };
}
