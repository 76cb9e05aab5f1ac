using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketSecurity.Analyzers.TlsProtocol;

/// <summary>
/// Code that translates versions, such as the parser of a setting or of a peer's greeting, names all of them and enables none.
/// </summary>
internal static class VersionMapping
{
    /// <param name="member">The member that is named.</param>
    /// <param name="isRow">Whether a case of a switch that it stands in is a row of a table; without it, all of them are.</param>
    public static bool Contains(IOperation member, Func<IOperation, bool>? isRow = null)
    {
        var isConditional = false;
        var isLocal = false;
        for (var child = member; child.Parent is { } parent; child = parent)
        {
            switch (parent)
            {
                case ISwitchCaseOperation or ISwitchExpressionArmOperation when isRow?.Invoke(parent) != false:
                    return true;
                case IConditionalOperation { Type: null } conditional when child != conditional.Condition:
                    isConditional = true;
                    break;
                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation }:
                    isLocal = true;
                    break;
                case IReturnOperation when IsInsideConditional(parent):
                    return true;
                case IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { ReturnType.SpecialType: SpecialType.System_Boolean } asked } } when IsQuestion(asked.Name):
                    return true;
                case IMethodBodyOperation body:
                    return isConditional && isLocal && ReturnsVersion(body);
                case IAnonymousFunctionOperation or ILocalFunctionOperation:
                    return false;
            }
        }

        return false;
    }

    private static bool IsInsideConditional(IOperation result)
    {
        for (var parent = result.Parent; parent is IBlockOperation or IConditionalOperation; parent = parent.Parent)
        {
            if (parent is IConditionalOperation)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsQuestion(string name) =>
        name.StartsWith("Is", StringComparison.Ordinal)
        || name.StartsWith("Has", StringComparison.Ordinal)
        || name.StartsWith("Supports", StringComparison.Ordinal)
        || name.StartsWith("Contains", StringComparison.Ordinal);

    private static bool ReturnsVersion(IMethodBodyOperation body) =>
        body.SemanticModel?.GetDeclaredSymbol(body.Syntax) is IMethodSymbol { ReturnType.Name: "SslProtocols" or "SecurityProtocolType" };
}
