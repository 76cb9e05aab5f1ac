using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketSecurity.Analyzers.Flow;

/// <summary>Whether a value that is stored somewhere ever gets to have an effect.</summary>
internal static class ValueEffect
{
    /// <summary>True where the value is surely replaced before use, or held by a local that only stands in comparisons.</summary>
    public static bool IsNone(IOperation expression)
    {
        var parent = expression.Parent;
        while (parent is IConversionOperation { IsImplicit: true })
        {
            parent = parent.Parent;
        }

        return parent switch
        {
            ISimpleAssignmentOperation { Target: IPropertyReferenceOperation } assignment => ObjectSettings.InBodyOf(assignment).IsAlwaysOverwritten(assignment),
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => IsOnlyCompared(declarator),
            _ => false,
        };
    }

    private static bool IsOnlyCompared(IVariableDeclaratorOperation declarator)
    {
        foreach (var part in declarator.Body().DescendantsAndSelf())
        {
            if (part is ILocalReferenceOperation use
                && SymbolEqualityComparer.Default.Equals(use.Local, declarator.Symbol)
                && FlagPosition.InForceAround(use) is not null)
            {
                return false;
            }
        }

        return true;
    }
}
