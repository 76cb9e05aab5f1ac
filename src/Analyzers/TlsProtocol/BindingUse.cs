using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;

namespace SocketSecurity.Analyzers.TlsProtocol;

/// <summary>
/// Whether code that names a kind of channel binding uses it. In a switch that matters: many translate kinds, and the steps of a
/// protocol stand in one too.
/// </summary>
internal static class BindingUse
{
    /// <summary>Whether the channel's binding of this kind is got here, or its kind noted after that succeeded.</summary>
    public static bool IsAt(IFieldReferenceOperation kind)
    {
        if (GetsBinding(kind))
        {
            return true;
        }

        for (IOperation child = kind; child.Parent is { } parent; child = parent)
        {
            if (parent is IConditionalOperation conditional && child == conditional.WhenTrue && GetsBindingOf(kind.Field, conditional.Condition))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the switch of this case is about kinds: it asks for one, or other cases give others.</summary>
    public static bool IsChosenBy(IOperation choice, INamedTypeSymbol kinds)
    {
        var asked = choice.Parent switch
        {
            ISwitchOperation statement => statement.Value,
            ISwitchExpressionOperation expression => expression.Value,
            _ => null,
        };
        if (asked is null || SymbolEqualityComparer.Default.Equals(asked.Type, kinds))
        {
            return true;
        }

        foreach (var other in choice.Parent!.ChildOperations)
        {
            if (other != choice && Gives(other, kinds))
            {
                return true;
            }
        }

        return false;
    }

    private static bool GetsBindingOf(IFieldSymbol kind, IOperation condition)
    {
        foreach (var part in condition.DescendantsAndSelf())
        {
            if (part is IFieldReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Field, kind) && GetsBinding(reference))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>An argument of a call that results in a channel binding or its bytes, or hands them out.</summary>
    private static bool GetsBinding(IOperation kind) =>
        kind.Parent is IArgumentOperation { Parent: IInvocationOperation call }
        && (IsBinding(call.TargetMethod.ReturnType) || call.TargetMethod.Parameters.Any(parameter => parameter.RefKind == RefKind.Out && IsBinding(parameter.Type)));

    private static bool IsBinding(ITypeSymbol type) =>
        type is { Name: "ChannelBinding" } or IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Byte };

    /// <summary>Whether a kind is named there for another reason than to compare with it.</summary>
    private static bool Gives(IOperation operation, INamedTypeSymbol kinds)
    {
        foreach (var part in operation.DescendantsAndSelf())
        {
            if (part is IFieldReferenceOperation reference
                && SymbolEqualityComparer.Default.Equals(reference.Field.ContainingType, kinds)
                && reference.WithConversions().Parent is not (IConstantPatternOperation
                    or IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals }))
            {
                return true;
            }
        }

        return false;
    }
}
