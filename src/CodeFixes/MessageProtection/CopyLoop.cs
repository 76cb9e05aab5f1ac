using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;

namespace SocketSecurity.Analyzers.CodeFixes.MessageProtection;

/// <summary>A loop that copies one stream into another to its end, by blocks or by bytes, and does nothing else.</summary>
internal static class CopyLoop
{
    public static (IOperation Source, IOperation Destination)? Of(IWhileLoopOperation loop)
    {
        if (loop is not
            {
                ConditionIsTop: true, ConditionIsUntil: false,
                Condition: IBinaryOperation { OperatorKind: BinaryOperatorKind.GreaterThan or BinaryOperatorKind.NotEquals, RightOperand.ConstantValue: { HasValue: true, Value: int end } } test,
            }
            || test.LeftOperand.WithoutConversions() is not ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var read }, Value: var value }
            || Awaited.Operand(value) is not IInvocationOperation { Instance: { } source } reading
            || Single(loop.Body) is not IInvocationOperation { Instance: { } destination } writing)
        {
            return null;
        }

        var copies = (Awaited.Name(reading), Awaited.Name(writing)) switch
        {
            ("Read", "Write") => end == 0 && IsBlock(Awaited.Arguments(reading), Awaited.Arguments(writing), read),
            ("ReadByte", "WriteByte") => end == -1 && writing.Arguments is [var written] && CipherTypes.Same(CipherTypes.Named(written.Value), read),
            _ => false,
        };
        return copies ? (source, destination) : null;
    }

    private static bool IsBlock(IReadOnlyList<IArgumentOperation> reading, IReadOnlyList<IArgumentOperation> writing, ILocalSymbol read)
    {
        if (reading.Count == 0 || CipherTypes.Named(CipherTypes.ArrayOf(reading[0].Value)) is not { } buffer || (reading.Count == 3 ? !IsZero(reading[1].Value) : reading.Count != 1))
        {
            return false;
        }

        // What was read, said by three arguments or by a part of the array.
        IReadOnlyList<IArgumentOperation>? part = writing.Count == 3 ? writing
            : writing is [{ Value: var only }] && CipherTypes.Spanned(only) is IInvocationOperation { TargetMethod.Name: "AsMemory" or "AsSpan", Arguments.Length: 3 } call ? call.Arguments
            : null;
        return part is not null && CipherTypes.Same(CipherTypes.Named(part[0].Value), buffer) && IsZero(part[1].Value) && CipherTypes.Same(CipherTypes.Named(part[2].Value), read);
    }

    private static bool IsZero(IOperation value) => value.ConstantValue is { HasValue: true, Value: 0 };

    private static IOperation? Single(IOperation body) => body switch
    {
        IBlockOperation { Operations: [var only] } => Single(only),
        IExpressionStatementOperation { Operation: var expression } => Awaited.Operand(expression),
        _ => null,
    };
}
