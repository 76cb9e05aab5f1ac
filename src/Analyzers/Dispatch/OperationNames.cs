using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketSecurity.Analyzers.Dispatch;

/// <summary>
/// The names by which rules are woken: of the member that is called, read or assigned, and of the type that is created, cast to, or
/// declares a field or a static property. Comparing names turns away nearly every operation, and needs no symbol of the rule's.
/// </summary>
internal static class OperationNames
{
    /// <summary>The kinds of operations that have names here.</summary>
    public static readonly OperationKind[] Kinds =
    [
        OperationKind.Invocation,
        OperationKind.ObjectCreation,
        OperationKind.SimpleAssignment,
        OperationKind.CompoundAssignment,
        OperationKind.CoalesceAssignment,
        OperationKind.EventAssignment,
        OperationKind.PropertyReference,
        OperationKind.FieldReference,
        OperationKind.LocalReference,
        OperationKind.Conversion,
    ];

    public static (string? Name, string? Other) Of(IOperation operation) => operation switch
    {
        IInvocationOperation call => (call.TargetMethod.Name, null),
        IObjectCreationOperation creation => (creation.Type?.Name, null),
        IAssignmentOperation { Target: IMemberReferenceOperation target } => (target.Member.Name, null),
        IEventAssignmentOperation { EventReference: IEventReferenceOperation target } => (target.Event.Name, null),
        IPropertyReferenceOperation { Property: { IsStatic: true } property } => (property.Name, property.ContainingType.Name),
        IPropertyReferenceOperation reference => (reference.Property.Name, null),

        // A constant says what it is by its own type, wherever it is declared.
        IFieldReferenceOperation reference => (reference.Field.ContainingType.Name, reference.Field.HasConstantValue ? reference.Type?.Name : null),
        ILocalReferenceOperation { Local.IsConst: true } reference => (reference.Type?.Name, null),
        IConversionOperation { IsImplicit: false } conversion => (conversion.Type?.Name, null),
        _ => (null, null),
    };
}
