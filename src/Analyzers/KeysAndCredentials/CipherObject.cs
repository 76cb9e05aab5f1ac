using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.Flow.Origins;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.KeysAndCredentials;

/// <summary>The cipher that a nonce goes into: which keys it has in this method, and whether it encrypts.</summary>
internal sealed class CipherObject(ValueOrigins origins, SinkTable table)
{
    private const int EcbMode = 2;

    private readonly ValueDefinitions _definitions = new(origins);

    /// <summary>The keys in sight that the nonce is used with.</summary>
    public List<IOperation> KeysOf(SinkValue sink)
    {
        var keys = new List<IOperation>();
        if (sink.Place.Parent is { } call)
        {
            keys.AddRange(table.ValuesOf(call, ApiRole.KeySink).Select(key => key.Value));
        }

        foreach (var argument in sink.Place.Parent is IObjectCreationOperation creation ? creation.Arguments : [])
        {
            keys.AddRange(table.ValuesOf(argument.Value.WithoutConversions(), ApiRole.KeySink).Select(key => key.Value));
        }

        if (keys.Count > 0 || ReceiverOf(sink) is not { } receiver)
        {
            return keys;
        }

        foreach (var definition in _definitions.Of(receiver, CancellationToken.None))
        {
            keys.AddRange(table.ValuesOf(definition, ApiRole.KeySink).Select(key => key.Value));
        }

        foreach (var operation in sink.Place.Body().Descendants())
        {
            if (table.ValuesOf(operation, ApiRole.KeySink) is [{ Place: var place } key] && ReceiverOf(key) is { } other && IsSame(receiver, other) && place != sink.Place)
            {
                keys.Add(key.Value);
            }
        }

        return keys;
    }

    /// <summary>
    /// False when this cipher only decrypts. One that is handed on may do either, and a constant is wrong for it.
    /// </summary>
    public bool MayEncrypt(SinkValue sink)
    {
        var receiver = ReceiverOf(sink);
        if (sink.Place is not ISimpleAssignmentOperation)
        {
            return DirectionOfInit(sink) ?? true;
        }

        var encrypts = false;
        var decrypts = false;
        foreach (var operation in sink.Place.Body().Descendants())
        {
            if (operation is IInvocationOperation { Instance: { } instance } call && receiver is not null && IsSame(receiver, instance))
            {
                encrypts |= call.TargetMethod.Name.IndexOf("Encrypt", StringComparison.Ordinal) >= 0;
                decrypts |= call.TargetMethod.Name.IndexOf("Decrypt", StringComparison.Ordinal) >= 0;
            }
        }

        return encrypts || !decrypts;
    }

    /// <summary>ECB, from which other modes are built, takes no nonce; what is given as one is not used.</summary>
    public static bool TakesNoNonce(SinkValue sink)
    {
        if (ReceiverOf(sink) is not { } receiver)
        {
            return false;
        }

        foreach (var operation in sink.Place.Body().Descendants())
        {
            if (operation is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "Mode" } mode } assignment
                && ReceiverOf(mode) is { } other
                && IsSame(receiver, other)
                && SingleValue.IsConstant(assignment.Value, EcbMode))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What <c>Init(forEncryption, parameters)</c> of BouncyCastle says about its parameters; null when it does not say.</summary>
    private static bool? DirectionOfInit(SinkValue sink)
    {
        var creation = sink.Place.Parent;
        var local = creation?.Parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var symbol } } ? symbol : null;
        bool? direction = null;
        foreach (var operation in sink.Place.Body().Descendants())
        {
            if (operation is IInvocationOperation { TargetMethod.Name: "Init", Arguments: [{ Value.ConstantValue: { HasValue: true, Value: bool encrypts } }, { Value: var given }] })
            {
                var value = given.WithoutConversions();
                if (value == creation || (local is not null && value is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local)))
                {
                    direction = encrypts || direction == true;
                }
            }
        }

        return direction;
    }

    /// <summary>The object whose method is called or whose property is set; for an initializer the variable that gets the object.</summary>
    private static IOperation? ReceiverOf(SinkValue sink) => sink.Place switch
    {
        IArgumentOperation { Parent: IInvocationOperation { Instance: { } instance } } => instance.WithoutConversions(),
        ISimpleAssignmentOperation { Target: IPropertyReferenceOperation target } => ReceiverOf(target),
        _ => null,
    };

    private static IOperation? ReceiverOf(IPropertyReferenceOperation property)
    {
        if (property.Instance is not IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver })
        {
            return property.Instance?.WithoutConversions();
        }

        for (IOperation? around = property; around is not null; around = around.Parent)
        {
            if (around is IVariableDeclaratorOperation declarator)
            {
                return declarator;
            }

            if (around is ISimpleAssignmentOperation { Target: var target } && target != property && target is not IPropertyReferenceOperation { Instance: IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver } })
            {
                return target;
            }
        }

        return null;
    }

    private static bool IsSame(IOperation one, IOperation other) =>
        VariableOf(one) is { } variable && SymbolEqualityComparer.Default.Equals(variable, VariableOf(other));

    private static ISymbol? VariableOf(IOperation operation) =>
        operation is IVariableDeclaratorOperation declarator ? declarator.Symbol : operation.ReferencedSymbol();
}
