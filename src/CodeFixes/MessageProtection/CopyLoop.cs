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
            || value.WithoutConversions() is not IInvocationOperation { Instance: { } source } reading
            || Single(loop.Body) is not IInvocationOperation { Instance: { } destination } writing)
        {
            return null;
        }

        var copies = (reading.TargetMethod.Name, writing.TargetMethod.Name) switch
        {
            ("Read", "Write") => end == 0 && reading.Arguments.Length == 3 && IsBlock(reading, writing, read),
            ("ReadByte", "WriteByte") => end == -1 && CipherTypes.Same(CipherTypes.Named(writing.Arguments[0].Value), read),
            _ => false,
        };
        return copies ? (source, destination) : null;
    }

    private static bool IsBlock(IInvocationOperation reading, IInvocationOperation writing, ILocalSymbol read) =>
        writing.Arguments.Length == 3
        && CipherTypes.Same(CipherTypes.Named(reading.Arguments[0].Value), CipherTypes.Named(writing.Arguments[0].Value))
        && reading.Arguments[1].Value.ConstantValue is { HasValue: true, Value: 0 }
        && writing.Arguments[1].Value.ConstantValue is { HasValue: true, Value: 0 }
        && CipherTypes.Same(CipherTypes.Named(writing.Arguments[2].Value), read);

    private static IOperation? Single(IOperation body) => body switch
    {
        IBlockOperation { Operations: [var only] } => Single(only),
        IExpressionStatementOperation { Operation: var expression } => expression,
        _ => null,
    };
}
