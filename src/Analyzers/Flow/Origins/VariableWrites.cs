using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketSecurity.Analyzers.Flow.Origins;

/// <summary>Ways to write a variable that are no plain assignment to it.</summary>
internal static class VariableWrites
{
    /// <summary>Whether the mention of a variable writes it, or lets others write it, with a value that is not in sight.</summary>
    public static bool IsIndirect(IOperation mention, IOperation? parent) => parent switch
    {
        _ when mention is ILocalReferenceOperation { IsDeclaration: true } => true,
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } => true,
        ICompoundAssignmentOperation compound => compound.Target == mention,
        ICoalesceAssignmentOperation coalesce => coalesce.Target == mention,
        ISimpleAssignmentOperation { IsRef: true } => true,
        IIncrementOrDecrementOperation or IAddressOfOperation => true,
        ITupleOperation tuple => IsTarget(tuple),
        IDeconstructionAssignmentOperation deconstruction => deconstruction.Target == mention,
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol.RefKind: not RefKind.None } } => true,
        _ => false,
    };

    private static bool IsTarget(IOperation tuple) => tuple.Parent switch
    {
        ITupleOperation outer => IsTarget(outer),
        IConversionOperation conversion => IsTarget(conversion),
        IDeclarationExpressionOperation declaration => IsTarget(declaration),
        IDeconstructionAssignmentOperation deconstruction => deconstruction.Target == tuple || deconstruction.Target.DescendantsAndSelf().Contains(tuple),
        _ => false,
    };
}
