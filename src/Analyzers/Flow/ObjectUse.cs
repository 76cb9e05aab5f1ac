using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketSecurity.Analyzers.Flow;

/// <summary>
/// Whether a new object is in plain sight: everything the program ever sets on it stands in this body. Rules about what is
/// <em>not</em> set ask this first.
/// </summary>
internal static class ObjectUse
{
    /// <summary>The creation of the object that a setting belongs to, around its initializer or behind its variable; null when it is not visible.</summary>
    public static IObjectCreationOperation? CreationOf(PropertySetting setting) =>
        setting.Assignment.Parent is IObjectOrCollectionInitializerOperation { Parent: IObjectCreationOperation creation }
            ? creation
            : ((IPropertyReferenceOperation)setting.Assignment.Target).Instance is { } instance ? SingleValue.Of(instance) as IObjectCreationOperation : null;

    /// <summary>True unless the object goes to code of the program's own, which may set more on it.</summary>
    public static bool IsInPlainSight(IObjectCreationOperation creation)
    {
        if (ObjectPath.Of(creation) is not { } path)
        {
            return false;
        }

        switch (path.Root)
        {
            case null:
                return !GoesToOwnCode(creation);
            case ILocalSymbol when path.IsRoot:
                return !LocalGoesToOwnCode(creation, path);
            case IPropertySymbol or IFieldSymbol when !path.IsRoot || path.Root.ContainingAssembly?.Equals(creation.SemanticModel?.Compilation.Assembly, SymbolEqualityComparer.Default) != true:
                return true;
            case ILocalSymbol or IParameterSymbol:
                return true;
            default:
                return false;
        }
    }

    private static bool LocalGoesToOwnCode(IOperation creation, ObjectPath path)
    {
        foreach (var operation in creation.Body().DescendantsAndSelf())
        {
            if (operation is ILocalReferenceOperation && ObjectPath.Of(operation) is { } used && used.Equals(path) && GoesToOwnCode(operation))
            {
                return true;
            }
        }

        return false;
    }

    private static bool GoesToOwnCode(IOperation use)
    {
        while (use.Parent is IConversionOperation or IParenthesizedOperation or IConditionalOperation or ICoalesceOperation)
        {
            use = use.Parent;
        }

        return use.Parent switch
        {
            IArgumentOperation { Parent: IInvocationOperation call } => !IsFrameworkCode(call.TargetMethod),
            IArgumentOperation { Parent: IObjectCreationOperation { Constructor: { } constructor } } => !IsFrameworkCode(constructor),
            IArgumentOperation or IDynamicInvocationOperation or IArrayInitializerOperation => true,
            IInvocationOperation call => call.Instance == use && !IsFrameworkCode(call.TargetMethod),
            ISimpleAssignmentOperation { Target: IFieldReferenceOperation or IPropertyReferenceOperation } assignment =>
                assignment.Value == use && !IsFrameworkCode(((IMemberReferenceOperation)assignment.Target).Member),
            ISimpleAssignmentOperation assignment => assignment.Value == use && assignment.Target is not (ILocalReferenceOperation or IDiscardOperation),
            _ => false,
        };
    }

    private static bool IsFrameworkCode(ISymbol member)
    {
        var space = member.ContainingNamespace;
        while (space is { ContainingNamespace.IsGlobalNamespace: false })
        {
            space = space.ContainingNamespace;
        }

        return space?.Name is "System" or "Microsoft" && member.Locations is not [{ IsInSource: true }, ..];
    }
}
