using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketSecurity.Analyzers.Flow.PolicyErrors;

/// <summary>Evaluates the operations of one control-flow graph while its validator runs with one concrete input.</summary>
internal sealed class ExpressionEvaluator
{
    private readonly ValidatorRun _run;
    private readonly Dictionary<CaptureId, IOperation> _capturedTargets = [];
    private CertificateTraits? _chainTrait;

    public ExpressionEvaluator(ControlFlowGraph graph, ValidatorRun run)
    {
        Graph = graph;
        _run = run;

        // `x = condition ? a : b` reaches the graph as an assignment to a capture of x.
        foreach (var block in graph.Blocks)
        {
            foreach (var operation in block.Operations)
            {
                if (operation is IFlowCaptureOperation { Value: ILocalReferenceOperation or IParameterReferenceOperation or IMemberReferenceOperation } capture)
                {
                    _capturedTargets[capture.Id] = capture.Value;
                }
            }
        }
    }

    public ControlFlowGraph Graph { get; }

    /// <summary>What a successful chain build proves in this body.</summary>
    public CertificateTraits ChainTrait => _chainTrait ??= ChainTrust.Of(Graph);

    public AbstractValue Evaluate(IOperation? operation, ref EvaluationState state)
    {
        if (operation is null)
        {
            return SymbolicValue.Combine("none");
        }

        if (operation.ConstantValue is { HasValue: true, Value: var constant })
        {
            return KnownValue.FromConstant(constant);
        }

        switch (operation)
        {
            case IExpressionStatementOperation statement:
                return Evaluate(statement.Operation, ref state);

            case IFlowCaptureOperation capture:
                var captured = Evaluate(capture.Value, ref state);
                state = state.With(capture.Id, captured);
                return captured;

            case IFlowCaptureReferenceOperation reference:
                return state.TryGet(reference.Id, out var held) ? held : Opaque(operation);

            case IConversionOperation conversion:
                return Evaluate(conversion.Operand, ref state);

            case IParenthesizedOperation parenthesized:
                return Evaluate(parenthesized.Operand, ref state);

            case IDelegateCreationOperation creation:
                return Evaluate(creation.Target, ref state);

            case IAwaitOperation await:
                return Evaluate(await.Operation, ref state);

            case ILocalReferenceOperation local:
                return state.TryGet(local.Local, out var localValue) ? localValue : _run.ReadLocal(local);

            case IParameterReferenceOperation parameter:
                return state.TryGet(parameter.Parameter, out var argument) ? argument : _run.ReadParameter(parameter);

            case IFieldReferenceOperation field:
                return ReadMember(field, field.Field, ref state);

            case IPropertyReferenceOperation property:
                return ReadMember(property, property.Property, ref state);

            case IEventReferenceOperation @event:
                return ReadMember(@event, @event.Event, ref state);

            case IBinaryOperation binary:
                return EvaluateBinary(binary, ref state);

            case IUnaryOperation unary:
                return EvaluateUnary(unary, ref state);

            case IIsNullOperation isNull:
                return AreEqual(Evaluate(isNull.Operand, ref state), AbstractValue.Null);

            case IIsPatternOperation isPattern:
                return PatternEvaluator.Matches(Evaluate(isPattern.Value, ref state), isPattern.Pattern, this, ref state);

            case IIsTypeOperation isType:
                var tested = PatternEvaluator.Not(AreEqual(Evaluate(isType.ValueOperand, ref state), AbstractValue.Null));
                return isType.IsNegated ? PatternEvaluator.Not(tested) : tested;

            case ISimpleAssignmentOperation assignment:
                var assigned = Evaluate(assignment.Value, ref state);
                Assign(assignment.Target, assigned, ref state);
                return assigned;

            case ICompoundAssignmentOperation compound:
                var result = Fold(
                    compound.OperatorKind, Evaluate(compound.Target, ref state), Evaluate(compound.Value, ref state));
                Assign(compound.Target, result, ref state);
                return result;

            case IIncrementOrDecrementOperation increment:
                var stepped = SymbolicValue.Combine("step", Evaluate(increment.Target, ref state));
                Assign(increment.Target, stepped, ref state);
                return stepped;

            case IVariableInitializerOperation initializer:
                return Evaluate(initializer.Value, ref state);

            case IInvocationOperation invocation:
                return _run.Calls.Evaluate(invocation, this, ref state);

            case IObjectCreationOperation creation:
                return EvaluateCreation(creation, ref state);

            case IFlowAnonymousFunctionOperation lambda:
                return _run.Lambdas.Summarise(lambda, this, state);

            case IMethodReferenceOperation method:
                return Combine("method " + method.Method.Name, method, ref state);

            case IDefaultValueOperation { Type: { } type }:
                return type.SpecialType == SpecialType.System_Boolean ? AbstractValue.False
                    : type.IsReferenceType || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T ? AbstractValue.Null
                    : type.TypeKind == TypeKind.Enum ? new KnownValue(0L)
                    : Opaque(operation);

            case IInstanceReferenceOperation:
                return new SymbolicValue("this", ValueSources.None);

            default:
                return Combine(operation.Kind.ToString(), operation, ref state);
        }
    }

    /// <summary>A field or property of a value that is already evaluated, as property patterns read it.</summary>
    public AbstractValue ReadMember(AbstractValue instance, ISymbol member, IOperation operation) =>
        _run.Members.Read(instance, member, operation);

    public AbstractValue AreEqual(AbstractValue left, AbstractValue right)
    {
        if (left is KnownValue knownLeft && right is KnownValue knownRight)
        {
            return AbstractValue.Of(Equals(knownLeft.Value, knownRight.Value));
        }

        if (left.Equals(right))
        {
            return AbstractValue.True;
        }

        if (left is KnownValue)
        {
            (left, right) = (right, left);
        }

        if (right is KnownValue { Value: bool truth } && left is ConditionalValue)
        {
            return truth ? left : PatternEvaluator.Not(left);
        }

        if (right is KnownValue known && left is SymbolicValue symbolic)
        {
            switch (known.Value)
            {
                case null:
                    return _run.IsNull(symbolic);
                case bool expected:
                    return expected ? symbolic : symbolic.Not();
                case string text when LoopbackTests.NamesLoopback(text) && (symbolic.Sources & ValueSources.Certificate) == 0:
                    return SymbolicValue.Combine("==", left, right) with { Sources = ValueSources.Loopback };
            }
        }

        return SymbolicValue.Combine("==", left, right);
    }

    public void Assign(IOperation target, AbstractValue value, ref EvaluationState state)
    {
        switch (target)
        {
            case ILocalReferenceOperation local:
                state = state.With(local.Local, value);
                break;
            case IParameterReferenceOperation parameter:
                state = state.With(parameter.Parameter, value);
                break;
            case IMemberReferenceOperation member:
                state = state.With(member.Member, value);
                MarkHolder(member, value, ref state);
                break;
            case IFlowCaptureReferenceOperation reference when _capturedTargets.TryGetValue(reference.Id, out var captured):
                Assign(captured, value, ref state);
                break;
            case IDiscardOperation:
                break;
            case IDeclarationExpressionOperation declaration:
                Assign(declaration.Expression, value, ref state);
                break;
            case ITupleOperation tuple:
                foreach (var element in tuple.Elements)
                {
                    Assign(element, SymbolicValue.Combine("element" + element.Syntax.SpanStart, value), ref state);
                }

                break;
        }
    }

    /// <summary>
    /// An object that was given the certificate or the errors, as event arguments are, may be judged by whoever gets it next.
    /// </summary>
    private void MarkHolder(IMemberReferenceOperation member, AbstractValue value, ref EvaluationState state)
    {
        object? variable = member.Instance switch
        {
            ILocalReferenceOperation local => local.Local,
            IFlowCaptureReferenceOperation capture => capture.Id,
            _ => null,
        };
        if (variable is not null && (_run.IsPeer(value) || _run.Types.IsPolicyErrors(member.Type)) && state.TryGet(variable, out var holder))
        {
            state = state.With(variable, Holder("holder", holder));
        }
    }

    private static SymbolicValue Holder(string name, params IEnumerable<AbstractValue> contents)
    {
        var holder = SymbolicValue.Combine(name, contents);
        return holder with { Sources = holder.Sources | ValueSources.Certificate, Traits = holder.Traits | CertificateTraits.ExaminedElsewhere };
    }

    public AbstractValue Opaque(IOperation operation) =>
        new SymbolicValue(operation.Kind + "@" + operation.Syntax.SpanStart, ValueSources.Setting);

    /// <summary>A value of some operation that is not modelled: it derives from everything that goes in.</summary>
    public SymbolicValue Combine(string name, IOperation operation, ref EvaluationState state)
    {
        var operands = new List<AbstractValue>();
        foreach (var child in operation.ChildOperations)
        {
            operands.Add(Evaluate(child, ref state));
        }

        return SymbolicValue.Combine(name, operands);
    }

    private AbstractValue ReadMember(IMemberReferenceOperation reference, ISymbol member, ref EvaluationState state)
    {
        // Written on this path before: the written value. Static members and those of `this` only; another object's
        // member of the same name is another variable.
        if (reference.Instance is null or IInstanceReferenceOperation or IParameterReferenceOperation
            && state.TryGet(member, out var written))
        {
            return written;
        }

        var instance = reference.Instance is null ? null : Evaluate(reference.Instance, ref state);
        if (reference is IPropertyReferenceOperation { Arguments.IsEmpty: false })
        {
            return Combine(member.Name, reference, ref state);
        }

        return _run.Members.Read(instance, member, reference);
    }

    private AbstractValue EvaluateCreation(IObjectCreationOperation creation, ref EvaluationState state)
    {
        // A copy of the certificate is the certificate.
        if (creation.Arguments is [var only] && _run.Types.IsCertificate(creation.Type) && _run.Types.IsCertificate(only.Value.Type))
        {
            return Evaluate(only.Value, ref state);
        }

        // new ValueTask<bool>(value)
        if (creation.Arguments is [var wrapped] && creation.Type is not null && _run.Types.IsVerdict(creation.Type))
        {
            return Evaluate(wrapped.Value, ref state);
        }

        var created = Combine("new " + creation.Type?.Name + creation.Syntax.SpanStart, creation, ref state);
        foreach (var argument in creation.Arguments)
        {
            if (_run.Types.IsPolicyErrors(argument.Value.Type) || _run.IsPeer(Evaluate(argument.Value, ref state)))
            {
                return Holder("holder", created);
            }
        }

        return created;
    }

    private AbstractValue EvaluateBinary(IBinaryOperation binary, ref EvaluationState state) =>
        Fold(binary.OperatorKind, Evaluate(binary.LeftOperand, ref state), Evaluate(binary.RightOperand, ref state));

    private AbstractValue Fold(BinaryOperatorKind kind, AbstractValue left, AbstractValue right)
    {
        switch (kind)
        {
            case BinaryOperatorKind.Equals:
                return AreEqual(left, right);
            case BinaryOperatorKind.NotEquals:
                return PatternEvaluator.Not(AreEqual(left, right));
        }

        if (left is KnownValue { Value: long a } && right is KnownValue { Value: long b })
        {
            switch (kind)
            {
                case BinaryOperatorKind.And: return new KnownValue(a & b);
                case BinaryOperatorKind.Or: return new KnownValue(a | b);
                case BinaryOperatorKind.ExclusiveOr: return new KnownValue(a ^ b);
                case BinaryOperatorKind.GreaterThan: return AbstractValue.Of(a > b);
                case BinaryOperatorKind.GreaterThanOrEqual: return AbstractValue.Of(a >= b);
                case BinaryOperatorKind.LessThan: return AbstractValue.Of(a < b);
                case BinaryOperatorKind.LessThanOrEqual: return AbstractValue.Of(a <= b);
            }
        }

        var isAnd = kind is BinaryOperatorKind.And or BinaryOperatorKind.ConditionalAnd;
        if (isAnd || kind is BinaryOperatorKind.Or or BinaryOperatorKind.ConditionalOr)
        {
            if (left is KnownValue { Value: bool l })
            {
                return l == isAnd ? right : left;
            }

            if (right is KnownValue { Value: bool r })
            {
                return r == isAnd ? left : right;
            }
        }

        return SymbolicValue.Combine(kind.ToString(), left, right);
    }

    private AbstractValue EvaluateUnary(IUnaryOperation unary, ref EvaluationState state)
    {
        var operand = Evaluate(unary.Operand, ref state);
        return (unary.OperatorKind, operand) switch
        {
            (UnaryOperatorKind.Not, _) => PatternEvaluator.Not(operand),
            (UnaryOperatorKind.BitwiseNegation, KnownValue { Value: long number }) => new KnownValue(~number),
            (UnaryOperatorKind.True, _) => operand,
            (UnaryOperatorKind.False, _) => PatternEvaluator.Not(operand),
            _ => SymbolicValue.Combine(unary.OperatorKind.ToString(), operand),
        };
    }
}
