using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketSecurity.Analyzers.Flow;

/// <summary>One assignment to a property of an object, in an object initializer or in a statement.</summary>
internal readonly struct PropertySetting(ObjectPath target, IPropertySymbol property, ISimpleAssignmentOperation assignment)
{
    public ObjectPath Object { get; } = target;

    public IPropertySymbol Property { get; } = property;

    public ISimpleAssignmentOperation Assignment { get; } = assignment;

    public IOperation Value => Assignment.Value;
}
