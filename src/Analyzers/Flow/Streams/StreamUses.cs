using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow.Origins;

namespace SocketSecurity.Analyzers.Flow.Streams;

/// <summary>
/// Everything that is done with a stream, client or socket from one expression on: through variables, private fields, readers,
/// writers and other wrappers, and helpers of the compilation. The order of what is done does not count here; see
/// <see cref="StreamPaths"/> for that. What cannot be followed is <see cref="StreamUse.Escapes"/>.
/// </summary>
internal sealed class StreamUses(ValueOrigins origins, CancellationToken cancellationToken)
{
    private const int MaximumSteps = 8;
    private const int MaximumMentions = 100;

    private readonly HashSet<ISymbol> _visited = new(SymbolEqualityComparer.Default);
    private StreamUse _found;

    /// <summary>The uses of the stream that an expression yields.</summary>
    public static StreamUse Of(IOperation stream, ValueOrigins origins, CancellationToken cancellationToken)
    {
        var uses = new StreamUses(origins, cancellationToken);
        uses.Follow(stream, MaximumSteps);
        return uses._found;
    }

    /// <summary>The uses of a local, parameter or field, wherever the one that asks stands.</summary>
    public static StreamUse OfVariable(ISymbol variable, IOperation near, ValueOrigins origins, CancellationToken cancellationToken)
    {
        var uses = new StreamUses(origins, cancellationToken);
        uses.Variable(variable, near, MaximumSteps);
        return uses._found;
    }

    private void Follow(IOperation stream, int steps)
    {
        if (steps == 0)
        {
            _found |= StreamUse.Escapes;
            return;
        }

        var value = stream;
        while (value.Parent is IConversionOperation or IParenthesizedOperation or IAwaitOperation
            || value.Parent is IConditionalOperation choice && choice.Condition != value
            || value.Parent is ICoalesceOperation
            || value.Parent is IConditionalAccessOperation { Operation: var on } && on != value)
        {
            value = value.Parent;
        }

        switch (value.Parent)
        {
            case IConditionalAccessOperation access:
                OfReceiver(access.WhenNotNull, steps);
                break;
            case IInvocationOperation call when call.Instance == value:
                OfCall(call, steps);
                break;
            case IMemberReferenceOperation member when member.Instance == value:
                OfMember(member, steps);
                break;
            case IArgumentOperation argument:
                OfArgument(argument, steps);
                break;
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                Variable(declarator.Symbol, declarator, steps - 1);
                break;
            case IFieldInitializerOperation { InitializedFields: [var field] }:
                Variable(field, value, steps - 1);
                break;
            case ISimpleAssignmentOperation assignment when assignment.Value == value:
                OfTarget(assignment.Target, steps);
                break;
            case ISimpleAssignmentOperation or IExpressionStatementOperation or IUsingOperation or IBinaryOperation or ILockOperation:
            case IIsPatternOperation { Pattern: IConstantPatternOperation or INegatedPatternOperation { Pattern: IConstantPatternOperation } }:
                break;
            default:
                _found |= StreamUse.Escapes;
                break;
        }
    }

    /// <summary>What follows <c>?.</c> begins with a call or member of the receiver.</summary>
    private void OfReceiver(IOperation whenNotNull, int steps)
    {
        foreach (var operation in whenNotNull.DescendantsAndSelf())
        {
            if (operation is IConditionalAccessInstanceOperation instance)
            {
                switch (instance.Parent)
                {
                    case IInvocationOperation call:
                        OfCall(call, steps);
                        return;
                    case IMemberReferenceOperation member:
                        OfMember(member, steps);
                        return;
                }
            }
        }

        _found |= StreamUse.Escapes;
    }

    private void OfCall(IInvocationOperation call, int steps)
    {
        var method = call.TargetMethod;
        if (StreamApis.IsHandshake(method))
        {
            _found |= StreamUse.Handshakes;
        }
        else if (StreamApis.Below(call) is not null)
        {
            Follow(call, steps - 1);
        }
        else if (StreamApis.IsTransfer(method))
        {
            _found |= StreamUse.Transfers;
        }
    }

    private void OfMember(IMemberReferenceOperation member, int steps)
    {
        if (StreamApis.Below(member) is not null)
        {
            Follow(member, steps - 1);
        }
        else if (member is IMethodReferenceOperation)
        {
            _found |= StreamUse.Escapes;
        }
    }

    private void OfArgument(IArgumentOperation argument, int steps)
    {
        switch (argument.Parent)
        {
            case IObjectCreationOperation creation when IsTls(creation.Type):
                _found |= StreamUse.Wrapped;
                break;
            case { } parent when StreamApis.Below(parent) is { } below && argument.Value == below:
                Follow(parent, steps - 1);
                break;
            case IInvocationOperation { TargetMethod: var method } when StreamApis.IsHarmless(method):
                break;
            case IInvocationOperation { TargetMethod: var method } when method.Name.StartsWith("CopyTo", StringComparison.Ordinal):
                _found |= StreamUse.Transfers;
                break;
            case IInvocationOperation { TargetMethod: { IsVirtual: false, IsAbstract: false, IsOverride: false, DeclaringSyntaxReferences.IsEmpty: false } } when Parameter(argument) is { } parameter:
                Variable(parameter, argument, steps - 1);
                break;
            case IObjectCreationOperation { Constructor.DeclaringSyntaxReferences.IsEmpty: false } when Parameter(argument) is { } parameter:
                Variable(parameter, argument, steps - 1);
                break;
            default:
                _found |= StreamUse.Escapes;
                break;
        }
    }

    private static IParameterSymbol? Parameter(IArgumentOperation argument) =>
        argument.Parameter is { RefKind: RefKind.None, IsParams: false } parameter ? parameter.OriginalDefinition : null;

    /// <summary>Types of TLS libraries put a protected stream around the one they get.</summary>
    private static bool IsTls(ITypeSymbol? type) =>
        type is not null && (type.Name.IndexOf("Ssl", StringComparison.OrdinalIgnoreCase) >= 0
            || type.Name.IndexOf("Tls", StringComparison.OrdinalIgnoreCase) >= 0
            || type.Name is "NegotiateStream" or "CryptoStream");

    private void OfTarget(IOperation target, int steps)
    {
        switch (target)
        {
            case IDiscardOperation:
                break;
            case ILocalReferenceOperation local:
                Variable(local.Local, target, steps - 1);
                break;
            case IFieldReferenceOperation { Field: var field }:
                Variable(field, target, steps - 1);
                break;
            case IPropertyReferenceOperation { Property: { DeclaredAccessibility: Accessibility.Private } property }:
                Variable(property, target, steps - 1);
                break;
            default:
                _found |= StreamUse.Escapes;
                break;
        }
    }

    private void Variable(ISymbol variable, IOperation near, int steps)
    {
        variable = variable.OriginalDefinition;
        if (!_visited.Add(variable))
        {
            return;
        }

        IReadOnlyList<IOperation>? mentions = variable switch
        {
            ILocalSymbol => origins.FlowOf(near, cancellationToken).MentionsOf(variable),
            IParameterSymbol { ContainingType: not null } => origins.Models.MentionsOf(variable, near, MaximumMentions, cancellationToken),
            { DeclaredAccessibility: Accessibility.Private } => origins.Models.MentionsOf(variable, near, MaximumMentions, cancellationToken),
            _ => null,
        };
        if (mentions is null)
        {
            _found |= StreamUse.Escapes;
            return;
        }

        foreach (var mention in mentions)
        {
            if (mention.Parent is ISimpleAssignmentOperation assignment && assignment.Target == mention)
            {
                // The variable can hold another stream as well, such as the one over TLS.
                _found |= IsTls(assignment.Value.WithoutConversions().Type) ? StreamUse.Wrapped : StreamUse.None;
            }
            else
            {
                Follow(mention, steps);
            }
        }
    }
}
