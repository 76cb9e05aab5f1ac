using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow.Origins;

namespace SocketSecurity.Analyzers.Flow.Taint;

/// <summary>
/// Follows a number back to the bytes it was decoded from. It is a peer's number when at least 32 bits of it come off a
/// network stream; smaller ones, and everything that goes through an operation with a limit, are nobody's danger.
/// </summary>
internal sealed class PeerNumbers(ValueOrigins origins, CancellationToken cancellationToken)
{
    private const int MaximumSteps = 12;

    private readonly NetworkStreams _streams = new(origins, tlsOnly: false, cancellationToken);

    /// <summary>Where the number is decoded, and the variables it passes through on its way; null when it is not surely a peer's.</summary>
    public (IOperation Source, List<ISymbol> Variables)? Of(IOperation number)
    {
        var variables = new List<ISymbol>();
        return Trace(number, variables, MaximumSteps) is { } source ? (source, variables) : null;
    }

    private IOperation? Trace(IOperation number, List<ISymbol> variables, int steps)
    {
        if (steps == 0 || number.ConstantValue.HasValue)
        {
            return null;
        }

        return number switch
        {
            IConversionOperation conversion => IsSmall(conversion.Type) ? null : Trace(conversion.Operand, variables, steps - 1),
            IParenthesizedOperation parenthesized => Trace(parenthesized.Operand, variables, steps - 1),
            IAwaitOperation wait => Trace(wait.Operation, variables, steps - 1),
            ILocalReferenceOperation local => TraceVariable(local, variables, steps),
            IBinaryOperation binary => TraceBinary(binary, variables, steps),
            IInvocationOperation call => TraceCall(call, variables, steps),
            _ => null,
        };
    }

    private IOperation? TraceVariable(ILocalReferenceOperation local, List<ISymbol> variables, int steps)
    {
        foreach (var value in origins.FlowOf(local, cancellationToken).ValuesAt(local.Local, local, out _))
        {
            if (value is not null && Trace(value, variables, steps - 1) is { } source)
            {
                variables.Add(local.Local);
                return source;
            }
        }

        return null;
    }

    private IOperation? TraceBinary(IBinaryOperation binary, List<ISymbol> variables, int steps) => binary.OperatorKind switch
    {
        BinaryOperatorKind.Or or BinaryOperatorKind.Add when LargestShift(binary) >= 24 => IsComposed(binary) ? binary : null,
        BinaryOperatorKind.Add or BinaryOperatorKind.Subtract or BinaryOperatorKind.Multiply or BinaryOperatorKind.LeftShift =>
            Trace(binary.LeftOperand, variables, steps - 1) ?? Trace(binary.RightOperand, variables, steps - 1),
        _ => null,
    };

    private IOperation? TraceCall(IInvocationOperation call, List<ISymbol> variables, int steps)
    {
        var method = call.TargetMethod;
        switch (method.ContainingType?.Name)
        {
            case "BinaryPrimitives" when method.Name == "ReverseEndianness":
            case "IPAddress" when method.Name is "NetworkToHostOrder" or "HostToNetworkOrder":
                return call.Arguments is [var same] ? Trace(same.Value, variables, steps - 1) : null;
            case "BinaryPrimitives" when method.Name.StartsWith("Read", StringComparison.Ordinal) && !IsSmall(call.Type):
            case "BitConverter" when method.Name is "ToInt32" or "ToUInt32" or "ToInt64" or "ToUInt64":
                return call.Arguments is [var buffer, ..] && IsReceived(buffer.Value) ? call : null;
            case "BinaryReader" when method.Name is "ReadInt32" or "ReadUInt32" or "ReadInt64" or "ReadUInt64" or "Read7BitEncodedInt" or "Read7BitEncodedInt64":
                return _streams.IsNetwork(call.Instance) ? call : null;
            case "Task" or "ValueTask" when method.Name == "ConfigureAwait" && call.Instance is { } task:
                return Trace(task, variables, steps - 1);
            default:
                return TraceHelper(call, steps);
        }
    }

    /// <summary>A helper that reads a number and returns it as it is; one that looks at it first may refuse it.</summary>
    private IOperation? TraceHelper(IInvocationOperation call, int steps)
    {
        var method = call.TargetMethod;
        if (steps < 4 || method.IsVirtual || method.IsAbstract || IsSmall(call.Type) || origins.Models.BodyOf(method, call, cancellationToken) is not { } body)
        {
            return null;
        }

        IOperation? found = null;
        foreach (var operation in body.Descendants())
        {
            if (operation is IReturnOperation { ReturnedValue: { } value } && operation.EnclosingFunction() == (body as ILocalFunctionOperation))
            {
                var inner = new List<ISymbol>();
                if (Trace(value, inner, steps - 4) is not { } source || Bounds.HasUpper(inner, value, long.MaxValue))
                {
                    return null;
                }

                found = source;
            }
        }

        return found is null ? null : call;
    }

    /// <summary>Whether the buffer is filled from the network somewhere in the body.</summary>
    private bool IsReceived(IOperation buffer)
    {
        var value = buffer.WithoutConversions();
        while (true)
        {
            switch (value)
            {
                case IConversionOperation conversion:
                    value = conversion.Operand.WithoutConversions();
                    continue;
                case IInvocationOperation { TargetMethod.Name: "AsSpan" or "Slice" or "AsMemory" } slice:
                    value = (slice.Instance ?? slice.Arguments[0].Value).WithoutConversions();
                    continue;
                case IPropertyReferenceOperation { Property.Name: "Span", Instance: { } memory }:
                    value = memory.WithoutConversions();
                    continue;
                case IImplicitIndexerReferenceOperation range:
                    value = range.Instance.WithoutConversions();
                    continue;
                case IAwaitOperation wait:
                    value = wait.Operation.WithoutConversions();
                    continue;
            }

            break;
        }

        return value switch
        {
            IInvocationOperation call => _streams.IsRead(call) || TakesNetworkStream(call),
            ILocalReferenceOperation local => IsFilled(local.Local, local),
            IParameterReferenceOperation parameter => IsFilled(parameter.Parameter, parameter),
            _ => false,
        };
    }

    private bool IsFilled(ISymbol variable, IOperation use)
    {
        var flow = origins.FlowOf(use, cancellationToken);
        foreach (var value in flow.ValuesAt(variable, use, out _))
        {
            if (value is not null && value.WithoutConversions() is IAwaitOperation or IInvocationOperation && IsReceived(value))
            {
                return true;
            }
        }

        foreach (var mention in flow.MentionsOf(variable))
        {
            if (mention.Syntax.SpanStart >= use.Syntax.SpanStart)
            {
                continue;
            }

            var whole = mention;
            while (whole.Parent is IConversionOperation or IParenthesizedOperation or IImplicitIndexerReferenceOperation
                || (whole.Parent is IInvocationOperation { TargetMethod.Name: "AsSpan" or "AsMemory" or "Slice" } slice && slice.Instance == whole)
                || (whole.Parent is IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "AsSpan" or "AsMemory" } }))
            {
                whole = whole.Parent is IArgumentOperation argument ? argument.Parent! : whole.Parent!;
            }

            if (whole.Parent is IArgumentOperation { Parent: IInvocationOperation call } && (_streams.IsRead(call) || TakesNetworkStream(call)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A helper that gets the stream to read from.</summary>
    private bool TakesNetworkStream(IInvocationOperation call)
    {
        if (!NetworkStreams.IsNamedRead(call.TargetMethod))
        {
            return false;
        }

        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Type is { Name: var name } && (name.EndsWith("Stream", StringComparison.Ordinal) || name == "Socket") && _streams.IsNetwork(argument.Value))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSmall(ITypeSymbol? type) =>
        type?.SpecialType is SpecialType.System_Byte or SpecialType.System_SByte or SpecialType.System_Int16 or SpecialType.System_UInt16 or SpecialType.System_Char;

    /// <summary>The largest shift of a byte in a composition such as <c>a[0] &lt;&lt; 24 | a[1] &lt;&lt; 16 | …</c>; zero when it is none.</summary>
    private static int LargestShift(IOperation operation) => operation.WithoutConversions() switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Or or BinaryOperatorKind.Add } both => Math.Max(LargestShift(both.LeftOperand), LargestShift(both.RightOperand)),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.LeftShift, RightOperand.ConstantValue: { HasValue: true, Value: int shift } } => shift,
        _ => 0,
    };

    private bool IsComposed(IOperation operation) => operation.WithoutConversions() switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Or or BinaryOperatorKind.Add } both => IsComposed(both.LeftOperand) && IsComposed(both.RightOperand),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.LeftShift } shift => IsComposed(shift.LeftOperand),
        IArrayElementReferenceOperation element => IsReceived(element.ArrayReference),
        IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } span } => IsReceived(span),
        _ => false,
    };
}
