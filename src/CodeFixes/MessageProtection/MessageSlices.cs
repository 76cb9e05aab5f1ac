using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;

namespace SocketSecurity.Analyzers.CodeFixes.MessageProtection;

/// <summary>
/// Messages that carry the initialization vector in front: which arrays are the head of a message, and which are what follows
/// it. The sizes have to be the cipher's block size, however they are written.
/// </summary>
internal sealed class MessageSlices
{
    private readonly Dictionary<ISymbol, Slice> _slices = new(SymbolEqualityComparer.Default);

    /// <summary>Notes what a statement without the cipher says about arrays.</summary>
    public void Note(IOperation statement)
    {
        switch (statement)
        {
            case IVariableDeclarationGroupOperation group:
                foreach (var declarator in group.Declarations.SelectMany(declaration => declaration.Declarators))
                {
                    if ((declarator.Initializer?.Value ?? (declarator.Parent as IVariableDeclarationOperation)?.Initializer?.Value) is { } value && Of(value) is { } slice)
                    {
                        _slices[declarator.Symbol] = slice;
                    }
                }

                break;
            case IExpressionStatementOperation { Operation: IInvocationOperation { TargetMethod: { Name: "Copy" or "BlockCopy", ContainingType.Name: "Array" or "Buffer" }, Arguments: var arguments } }
                when arguments.Length is 3 or 5:
                var source = CipherTypes.Named(arguments[0].Value);
                var target = CipherTypes.Named(arguments[arguments.Length == 3 ? 1 : 2].Value);
                if (source is not null && target is not null)
                {
                    var from = arguments.Length == 3 ? 0 : Size(arguments[1].Value);
                    var isWhole = arguments.Length == 3 || arguments[3].Value.ConstantValue is { HasValue: true, Value: 0 };
                    _slices[target] = from is { } offset && isWhole && !_slices.ContainsKey(target)
                        ? OfLength(source, offset, arguments[arguments.Length - 1].Value)
                        : new Slice(source, -1, null);
                }

                break;
        }
    }

    /// <summary>The message that the cipher reads, when it is the input as a whole, or the input less the vector and the salt that are used.</summary>
    public ExpressionSyntax MessageOf(IOperation input, IOperation? iv, IOperation? salt, int blockSize, out bool hasSalt)
    {
        var tail = Of(input);
        var heads = new[] { iv, salt }.Where(head => head is not null && Of(head) is not null).Select(head => (Value: head!, Slice: Of(head!)!)).OrderBy(head => head.Slice.From).ToList();
        hasSalt = salt is not null && heads.Exists(head => head.Value == salt);
        if (tail is null && heads.Count == 0)
        {
            return (ExpressionSyntax)input.WithoutConversions().Syntax;
        }

        var position = 0;
        foreach (var head in heads)
        {
            var length = head.Slice.Length ?? Created(head.Value);
            if (head.Slice.From != position || length is not > 0 || (head.Value == iv && length != blockSize) || !CipherTypes.Same(tail?.Source, head.Slice.Source))
            {
                throw new NotUnderstoodException();
            }

            position += length.Value;
        }

        return tail is { Length: null } && heads.Count > 0 && tail.From == position ? SyntaxFactory.IdentifierName(tail.Source.Name) : throw new NotUnderstoodException();
    }

    private Slice? Of(IOperation value)
    {
        var operation = value.WithoutConversions();
        switch (operation)
        {
            case ILocalReferenceOperation local when _slices.TryGetValue(local.Local, out var known):
                return known;
            case IImplicitIndexerReferenceOperation { Instance: var whole, Argument: IRangeOperation range } when CipherTypes.Named(whole) is { } source:
                return OfRange(source, range);
            case IArrayElementReferenceOperation { ArrayReference: var array, Indices: [IRangeOperation range] } when CipherTypes.Named(array) is { } source:
                return OfRange(source, range);
            case IInvocationOperation { TargetMethod.Name: "ToArray" } call when (call.Instance ?? call.Arguments.FirstOrDefault()?.Value)?.WithoutConversions() is IInvocationOperation inner:
                return OfCall(inner);
            default:
                return null;
        }
    }

    private Slice? OfCall(IInvocationOperation call)
    {
        if (call.Arguments.Length < 2)
        {
            return null;
        }

        if (call is { TargetMethod.Name: "Take" } && call.Arguments[0].Value.WithoutConversions() is IInvocationOperation { TargetMethod.Name: "Skip", Arguments.Length: 2 } skip)
        {
            return OfCall(skip) is { } rest ? OfLength(rest.Source, rest.From, call.Arguments[1].Value) : null;
        }

        if (CipherTypes.Named(call.Arguments[0].Value) is not { } source || Size(call.Arguments[1].Value) is not { } size)
        {
            return null;
        }

        return (call.TargetMethod.Name, call.Arguments.Length) switch
        {
            ("Take", 2) => new Slice(source, 0, size),
            ("Skip", 2) or ("AsSpan", 2) => new Slice(source, size, null),
            ("AsSpan", 3) => OfLength(source, size, call.Arguments[2].Value),
            _ => null,
        };
    }

    /// <summary>A part whose length is said: a number, or what is left behind its beginning.</summary>
    private Slice OfLength(ISymbol source, int from, IOperation length)
    {
        if (Size(length) is { } size)
        {
            return new Slice(source, from, size);
        }

        var rest = length.WithoutConversions();
        if (rest is IPropertyReferenceOperation { Property.Name: "Length", Instance: { } target } && SingleValue.Of(target) is IArrayCreationOperation { DimensionSizes: [var dimension] })
        {
            rest = dimension.WithoutConversions();
        }

        return LengthLess(rest, source) == from ? new Slice(source, from, null) : new Slice(source, -1, null);
    }

    /// <summary>How much is taken from the whole length, in one subtraction or in several.</summary>
    private int? LengthLess(IOperation length, ISymbol source) => length.WithoutConversions() switch
    {
        IPropertyReferenceOperation { Property.Name: "Length", Instance: { } whole } when CipherTypes.Same(CipherTypes.Named(whole), source) => 0,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract } difference => LengthLess(difference.LeftOperand, source) + Size(difference.RightOperand),
        _ => null,
    };

    private Slice? OfRange(ISymbol source, IRangeOperation range) => (range.LeftOperand, range.RightOperand) switch
    {
        (null, { } end) when Size(end) is { } size => new Slice(source, 0, size),
        ({ } start, null) when Size(start) is { } size => new Slice(source, size, null),
        ({ } start, { } end) when Size(start) is { } from && Size(end) is { } to => new Slice(source, from, to - from),
        _ => new Slice(source, -1, null),
    };

    /// <summary>A number of bytes: a constant, or the length of an array whose size is one.</summary>
    private int? Size(IOperation size)
    {
        // Ranges are made of indexes, to which a number is converted by an operator.
        var operation = (size.WithoutConversions() is IConversionOperation { Type.Name: "Index" } index ? index.Operand : size).WithoutConversions();
        if (operation.ConstantValue is { HasValue: true, Value: int constant })
        {
            return constant;
        }

        return operation switch
        {
            IPropertyReferenceOperation { Property.Name: "Length", Instance: { } array } => Created(array),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum => Size(sum.LeftOperand) + Size(sum.RightOperand),
            _ => null,
        };
    }

    private int? Created(IOperation array)
    {
        if (SingleValue.Of(array) is IArrayCreationOperation { DimensionSizes: [var size] })
        {
            return Size(size);
        }

        return Of(array) is { From: 0, Length: { } length } ? length : null;
    }

    /// <param name="Source">The array that it is a part of.</param>
    /// <param name="From">Where it begins; negative where that is not understood.</param>
    /// <param name="Length">How long it is; null where it goes to the end.</param>
    private sealed record Slice(ISymbol Source, int From, int? Length);
}
