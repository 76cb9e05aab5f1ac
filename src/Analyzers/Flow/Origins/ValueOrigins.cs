using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SocketSecurity.Analyzers.Flow.Origins;

/// <summary>
/// Where the value of an expression can come from, through locals, fields, conversions, slices and the methods of the
/// compilation. One instance serves one compilation; nothing is built before a rule asks. Thread-safe.
/// </summary>
internal sealed class ValueOrigins
{
    private static readonly ConditionalWeakTable<Compilation, ValueOrigins> OfCompilations = new();

    private readonly ConditionalWeakTable<IOperation, BodyFlow> _flows = new();
    private readonly MemberOrigins _members;

    private ValueOrigins(Compilation compilation)
    {
        Models = SourceModels.For(compilation);
        Variables = new VariableOrigins(this);
        _members = new MemberOrigins(this);
    }

    public SourceModels Models { get; }

    internal VariableOrigins Variables { get; }

    /// <summary>The one instance that all rules share for a compilation, so that none of them computes what another knows.</summary>
    public static ValueOrigins For(Compilation compilation) => OfCompilations.GetValue(compilation, key => new ValueOrigins(key));

    public OriginSet Of(IOperation operation, CancellationToken cancellationToken) => Of(operation, new OriginQuery(cancellationToken));

    /// <summary>
    /// As <see cref="Of(IOperation, CancellationToken)"/>, and of kind <see cref="ValueOriginKind.Sought"/> where the value holds
    /// what an operation made that <paramref name="seeks"/> is true for: encoded, sliced, copied or put together with other values.
    /// For a buffer that a call fills, <paramref name="seeks"/> is asked about the argument.
    /// </summary>
    public OriginSet Of(IOperation operation, Func<IOperation, bool> seeks, CancellationToken cancellationToken) =>
        Of(operation, new OriginQuery(cancellationToken, seeks));

    /// <summary>As above, without a look at members that <paramref name="places"/> rules out.</summary>
    public OriginSet Of(IOperation operation, Func<IOperation, bool> seeks, SoughtPlaces places, CancellationToken cancellationToken) =>
        places.MayBeIn(operation.Syntax) ? Of(operation, new OriginQuery(cancellationToken, seeks, places)) : OriginSet.Unknown(operation);

    internal BodyFlow FlowOf(IOperation operation, CancellationToken cancellationToken) =>
        _flows.GetValue(operation.Body(), body => new BodyFlow(body, cancellationToken));

    internal OriginSet Of(IOperation operation, OriginQuery query)
    {
        if (!query.TryEnter())
        {
            return OriginSet.Unknown(operation);
        }

        try
        {
            return query.Seeks(operation) ? OriginSet.Of(ValueOriginKind.Sought, operation)
                : operation.ConstantValue.HasValue
                ? new([new ValueOrigin(ValueOriginKind.Constant, operation, operation.ConstantValue)])
                : OfComputed(operation, query);
        }
        finally
        {
            query.Leave();
        }
    }

    /// <summary>A value put together from all of these; constant where there are none.</summary>
    internal OriginSet OfParts(IEnumerable<IOperation> parts, IOperation whole, OriginQuery query)
    {
        var result = OriginSet.Of(ValueOriginKind.Constant, whole);
        foreach (var part in parts)
        {
            result = result.With(Of(part, query), whole);
        }

        return result;
    }

    private OriginSet OfComputed(IOperation operation, OriginQuery query) => operation switch
    {
        IConversionOperation conversion => OfConversion(conversion, query),
        IParenthesizedOperation parenthesized => Of(parenthesized.Operand, query),
        IUtf8StringOperation utf8 => new([new ValueOrigin(ValueOriginKind.Constant, utf8, new Optional<object?>(utf8.Value))]),
        IDefaultValueOperation => OriginSet.Of(ValueOriginKind.Constant, operation),
        IArrayCreationOperation { Initializer: { } initializer } => OfParts(Elements(initializer), operation, query),
        IArrayInitializerOperation initializer => OfParts(Elements(initializer), operation, query),
        IArrayCreationOperation => OriginSet.Of(ValueOriginKind.Constant, operation),
        ICollectionExpressionOperation collection => OfParts(collection.Elements, operation, query),
        ISpreadOperation spread => Of(spread.Operand, query),
        IConditionalOperation { WhenFalse: { } whenFalse } conditional => Of(conditional.WhenTrue, query).Or(Of(whenFalse, query), operation),
        ICoalesceOperation coalesce => NotNull(Of(coalesce.Value, query)).Or(Of(coalesce.WhenNull, query), operation),
        ISwitchExpressionOperation choice => OfArms(choice, query),
        IThrowOperation => OriginSet.None,
        ISimpleAssignmentOperation assignment => Of(assignment.Value, query),
        ILocalReferenceOperation local => Variables.Of(local.Local, local, query),
        IParameterReferenceOperation parameter => Variables.Of(parameter.Parameter, parameter, query),
        IFieldReferenceOperation field => _members.OfField(field, query),
        IPropertyReferenceOperation property => _members.OfProperty(property, query),
        IInvocationOperation invocation => _members.OfCall(invocation, query),
        IObjectCreationOperation creation => OfCreation(creation, query),
        IArrayElementReferenceOperation element => Of(element.ArrayReference, query).At(operation),
        IImplicitIndexerReferenceOperation slice => Of(slice.Instance, query).At(operation),
        IBinaryOperation binary => Of(binary.LeftOperand, query).With(Of(binary.RightOperand, query), operation),
        IUnaryOperation unary => Of(unary.Operand, query).At(operation),
        IInterpolatedStringOperation text => OfParts(Interpolated(text), operation, query),
        IAwaitOperation wait => Of(wait.Operation, query),
        IConditionalAccessOperation access => Of(access.WhenNotNull, query),
        IConditionalAccessInstanceOperation instance => OfReceiver(instance, query),
        { Kind: OperationKind.None, Syntax: StackAllocArrayCreationExpressionSyntax or ImplicitStackAllocArrayCreationExpressionSyntax } =>
            OfParts(operation.ChildOperations, operation, query),
        _ => OriginSet.Unknown(operation),
    };

    /// <summary>Conversions between arrays, spans and memory keep the content; other operators of a type can do anything.</summary>
    private OriginSet OfConversion(IConversionOperation conversion, OriginQuery query) =>
        conversion.OperatorMethod is null or { ContainingType: { Name: "Span" or "ReadOnlySpan" or "Memory" or "ReadOnlyMemory" or "String" or "ArraySegment" } }
            ? Of(conversion.Operand, query)
            : OriginSet.Unknown(conversion);

    private OriginSet OfArms(ISwitchExpressionOperation choice, OriginQuery query)
    {
        var result = OriginSet.None;
        foreach (var arm in choice.Arms)
        {
            result = result.Or(Of(arm.Value, query), choice);
        }

        return result.Origins.IsEmpty ? OriginSet.Unknown(choice) : result;
    }

    private OriginSet OfCreation(IObjectCreationOperation creation, OriginQuery query)
    {
        if (creation.Type is not INamedTypeSymbol type || !OriginApis.IsPassThroughConstructor(type))
        {
            return OriginSet.Unknown(creation);
        }

        var parts = new List<IOperation>();
        foreach (var argument in creation.Arguments)
        {
            parts.Add(argument.Value);
        }

        foreach (var added in creation.Initializer?.Initializers ?? [])
        {
            if (added is not IInvocationOperation { Arguments: [var element] })
            {
                return OriginSet.Unknown(creation);
            }

            parts.Add(element.Value);
        }

        return OfParts(parts, creation, query);
    }

    /// <summary>What stands before <c>?.</c></summary>
    private OriginSet OfReceiver(IConditionalAccessInstanceOperation instance, OriginQuery query)
    {
        for (var parent = instance.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IConditionalAccessOperation access && instance.IsInside(access.WhenNotNull))
            {
                return Of(access.Operation, query);
            }
        }

        return OriginSet.Unknown(instance);
    }

    /// <summary>The left side of <c>??</c> yields its value only when that is not null.</summary>
    private static OriginSet NotNull(OriginSet value)
    {
        var kept = value.Origins.RemoveAll(origin => origin.Constant is { HasValue: true, Value: null });
        return kept.IsEmpty ? OriginSet.None : new(kept);
    }

    private static IEnumerable<IOperation> Elements(IArrayInitializerOperation initializer)
    {
        foreach (var element in initializer.ElementValues)
        {
            if (element is IArrayInitializerOperation nested)
            {
                foreach (var inner in Elements(nested))
                {
                    yield return inner;
                }
            }
            else
            {
                yield return element;
            }
        }
    }

    private static IEnumerable<IOperation> Interpolated(IInterpolatedStringOperation text)
    {
        foreach (var part in text.Parts)
        {
            yield return part switch
            {
                IInterpolationOperation interpolation => interpolation.Expression,
                IInterpolatedStringTextOperation literal => literal.Text,
                _ => part,
            };
        }
    }
}
