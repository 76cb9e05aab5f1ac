using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;

namespace SocketSecurity.Analyzers.MessageProtection;

/// <summary>What a body does with a key object that it makes.</summary>
internal static class KeyUse
{
    /// <summary>Whether another key is loaded into the object, so that the size it was made with never counts.</summary>
    public static bool IsImported(IOperation creation) => CallsOn(creation).Any(call => IsImport(call.TargetMethod.Name));

    /// <summary>Whether the object only checks what others signed.</summary>
    public static bool OnlyVerifies(IOperation creation)
    {
        var verifies = false;
        foreach (var call in CallsOn(creation))
        {
            verifies |= call.TargetMethod.Name.StartsWith("Verify", StringComparison.Ordinal);
            if (!call.TargetMethod.Name.StartsWith("Verify", StringComparison.Ordinal) && !IsImport(call.TargetMethod.Name) && call.TargetMethod.Name != "Dispose")
            {
                return false;
            }
        }

        return verifies;
    }

    private static bool IsImport(string name) =>
        name.StartsWith("Import", StringComparison.Ordinal) || name is "FromXmlString" or "FromXmlStringCompatible";

    private static IEnumerable<IInvocationOperation> CallsOn(IOperation creation)
    {
        var made = creation.WithConversions();
        if (made.Parent is IInvocationOperation direct && direct.Instance == made)
        {
            yield return direct;
        }

        var variable = made.Parent switch
        {
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol,
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation local } assignment when assignment.Value == made => local.Local,
            ISimpleAssignmentOperation { Target: IFieldReferenceOperation field } assignment when assignment.Value == made => (ISymbol)field.Field,
            _ => null,
        };
        if (variable is null)
        {
            yield break;
        }

        foreach (var operation in creation.Body().DescendantsAndSelf())
        {
            if (operation is IInvocationOperation { Instance: { } instance } call && SymbolEqualityComparer.Default.Equals(SymbolOf(instance), variable))
            {
                yield return call;
            }
        }
    }

    private static ISymbol? SymbolOf(IOperation instance) => instance.WithoutConversions() switch
    {
        ILocalReferenceOperation local => local.Local,
        IFieldReferenceOperation field => field.Field,
        _ => null,
    };
}
