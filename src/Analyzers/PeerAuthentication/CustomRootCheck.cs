using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;

namespace SocketSecurity.Analyzers.PeerAuthentication;

/// <summary>
/// The one sound use of <c>AllowUnknownCertificateAuthority</c>: the chain is built to roots of the program's own, and the root
/// it ended at is compared with them afterwards. Before <c>CustomRootTrust</c> existed this was the only way, with the roots in
/// <c>ExtraStore</c>.
/// </summary>
internal static class CustomRootCheck
{
    public static bool IsMadeIn(IOperation operation)
    {
        var ownRoots = false;
        var rootCompared = false;
        foreach (var descendant in operation.Body().DescendantsAndSelf())
        {
            switch (descendant)
            {
                case IFieldReferenceOperation { Field: { Name: "CustomRootTrust", ContainingType.Name: "X509ChainTrustMode" } }:
                case IPropertyReferenceOperation { Property: { Name: "ExtraStore", ContainingType.Name: "X509ChainPolicy" } }:
                    ownRoots = true;
                    break;
                case IPropertyReferenceOperation { Property.Name: "ChainElements" } elements when IsCompared(elements):
                    rootCompared = true;
                    break;
            }
        }

        return ownRoots && rootCompared;
    }

    /// <summary>Whether the elements, or what is taken from them, end in a comparison, directly or through one local.</summary>
    private static bool IsCompared(IOperation elements)
    {
        for (var current = elements; current.Parent is { } parent; current = parent)
        {
            switch (parent)
            {
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals }:
                case IInvocationOperation { TargetMethod.Name: "Equals" or "SequenceEqual" or "FixedTimeEquals" or "Contains" or "Any" or "All" }:
                    return true;
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                    return IsLocalCompared(declarator.Symbol, elements);
                case IForEachLoopOperation { LoopControlVariable: IVariableDeclaratorOperation each } loop when current == loop.Collection:
                    return IsLocalCompared(each.Symbol, elements);
                case IForEachLoopOperation or IExpressionStatementOperation or IBlockOperation:
                    return false;
            }
        }

        return false;
    }

    private static bool IsLocalCompared(ILocalSymbol local, IOperation elements)
    {
        foreach (var operation in elements.Body().DescendantsAndSelf())
        {
            if (operation is ILocalReferenceOperation reference
                && SymbolEqualityComparer.Default.Equals(reference.Local, local)
                && IsCompared(reference))
            {
                return true;
            }
        }

        return false;
    }
}
