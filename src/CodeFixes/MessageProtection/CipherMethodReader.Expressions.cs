using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;

namespace SocketSecurity.Analyzers.CodeFixes.MessageProtection;

/// <content>What the expressions of a cipher method mean.</content>
internal sealed partial class CipherMethodReader
{
    private ICipherValue Evaluate(IOperation expression)
    {
        var operation = expression.WithoutConversions();
        if (TryEvaluate(operation) is { } value)
        {
            return value;
        }

        return operation is IInvocationOperation or IBinaryOperation ? new CipherValue.Derived(operation) : throw new NotUnderstoodException();
    }

    /// <summary>Null for expressions of the method's own around a result.</summary>
    private ICipherValue? TryEvaluate(IOperation operation)
    {
        switch (operation)
        {
            case IAwaitOperation:
                return Awaited.Operand(operation) is IInvocationOperation { TargetMethod: { Name: "ReadToEndAsync" } or { Name: "ReadAsync", ContainingType.Name: "CryptoStream" } } awaited ? TryEvaluate(awaited) : null;
            case ILocalReferenceOperation { Local: var local }:
                return _values.TryGetValue(local, out var known) ? known : null;
            case IFieldReferenceOperation when CipherTypes.IsAlgorithm(operation.Type):
                return AlgorithmOf(operation);
            case IParameterReferenceOperation { Parameter: var parameter }:
                return _values.TryGetValue(parameter, out var assigned) ? assigned : CipherTypes.IsAlgorithm(parameter.Type) ? AlgorithmOf(operation) : null;
            case IArrayCreationOperation { Initializer: null, DimensionSizes: [var size] } when IsBlockSize(size):
                return new CipherValue.Vector(source: null);
            case IArrayCreationOperation { Initializer: null }:
                return new CipherValue.Assembly();
            case IPropertyReferenceOperation { Property.Name: "IV", Instance: { } instance } when CipherTypes.IsAlgorithm(instance.Type):
                return new CipherValue.Vector(AlgorithmOf(instance));
            case IObjectCreationOperation creation:
                return Created(creation);
            case IInvocationOperation call when CipherTypes.Created(call) is { } algorithm:
                return algorithm;
            case IInvocationOperation { Instance: { } instance } call when CipherTypes.IsAlgorithm(instance.Type):
                return UseOf(AlgorithmOf(instance), call);
            case IInvocationOperation { TargetMethod.Name: "TransformFinalBlock", Instance: { } instance, Arguments: [var data, var offset, var count] }
                when Evaluate(instance) is CipherValue.Transform transform:
                return ResultOf(transform, data.Value, offset.Value, count.Value);
            case IInvocationOperation { TargetMethod.Name: "ToArray", Instance: { } instance } call when Mentions(instance) && call.TargetMethod.ContainingType.Name == "MemoryStream":
                return Evaluate(instance) is CipherValue.Memory { Written: { } written } ? written : throw new NotUnderstoodException();
            case IInvocationOperation { TargetMethod: { Name: "ToArray" or "Concat", ContainingType.Name: "Enumerable" } } when _made is not null:
            case ICollectionExpressionOperation when _made is not null && CipherTypes.IsBytes(operation.Type):
                return Assembled(operation);
            case IInvocationOperation { Instance: { } instance, TargetMethod.ContainingType.Name: "CryptoStream" } call when Awaited.Name(call) == "Read":
                NoteCancellation(call);
                return Awaited.Arguments(call) is [var buffer, var start, var length] && CipherTypes.IsWhole(buffer.Value, start.Value, length.Value)
                    && CipherTypes.Named(buffer.Value) is { } filled && Evaluate(instance) is CipherValue.Crypto reading
                    ? new CipherValue.Count(ReadAll(reading), filled)
                    : throw new NotUnderstoodException();
            case IInvocationOperation { TargetMethod.Name: "GetString", Instance: { Syntax: ExpressionSyntax encoding }, Arguments: [var bytes, var from, var counted] } when Mentions(counted):
                return Evaluate(counted.Value) is CipherValue.Count found && CipherTypes.Same(CipherTypes.Named(bytes.Value), found.Buffer) && from.Value.ConstantValue is { HasValue: true, Value: 0 }
                    ? new CipherValue.Text(found.Bytes, encoding)
                    : throw new NotUnderstoodException();
            case IInvocationOperation { Instance: { } instance } call when Awaited.Name(call) == "ReadToEnd" && Mentions(instance):
                NoteCancellation(call);
                return Evaluate(instance) is CipherValue.TextReader reader ? new CipherValue.Text(ReadAll(reader.Stream), reader.Encoding) : throw new NotUnderstoodException();
            default:
                return null;
        }
    }

    private void NoteCancellation(IInvocationOperation call)
    {
        if (Awaited.Cancellation(call)?.Value is not { } given || given.WithoutConversions() is IPropertyReferenceOperation { Property: { Name: "None", ContainingType.Name: "CancellationToken" } } or IDefaultValueOperation)
        {
            return;
        }

        if (Mentions(given) || given.Syntax is not ExpressionSyntax token || (_cancellation is { } other && !SyntaxFactory.AreEquivalent(other, token)))
        {
            throw new NotUnderstoodException();
        }

        _cancellation = token;
    }

    private ICipherValue? Created(IObjectCreationOperation creation)
    {
        if (CipherTypes.Created(creation) is { } algorithm)
        {
            foreach (var initializer in creation.Initializer?.Initializers ?? [])
            {
                if (initializer is not ISimpleAssignmentOperation { Target: IPropertyReferenceOperation property } assignment)
                {
                    throw new NotUnderstoodException();
                }

                SetProperty(algorithm, property.Property.Name, assignment.Value);
            }

            return algorithm;
        }

        var arguments = creation.Arguments;
        switch (creation.Type?.Name)
        {
            case "MemoryStream" when arguments.Length == 0:
                return new CipherValue.Memory(content: null);
            case "MemoryStream" when arguments.Length == 1 && CipherTypes.IsBytes(arguments[0].Value.Type) && !Mentions(arguments[0].Value):
                return new CipherValue.Memory(arguments[0].Value);
            case "CryptoStream" when arguments.Length >= 3
                && Evaluate(arguments[0].Value) is CipherValue.Carrier carrier
                && Evaluate(arguments[1].Value) is CipherValue.Transform transform
                && arguments[2].Value.ConstantValue is { HasValue: true, Value: int mode }:
                return new CipherValue.Crypto(carrier, transform, writes: mode == 1, LeavesOpen(arguments));
            case "StreamWriter" when arguments.Length >= 1 && Evaluate(arguments[0].Value) is CipherValue.Crypto { Writes: true } stream:
                return new CipherValue.TextWriter(stream, EncodingOf(arguments), LeavesOpen(arguments));
            case "StreamReader" when arguments.Length >= 1 && Evaluate(arguments[0].Value) is CipherValue.Crypto { Writes: false } stream:
                return new CipherValue.TextReader(stream, EncodingOf(arguments), LeavesOpen(arguments));
            default:
                throw new NotUnderstoodException();
        }
    }

    private static bool LeavesOpen(IReadOnlyList<IArgumentOperation> arguments) =>
        arguments.FirstOrDefault(argument => argument.Parameter?.Name == "leaveOpen") is { } argument
        && (argument.Value.ConstantValue is { HasValue: true, Value: bool leaves } ? leaves : throw new NotUnderstoodException());

    private ExpressionSyntax? EncodingOf(IReadOnlyList<IArgumentOperation> arguments)
    {
        foreach (var argument in arguments.Skip(1))
        {
            if (argument.ArgumentKind == ArgumentKind.DefaultValue || argument.Parameter?.Name == "leaveOpen")
            {
                continue;
            }

            return argument.Parameter?.Name == "encoding" && !Mentions(argument.Value) && argument.Value.WithoutConversions().Syntax is ExpressionSyntax encoding
                ? encoding
                : throw new NotUnderstoodException();
        }

        return null;
    }
}
