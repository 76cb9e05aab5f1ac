using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketSecurity.Analyzers.Flow.Streams;

/// <summary>Which stream an expression yields on a path. One instance serves one function.</summary>
internal sealed class StreamObjects
{
    private readonly Dictionary<object, StreamObject> _plain = new(SymbolOrSyntax.Instance);
    private readonly Dictionary<(SyntaxNode Creation, StreamObject? Inner), StreamObject> _tls = [];
    private readonly Dictionary<object, int> _variables = new(SymbolOrSyntax.Instance);
    private int _count;

    /// <summary>The flag says whether the path knows that there is this stream, or that there is none.</summary>
    public (bool IsKnown, StreamObject? Stream) Of(IOperation expression, StreamState state)
    {
        if (expression is IConversionOperation { IsTryCast: true } attempt)
        {
            var (isKnown, stream) = Of(attempt.Operand, state);
            return stream is { IsTls: true } || !StreamApis.IsSslStream(attempt.Type) ? (isKnown, stream) : (false, null);
        }

        var value = expression.WithoutConversions();
        if (value.ConstantValue is { HasValue: true, Value: null })
        {
            return (true, null);
        }

        switch (value)
        {
            case IAwaitOperation wait:
                return Of(wait.Operation, state);
            case ISimpleAssignmentOperation assignment:
                return Of(assignment.Value, state);
            case IFlowCaptureReferenceOperation capture:
                return state.Holds.TryGetValue(capture.Id, out var captured) ? (true, captured) : (false, null);
            case IObjectCreationOperation creation when StreamApis.IsSslStream(creation.Type):
                return (true, Tls(creation, state));
        }

        if (StreamApis.Below(value) is { } below)
        {
            return (true, Of(below, state).Stream);
        }

        if (StreamConditions.SymbolOf(value) is { } symbol)
        {
            return state.Holds.TryGetValue(symbol, out var held) ? (true, held)
                : StreamApis.IsCarrier(value.Type) ? (false, Plain(symbol, value.Type))
                : (false, null);
        }

        return IsCarrierOrTask(value.Type) ? (false, Plain(value.Syntax, value.Type)) : (false, null);
    }

    /// <summary>A number for each variable, for comparing states.</summary>
    public int NumberOf(object variable)
    {
        if (!_variables.TryGetValue(variable, out var number))
        {
            _variables.Add(variable, number = _variables.Count);
        }

        return number;
    }

    private static bool IsCarrierOrTask(ITypeSymbol? type) =>
        StreamApis.IsCarrier(type) || (type is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments: [var result] } && StreamApis.IsCarrier(result));

    private StreamObject Plain(object key, ITypeSymbol? type)
    {
        if (!_plain.TryGetValue(key, out var stream))
        {
            _plain.Add(key, stream = new StreamObject(_count++, Creation: null, Inner: null) { IsNetwork = IsNetwork(type) });
        }

        return stream;
    }

    private StreamObject Tls(IObjectCreationOperation creation, StreamState state)
    {
        var inner = creation.Arguments.IsEmpty ? null : Of(creation.Arguments[0].Value, state).Stream;
        if (!_tls.TryGetValue((creation.Syntax, inner), out var stream))
        {
            _tls.Add((creation.Syntax, inner), stream = new StreamObject(_count++, creation.Syntax, inner));
        }

        return stream;
    }

    private static bool IsNetwork(ITypeSymbol? type) =>
        type is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments: [var result] } ? IsNetwork(result)
        : type is { Name: "TcpClient" or "UdpClient" or "Socket" or "NetworkStream", ContainingNamespace.Name: "Sockets" };

    private sealed class SymbolOrSyntax : IEqualityComparer<object>
    {
        public static SymbolOrSyntax Instance { get; } = new();

        public new bool Equals(object? x, object? y) =>
            x is ISymbol left && y is ISymbol right ? SymbolEqualityComparer.Default.Equals(left, right) : object.Equals(x, y);

        public int GetHashCode(object value) => value is ISymbol symbol ? SymbolEqualityComparer.Default.GetHashCode(symbol) : value.GetHashCode();
    }
}
