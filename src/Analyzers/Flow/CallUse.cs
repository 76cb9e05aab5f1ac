using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketSecurity.Analyzers.Flow;

/// <summary>How the function that makes a call waits for it to finish.</summary>
internal enum CallUse
{
    /// <summary>The function goes on only when the call is done: it is synchronous, awaited, or waited for without a limit.</summary>
    InLine,

    /// <summary>Nobody in sight waits for the task.</summary>
    Dropped,

    /// <summary>The task is the function's own result: its callers decide.</summary>
    Returned,

    /// <summary>Something else gets the task, such as a wait with a limit, a race or a continuation.</summary>
    HandedOn,
}

/// <summary>Finds out the <see cref="CallUse"/> of calls, through locals, <c>ConfigureAwait</c> and their like.</summary>
internal static class CallUses
{
    public static CallUse Of(IOperation call)
    {
        var value = call.WithConversions();
        return value.Parent switch
        {
            IAwaitOperation => CallUse.InLine,
            IInvocationOperation outer when outer.Instance == value => OfMember(outer),
            IPropertyReferenceOperation { Property.Name: "Result" } => CallUse.InLine,
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "WhenAll" or "ConfigureAwait" } all } => Of(all),
            IConditionalAccessOperation access when access.WhenNotNull == value => Of(access),
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } when IsTask(call.Type) => OfVariable(declarator.Symbol, value),
            ISimpleAssignmentOperation { Target: IDiscardOperation } => CallUse.Dropped,
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation local } when IsTask(call.Type) => OfVariable(local.Local, value),
            IReturnOperation when IsTask(call.Type) => CallUse.Returned,
            IExpressionStatementOperation when IsTask(call.Type) => CallUse.Dropped,
            _ => IsTask(call.Type) ? CallUse.HandedOn : CallUse.InLine,
        };
    }

    public static bool IsTask(ITypeSymbol? type) => type is INamedTypeSymbol { Name: "Task" or "ValueTask" or "ConfiguredTaskAwaitable" or "ConfiguredValueTaskAwaitable" };

    private static CallUse OfMember(IInvocationOperation outer) => outer.TargetMethod.Name switch
    {
        "ConfigureAwait" or "AsTask" => Of(outer),
        "GetAwaiter" => CallUse.InLine,
        "Wait" when outer.Arguments.IsEmpty => CallUse.InLine,
        _ => CallUse.HandedOn,
    };

    /// <summary>A task in a variable: what hands it on decides, else whether anybody waits.</summary>
    private static CallUse OfVariable(ILocalSymbol variable, IOperation near)
    {
        var result = CallUse.Dropped;
        foreach (var operation in near.Body().DescendantsAndSelf())
        {
            if (operation is not ILocalReferenceOperation reference
                || !SymbolEqualityComparer.Default.Equals(reference.Local, variable)
                || (reference.Parent is ISimpleAssignmentOperation assignment && assignment.Target == reference))
            {
                continue;
            }

            // A task that goes from variable to variable is not followed further.
            var use = reference.Parent is IVariableInitializerOperation or ISimpleAssignmentOperation ? CallUse.HandedOn : Of(reference);
            if (use == CallUse.HandedOn)
            {
                return use;
            }

            result = use == CallUse.Dropped ? result : use;
        }

        return result;
    }
}
