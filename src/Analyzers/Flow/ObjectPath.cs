using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketSecurity.Analyzers.Flow;

/// <summary>
/// Names an object by the way a body reaches it: a local, parameter, field or property, or an object creation nobody names,
/// and the members walked from there. Two equal paths in one body reach the same object as long as nobody assigns the root anew.
/// </summary>
internal readonly struct ObjectPath : IEquatable<ObjectPath>
{
    private readonly object? _root;
    private readonly ImmutableArray<ISymbol> _members;

    private ObjectPath(object root, ImmutableArray<ISymbol> members)
    {
        _root = root;
        _members = members;
    }

    /// <summary>The local, parameter, field or property the path starts at; null when it starts at an object creation.</summary>
    public ISymbol? Root => _root as ISymbol;

    /// <summary>Whether the path is its root alone, with no member walked from it.</summary>
    public bool IsRoot => _members.Length == 0;

    /// <summary>The path of an object that an expression reads, or that it creates; null when the expression is none of these.</summary>
    public static ObjectPath? Of(IOperation? expression) => expression?.WithoutConversions() switch
    {
        ILocalReferenceOperation reference => From(reference.Local),
        IParameterReferenceOperation reference => From(reference.Parameter),
        IFieldReferenceOperation reference => OfMember(reference.Instance, reference.Field),
        IPropertyReferenceOperation { Arguments.Length: 0 } reference => OfMember(reference.Instance, reference.Property),
        IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver } receiver => OfInitialized(receiver),
        IObjectCreationOperation creation => OfCreated(creation),
        _ => null,
    };

    public bool Equals(ObjectPath other)
    {
        if (!RootEquals(_root, other._root) || _members.Length != other._members.Length)
        {
            return false;
        }

        for (var i = 0; i < _members.Length; i++)
        {
            if (!SymbolEqualityComparer.Default.Equals(_members[i], other._members[i]))
            {
                return false;
            }
        }

        return true;
    }

    public override bool Equals(object? obj) => obj is ObjectPath other && Equals(other);

    public override int GetHashCode() => (_root is ISymbol symbol ? SymbolEqualityComparer.Default.GetHashCode(symbol) : _root?.GetHashCode() ?? 0) + _members.Length;

    /// <summary>The path of a member of this object.</summary>
    public ObjectPath Then(ISymbol member) => new(_root!, _members.Add(member));

    private static bool RootEquals(object? left, object? right) =>
        left is ISymbol leftSymbol && right is ISymbol rightSymbol
            ? SymbolEqualityComparer.Default.Equals(leftSymbol, rightSymbol)
            : Equals(left, right);

    private static ObjectPath From(ISymbol root) => new(root, []);

    private static ObjectPath? OfMember(IOperation? instance, ISymbol member) => instance switch
    {
        null => From(member),
        IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } => From(member),
        _ => Of(instance)?.Then(member),
    };

    /// <summary>What the members in an object initializer belong to: the object created, or the member with a nested initializer.</summary>
    private static ObjectPath? OfInitialized(IOperation receiver)
    {
        for (var current = receiver.Parent; current is not null; current = current.Parent)
        {
            if (current is IObjectOrCollectionInitializerOperation)
            {
                return current.Parent switch
                {
                    IObjectCreationOperation creation => OfCreated(creation),
                    IMemberInitializerOperation member => Of(member.InitializedMember),
                    _ => null,
                };
            }
        }

        return null;
    }

    /// <summary>The variable or member a new object goes into; the creation itself when it goes elsewhere.</summary>
    private static ObjectPath OfCreated(IObjectCreationOperation creation)
    {
        var value = creation.WithConversions();
        var target = value.Parent switch
        {
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => From(declarator.Symbol),
            IFieldInitializerOperation { InitializedFields: [var field] } => From(field),
            IPropertyInitializerOperation { InitializedProperties: [var property] } => From(property),
            ISimpleAssignmentOperation assignment when assignment.Value == value => Of(assignment.Target),
            _ => null,
        };

        return target ?? new ObjectPath(creation.Syntax, []);
    }
}
