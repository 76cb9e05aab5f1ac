using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketSecurity.Analyzers.Flow.Streams;

/// <summary>What a condition says on a path: which of its branches can be taken, and what is known on each.</summary>
/// <param name="streamOf">The stream an expression yields in a state; the flag says whether that is known.</param>
internal sealed class StreamConditions(Func<IOperation, StreamState, (bool IsKnown, StreamObject? Stream)> streamOf)
{
    /// <summary>The state in which the condition has the value; null when it cannot have it.</summary>
    public StreamState? Assume(IOperation condition, bool value, StreamState state)
    {
        switch (condition.WithoutConversions())
        {
            case { ConstantValue: { HasValue: true, Value: bool constant } }:
                return constant == value ? state : null;
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                return Assume(not.Operand, !value, state);
            case IIsNullOperation isNull:
                return AssumeNull(isNull.Operand, value, state);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison when NullCompared(comparison) is { } compared:
                return AssumeNull(compared, value == (comparison.OperatorKind == BinaryOperatorKind.Equals), state);
            case IIsPatternOperation pattern:
                return AssumePattern(pattern, value, state);
            case var simple when SymbolOf(simple) is { } symbol:
                return state.Facts.TryGetValue(symbol, out var known)
                    ? known == value ? state : null
                    : state with { Facts = state.Facts.SetItem(symbol, value) };
            default:
                return state;
        }
    }

    /// <summary>The variable or member that a condition consists of.</summary>
    public static ISymbol? SymbolOf(IOperation condition) => condition switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation field => field.Field,
        IPropertyReferenceOperation { Arguments.Length: 0 } property => property.Property,
        _ => null,
    };

    private static IOperation? NullCompared(IBinaryOperation comparison) =>
        IsNull(comparison.RightOperand) ? comparison.LeftOperand : IsNull(comparison.LeftOperand) ? comparison.RightOperand : null;

    private static bool IsNull(IOperation operation) => operation.WithoutConversions().ConstantValue is { HasValue: true, Value: null };

    private StreamState? AssumeNull(IOperation operand, bool isNull, StreamState state)
    {
        var (isKnown, stream) = streamOf(operand, state);
        return isKnown && (stream is null) != isNull ? null : state;
    }

    private StreamState? AssumePattern(IIsPatternOperation operation, bool value, StreamState state)
    {
        var pattern = operation.Pattern;
        while (pattern is INegatedPatternOperation negated)
        {
            pattern = negated.Pattern;
            value = !value;
        }

        var (isKnown, stream) = streamOf(operation.Value, state);
        switch (pattern)
        {
            case IConstantPatternOperation { Value: { } constant } when IsNull(constant):
                return isKnown && (stream is null) != value ? null : state;
            case IDeclarationPatternOperation { MatchedType: { } type } declaration when isKnown:
                if (stream is null || stream.IsTls != StreamApis.IsSslStream(type))
                {
                    return stream is { IsTls: true } || stream is null ? (value ? null : state) : state;
                }

                return !value ? (stream.IsTls ? null : state)
                    : declaration.DeclaredSymbol is { } variable ? state.Holding(variable, stream) : state;
            case ITypePatternOperation { MatchedType: { } type } when isKnown && StreamApis.IsSslStream(type):
                return (stream is { IsTls: true }) == value || stream is { IsTls: false } ? state : null;
            default:
                return state;
        }
    }
}
