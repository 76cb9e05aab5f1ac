using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketSecurity.Analyzers.Flow.PolicyErrors;

/// <summary>Patterns: what is known about <c>value is pattern</c>, and the variables the pattern binds.</summary>
internal static class PatternEvaluator
{
    public static AbstractValue Matches(
        AbstractValue value, IPatternOperation? pattern, ExpressionEvaluator evaluator, ref EvaluationState state)
    {
        switch (pattern)
        {
            case IDiscardPatternOperation:
                return AbstractValue.True;

            case IConstantPatternOperation constant:
                return evaluator.AreEqual(value, evaluator.Evaluate(constant.Value, ref state));

            case INegatedPatternOperation negated:
                return Not(Matches(value, negated.Pattern, evaluator, ref state));

            case IBinaryPatternOperation binary:
                return Combine(
                    binary.OperatorKind,
                    Matches(value, binary.LeftPattern, evaluator, ref state),
                    Matches(value, binary.RightPattern, evaluator, ref state));

            case IDeclarationPatternOperation declaration:
                Bind(declaration.DeclaredSymbol, value, ref state);
                return declaration.MatchesNull || declaration.MatchedType is not { } matched
                    ? AbstractValue.True
                    : IsOfType(value, matched, evaluator);

            case ITypePatternOperation type:
                return IsOfType(value, type.MatchedType, evaluator);

            case IRecursivePatternOperation recursive:
                return MatchesRecursive(value, recursive, evaluator, ref state);

            case IRelationalPatternOperation relational:
                return SymbolicValue.Combine("rel" + relational.OperatorKind, value, evaluator.Evaluate(relational.Value, ref state));

            default:
                return SymbolicValue.Combine("pattern" + pattern?.Syntax.SpanStart, value);
        }
    }

    private static AbstractValue MatchesRecursive(
        AbstractValue value, IRecursivePatternOperation pattern, ExpressionEvaluator evaluator, ref EvaluationState state)
    {
        Bind(pattern.DeclaredSymbol, value, ref state);
        var result = IsOfType(value, pattern.MatchedType, evaluator);
        foreach (var property in pattern.PropertySubpatterns)
        {
            var member = property.Member switch
            {
                IPropertyReferenceOperation reference => evaluator.ReadMember(value, reference.Property, reference),
                IFieldReferenceOperation reference => evaluator.ReadMember(value, reference.Field, reference),
                _ => SymbolicValue.Combine("member" + property.Syntax.SpanStart, value),
            };
            result = Combine(BinaryOperatorKind.And, result, Matches(member, property.Pattern, evaluator, ref state));
        }

        return pattern.DeconstructionSubpatterns.IsEmpty
            ? result
            : Combine(BinaryOperatorKind.And, result, SymbolicValue.Combine("deconstruct" + pattern.Syntax.SpanStart, value));
    }

    /// <summary>A type test of the certificate asks only whether there is one: at run time it always is an X509Certificate2.</summary>
    private static AbstractValue IsOfType(AbstractValue value, ITypeSymbol type, ExpressionEvaluator evaluator)
    {
        var isNull = evaluator.AreEqual(value, AbstractValue.Null);
        return isNull is KnownValue ? Not(isNull) : SymbolicValue.Combine("is " + type.Name, value);
    }

    private static void Bind(ISymbol? variable, AbstractValue value, ref EvaluationState state)
    {
        if (variable is not null)
        {
            state = state.With(variable, value);
        }
    }

    private static AbstractValue Combine(BinaryOperatorKind kind, AbstractValue left, AbstractValue right)
    {
        var isAnd = kind == BinaryOperatorKind.And;
        foreach (var (one, other) in new[] { (left, right), (right, left) })
        {
            if (one is KnownValue { Value: bool known })
            {
                return known == isAnd ? other : one;
            }
        }

        return SymbolicValue.Combine(isAnd ? "and" : "or", left, right);
    }

    public static AbstractValue Not(AbstractValue value) => value switch
    {
        KnownValue { Value: bool known } => AbstractValue.Of(!known),
        SymbolicValue symbolic => symbolic.Not(),
        ConditionalValue conditional => new ConditionalValue(conditional.Tree.Replace(Decision.Reject, Decision.Accept)),
        _ => SymbolicValue.Combine("not", value),
    };
}
