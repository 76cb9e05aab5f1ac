using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;

namespace SocketSecurity.Analyzers.MessageProtection;

/// <summary>
/// ECB as the way to reach the block cipher itself, which counters, CMAC, key wrapping, header protection and extended nonces
/// are built from: no padding, and blocks that are single or are mixed by exclusive or.
/// </summary>
internal static class SingleBlockUse
{
    private const int NoPadding = 1;
    private const int BlockSize = 16;

    /// <summary>Whether a one-shot call takes one block, by the size of what it reads or of what it writes to.</summary>
    public static bool IsSingleBlock(IInvocationOperation call)
    {
        if (!HasNoPadding(call))
        {
            return false;
        }

        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Name is "plaintext" or "ciphertext" or "destination" && SizeOf(argument.Value) is <= BlockSize)
            {
                return true;
            }
        }

        return IsVectorOfAnother(call);
    }

    /// <summary>What is read or written is the initialization vector of another call, and so a block long: protocols that encrypt their vectors.</summary>
    private static bool IsVectorOfAnother(IInvocationOperation call)
    {
        var blocks = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Name is "plaintext" or "ciphertext" or "destination" && Variable(argument) is { } block)
            {
                blocks.Add(block);
            }
        }

        if (call.WithConversions().Parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var result } })
        {
            blocks.Add(result);
        }

        if (blocks.Count == 0)
        {
            return false;
        }

        foreach (var operation in call.Body().Descendants())
        {
            if (operation is IArgumentOperation { Parameter.Name: "iv" or "rgbIV" } vector && Variable(vector) is { } used && blocks.Contains(used))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The variable that is passed, also where it becomes a span.</summary>
    private static ISymbol? Variable(IArgumentOperation argument) =>
        (argument.Value is IConversionOperation { OperatorMethod: not null } span ? span.Operand : argument.Value).ReferencedSymbol();

    public static bool IsBuildingBlock(IInvocationOperation call, INamedTypeSymbol? type) => HasNoPadding(call) && MixesBlocks(type, call.Syntax);

    /// <summary>Whether the mode is set on a cipher without padding whose calls take single blocks, or whose type mixes them.</summary>
    public static bool IsBuildingBlock(ISimpleAssignmentOperation mode, IPropertyReferenceOperation target, INamedTypeSymbol? type)
    {
        if (type is not null && IsTransform(type) && MixesBlocks(type, mode.Syntax))
        {
            return true;
        }

        return ObjectPath.Of(target.Instance) is { } cipher
            && ObjectSettings.InBodyOf(mode).Find(cipher, "Padding") is { } padding
            && SingleValue.IsConstant(padding.Assignment.Value, NoPadding)
            && (MixesBlocks(type, mode.Syntax) || TransformsSingleBlocks(mode.Body()));
    }

    private static bool TransformsSingleBlocks(IOperation body)
    {
        var single = false;
        foreach (var operation in body.DescendantsAndSelf())
        {
            if (operation is IInvocationOperation { TargetMethod: { Name: "TransformFinalBlock" or "TransformBlock" } } call)
            {
                if (call.ArgumentFor("inputCount") is not { } count || !SingleValue.TryGetConstant(count.Value, out var size) || size is not (int and <= BlockSize))
                {
                    return false;
                }

                single = true;
            }
        }

        return single;
    }

    private static bool HasNoPadding(IInvocationOperation call) =>
        call.ArgumentFor("paddingMode") is { } padding && SingleValue.IsConstant(padding.Value, NoPadding);

    /// <summary>The number of bytes where it can be read off the code.</summary>
    private static int? SizeOf(IOperation value)
    {
        var source = SingleValue.Of(value);
        return source switch
        {
            IArrayCreationOperation { DimensionSizes: [var size] } => Constant(size),
            IInvocationOperation { TargetMethod.Name: "Slice" or "AsSpan" } slice when (slice.ArgumentFor("length") ?? slice.ArgumentFor("Length")) is { } length => Constant(length.Value),
            IInvocationOperation { TargetMethod.Name: "AsSpan", Arguments: [var whole] } => SizeOf(whole.Value),
            IInvocationOperation { TargetMethod.Name: "Slice" or "AsSpan", Instance: { } instance } => SizeOf(instance),
            IImplicitIndexerReferenceOperation { Argument: IRangeOperation { LeftOperand: null, RightOperand: { } end } } => Constant(end) ?? LengthOf(end),
            { Kind: OperationKind.None, Syntax: StackAllocArrayCreationExpressionSyntax } when source.ChildOperations.Count > 0 => Constant(source.ChildOperations.First()),
            _ => null,
        };
    }

    /// <summary><c>[..iv.Length]</c></summary>
    private static int? LengthOf(IOperation end) =>
        end.WithoutConversions() is IPropertyReferenceOperation { Property.Name: "Length", Instance: { } other } ? SizeOf(other) : null;

    private static int? Constant(IOperation size) =>
        SingleValue.TryGetConstant(size, out var value) && value is int number ? number : null;

    private static bool IsTransform(INamedTypeSymbol type)
    {
        foreach (var contract in type.AllInterfaces)
        {
            if (contract.Name == "ICryptoTransform")
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the type, the types around it or their bases mix blocks: ciphers are spread over parts, nested and base types.</summary>
    private static bool MixesBlocks(INamedTypeSymbol? type, SyntaxNode place)
    {
        for (var outer = type; outer is not null; outer = outer.ContainingType)
        {
            for (var current = outer; current is { DeclaringSyntaxReferences.IsEmpty: false }; current = current.BaseType)
            {
                foreach (var declaration in current.DeclaringSyntaxReferences)
                {
                    if (HasExclusiveOr(declaration.GetSyntax()))
                    {
                        return true;
                    }
                }
            }
        }

        return type is null && HasExclusiveOr(place.SyntaxTree.GetRoot());
    }

    private static bool HasExclusiveOr(SyntaxNode part)
    {
        foreach (var node in part.DescendantNodes())
        {
            if (node.IsKind(SyntaxKind.ExclusiveOrExpression) || node.IsKind(SyntaxKind.ExclusiveOrAssignmentExpression))
            {
                return true;
            }
        }

        return false;
    }
}
