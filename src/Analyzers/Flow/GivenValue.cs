using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketSecurity.Analyzers.Flow;

/// <summary>
/// Whether a well-known object, such as a padding, takes effect where it stands: it is passed, stored or returned. Comparing it, and
/// choosing it in a table that translates names, is not a choice.
/// </summary>
internal static class GivenValue
{
    public static bool IsGiven(IOperation value)
    {
        var place = value;
        while (place.Parent is IConversionOperation or IParenthesizedOperation or ICoalesceOperation || IsBranch(place))
        {
            place = place.Parent!;
        }

        return place.Parent switch
        {
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod.ReturnType.SpecialType: SpecialType.System_Boolean } asked } => asked.TargetMethod.Name.StartsWith("Try", StringComparison.Ordinal),
            IArgumentOperation { Parent: IInvocationOperation or IObjectCreationOperation } => true,
            ISimpleAssignmentOperation assignment => assignment.Value == place && !IsCase(assignment),
            IVariableInitializerOperation or IFieldInitializerOperation or IPropertyInitializerOperation => true,
            IReturnOperation result => !IsCase(result),
            _ => false,
        };
    }

    private static bool IsBranch(IOperation place) => place.Parent is IConditionalOperation conditional && conditional.Condition != place;

    private static bool IsCase(IOperation statement)
    {
        for (var parent = statement.Parent; parent is IBlockOperation or IExpressionStatementOperation or ISwitchCaseOperation or IConditionalOperation; parent = parent.Parent)
        {
            if (parent is ISwitchCaseOperation or IConditionalOperation)
            {
                return true;
            }
        }

        return false;
    }
}
