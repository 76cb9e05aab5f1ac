using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow.Origins;

namespace SocketSecurity.Analyzers.Flow.Streams;

/// <summary>What one operation does to the state of a path, and the events it is.</summary>
/// <param name="origins">The compilation's value origins.</param>
/// <param name="cancellationToken">Ends the work.</param>
internal sealed class StreamSteps(ValueOrigins origins, CancellationToken cancellationToken)
{
    /// <summary>Walks of called methods for one function; real types have a few calls on a few paths.</summary>
    private const int MaximumCalls = 64;

    private readonly StreamObjects _objects = new();
    private readonly List<StreamEvent> _events = [];
    private readonly Dictionary<IParameterSymbol, StreamUse> _helpers = new(SymbolEqualityComparer.Default);
    private readonly OwnMethods _ownMethods = new(origins, cancellationToken);
    private StreamConditions? _conditions;
    private int _calls;

    public IReadOnlyList<StreamEvent> Events => _events;

    public StreamConditions Conditions => _conditions ??= new StreamConditions(_objects.Of);

    /// <summary>How methods that were walked end, by the depth and state they were entered with; null where they do not end in one state.</summary>
    public Dictionary<(ControlFlowGraph Graph, int Depth, string State), StreamState?> Ends { get; } = [];

    /// <summary>The block whose operations are walked.</summary>
    public BasicBlock? Block { get; set; }

    /// <summary>The function that the block is in.</summary>
    public StreamPaths? Paths { get; set; }

    public int NumberOf(object variable) => _objects.NumberOf(variable);

    /// <summary>The state after the operation and everything in it, in the order of evaluation.</summary>
    public StreamState Through(IOperation operation, StreamState state)
    {
        foreach (var child in operation.ChildOperations)
        {
            state = Through(child, state);
        }

        return operation switch
        {
            IFlowCaptureOperation capture => OfCapture(capture, state),
            ISimpleAssignmentOperation assignment => OfAssignment(assignment, state),
            IInvocationOperation call => OfCall(call, state),
            IObjectCreationOperation creation => OfCreation(creation, state),
            IPropertyReferenceOperation { Instance: { } instance, Property.Name: "IsAuthenticated" or "IsEncrypted" or "IsMutuallyAuthenticated" or "IsSigned" } =>
                GivenAway(_objects.Of(instance, state).Stream, state),
            IFlowAnonymousFunctionOperation lambda => OfLambda(lambda, state),
            _ => state,
        };
    }

    public void Returns(IOperation value, StreamState state)
    {
        if (_objects.Of(value, state).Stream is { } stream)
        {
            _events.Add(new StreamEvent(StreamEventKind.Return, value, stream, state));
        }
    }

    private StreamState OfCapture(IFlowCaptureOperation capture, StreamState state)
    {
        var (isKnown, stream) = _objects.Of(capture.Value, state);
        return isKnown || stream is not null ? state.Holding(capture.Id, stream) : state with { Holds = state.Holds.Remove(capture.Id) };
    }

    private StreamState OfAssignment(ISimpleAssignmentOperation assignment, StreamState state)
    {
        if (StreamConditions.SymbolOf(assignment.Target) is not { } target)
        {
            return state;
        }

        if (assignment.Target.Type?.SpecialType == SpecialType.System_Boolean)
        {
            return state with
            {
                Facts = assignment.Value.WithoutConversions().ConstantValue is { HasValue: true, Value: bool value } ? state.Facts.SetItem(target, value) : state.Facts.Remove(target),
            };
        }

        if (!StreamApis.IsCarrier(assignment.Target.Type))
        {
            return state;
        }

        var (isKnown, stream) = _objects.Of(assignment.Value, state);
        if (stream is not null && assignment.Target is IMemberReferenceOperation)
        {
            _events.Add(new StreamEvent(StreamEventKind.Store, assignment, stream, state));
        }

        return isKnown || stream is not null ? state.Holding(target, stream) : state with { Holds = state.Holds.Remove(target) };
    }

    private StreamState OfCall(IInvocationOperation call, StreamState state)
    {
        var method = call.TargetMethod;
        if (call.Instance is { } instance && _objects.Of(instance, state).Stream is { } receiver)
        {
            state = OnReceiver(call, receiver, state);
        }

        if (StreamApis.Below(call) is not null || StreamApis.IsHarmless(method))
        {
            return state;
        }

        if (_ownMethods.MayTouchStreams(call))
        {
            return _calls++ < MaximumCalls && _ownMethods.GraphOf(call) is { } graph && Paths!.Into(graph, state) is { } end
                ? state.After(end)
                : state.AfterUnknown();
        }

        foreach (var argument in call.Arguments)
        {
            if (StreamApis.IsCarrier(argument.Value.WithoutConversions().Type) && _objects.Of(argument.Value, state).Stream is { } passed)
            {
                state = OfPassed(call, argument, passed, state);
            }
        }

        return state;
    }

    private StreamState OnReceiver(IInvocationOperation call, StreamObject receiver, StreamState state)
    {
        if (receiver.IsTls && StreamApis.IsHandshake(call.TargetMethod))
        {
            return Handshake(call, receiver, state);
        }

        if (receiver.IsTls && StreamApis.IsEnd(call.TargetMethod))
        {
            return state.In(receiver, TlsState.Unknown);
        }

        if (StreamApis.Below(call) is null && StreamApis.IsTransfer(call.TargetMethod) && !OnlyLooks(call))
        {
            _events.Add(new StreamEvent(StreamEventKind.Transfer, call, receiver, state));
        }

        return state;
    }

    private StreamState Handshake(IOperation place, StreamObject tls, StreamState state)
    {
        _events.Add(new StreamEvent(StreamEventKind.Handshake, place, tls, state));
        Paths!.EnterHandlers(Block!, state.In(tls, TlsState.Failed));
        return state.In(tls, TlsState.Protected);
    }

    /// <summary>The two ways to ask a socket whether the peer is still there: a look at what has come, and nothing sent.</summary>
    private static bool OnlyLooks(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Name is "size" or "count" && argument.Value.ConstantValue is { HasValue: true, Value: 0 })
            {
                return true;
            }

            foreach (var part in argument.Value.DescendantsAndSelf())
            {
                if (part is IFieldReferenceOperation { Field: { Name: "Peek", ContainingType.Name: "SocketFlags" } })
                {
                    return true;
                }
            }
        }

        return false;
    }

    private StreamState OfPassed(IInvocationOperation call, IArgumentOperation argument, StreamObject passed, StreamState state)
    {
        if (call.TargetMethod.Name.StartsWith("CopyTo", StringComparison.Ordinal))
        {
            _events.Add(new StreamEvent(StreamEventKind.Transfer, call, passed, state));
            return state;
        }

        var uses = OfHelper(call.TargetMethod, argument);
        if (passed.IsTls && uses.HasFlag(StreamUse.Handshakes))
        {
            return Handshake(call, passed, state);
        }

        if (uses == StreamUse.Transfers)
        {
            _events.Add(new StreamEvent(StreamEventKind.Transfer, call, passed, state));
        }

        return uses.HasFlag(StreamUse.Escapes) ? GivenAway(passed, state) : state;
    }

    private StreamUse OfHelper(IMethodSymbol method, IArgumentOperation argument)
    {
        if (method.IsVirtual || method.IsAbstract || method.IsOverride || method.DeclaringSyntaxReferences.IsEmpty
            || argument.Parameter?.OriginalDefinition is not { RefKind: RefKind.None } parameter)
        {
            return StreamUse.Escapes;
        }

        if (!_helpers.TryGetValue(parameter, out var uses))
        {
            _helpers.Add(parameter, uses = StreamUses.OfVariable(parameter, argument, origins, cancellationToken));
        }

        return uses;
    }

    private StreamState OfCreation(IObjectCreationOperation creation, StreamState state)
    {
        if (StreamApis.IsSslStream(creation.Type))
        {
            return _objects.Of(creation, state).Stream is { } made ? state.In(made, TlsState.Made) : state;
        }

        if (StreamApis.Below(creation) is not null)
        {
            return state;
        }

        foreach (var argument in creation.Arguments)
        {
            if (StreamApis.IsCarrier(argument.Value.WithoutConversions().Type))
            {
                state = GivenAway(_objects.Of(argument.Value, state).Stream, state);
            }
        }

        return state;
    }

    /// <summary>A function that is called at another time may do what is missing here.</summary>
    private static StreamState OfLambda(IFlowAnonymousFunctionOperation lambda, StreamState state)
    {
        foreach (var pair in state.Holds)
        {
            if (pair is { Key: ISymbol variable, Value: { IsTls: true } held } && Mentions(lambda.Syntax, variable.Name))
            {
                state = state.In(held, TlsState.Unknown);
            }
        }

        return state;
    }

    private static bool Mentions(SyntaxNode syntax, string name)
    {
        foreach (var node in syntax.DescendantNodes())
        {
            if (node is IdentifierNameSyntax identifier && identifier.Identifier.ValueText == name)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whoever has a stream that is not protected yet may protect it.</summary>
    private static StreamState GivenAway(StreamObject? stream, StreamState state) =>
        stream is { IsTls: true } && state.Tls.TryGetValue(stream, out var known) && known != TlsState.Protected ? state.In(stream, TlsState.Unknown) : state;
}
