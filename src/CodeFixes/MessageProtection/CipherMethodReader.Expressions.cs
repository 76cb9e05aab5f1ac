using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;

namespace SocketSecurity.Analyzers.CodeFixes.MessageProtection;

/// <content>What the calls and expressions of a cipher method mean.</content>
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

    private CipherValue.Algorithm AlgorithmOf(IOperation instance)
    {
        switch (instance.WithoutConversions())
        {
            case ILocalReferenceOperation { Local: var local } when _values.TryGetValue(local, out var value) && value is CipherValue.Algorithm algorithm:
                return algorithm;
            case IParameterReferenceOperation { Parameter: { RefKind: RefKind.None } parameter } when !_values.ContainsKey(parameter):
                var given = CipherTypes.OfType(parameter.Type) ?? new CipherValue.Algorithm();
                given.IsGiven = true;
                given.KeyBits = 0;
                given.Key = SyntaxFactory.ParseExpression($"{parameter.Name}.Key");
                _values[parameter] = given;
                return given;
            case IParameterReferenceOperation { Parameter: var parameter } when _values.TryGetValue(parameter, out var value) && value is CipherValue.Algorithm algorithm:
                return algorithm;
            case IFieldReferenceOperation { Field: var field, Instance: null or IInstanceReferenceOperation }:
                if (_values.TryGetValue(field, out var known))
                {
                    return (CipherValue.Algorithm)known;
                }

                // It brings its key along, where the type's constructors gave it one.
                var held = _held.FirstOrDefault(candidate => CipherTypes.Same(candidate.Field, field)) ?? throw new NotUnderstoodException();
                var brought = new CipherValue.Algorithm
                {
                    Held = held,
                    Key = held.IsKeyed ? SyntaxFactory.IdentifierName(field.Name) : null,
                    KeyBits = held.KeyBits,
                    BlockBits = held.BlockBits,
                };
                _values[field] = brought;
                return brought;
            default:
                throw new NotUnderstoodException();
        }
    }

    private void SetProperty(CipherValue.Algorithm algorithm, string property, IOperation value)
    {
        // Whoever gave it sees what becomes of it.
        if (algorithm.IsGiven)
        {
            throw new NotUnderstoodException();
        }

        switch (property)
        {
            case "Key" when algorithm.Held is not { IsKeyed: true }:
                algorithm.Key = KeyOf(value);
                algorithm.Derivation = PasswordDerivation.Of(value);
                break;
            case "IV" when !Mentions(value) || IsVector(value) || IsDroppable(value):
                algorithm.Iv = value;
                break;
            case "Mode" or "Padding" or "FeedbackSize" when !Mentions(value):
                break;
            case "KeySize" when value.ConstantValue is { HasValue: true, Value: int bits }:
                algorithm.KeyBits = bits;
                break;
            case "BlockSize" when value.ConstantValue is { HasValue: true, Value: int bits }:
                algorithm.BlockBits = bits;
                break;
            default:
                throw new NotUnderstoodException();
        }
    }

    /// <summary>Sizes of the algorithm in a key's expression become the numbers that they are.</summary>
    private ExpressionSyntax KeyOf(IOperation value)
    {
        if (!CipherTypes.IsBytes(value.Type) || value.Syntax is not ExpressionSyntax key)
        {
            throw new NotUnderstoodException();
        }

        var numbers = SizesIn(value);
        return key.ReplaceNodes(numbers.Keys, (node, _) => SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(numbers[node])).WithTriviaFrom(node));
    }

    private Dictionary<SyntaxNode, int> SizesIn(IOperation value)
    {
        var numbers = new Dictionary<SyntaxNode, int>();
        foreach (var part in value.DescendantsAndSelf())
        {
            if (part is IPropertyReferenceOperation { Property.Name: "KeySize" or "BlockSize", Instance: { } instance } size && CipherTypes.IsAlgorithm(instance.Type))
            {
                var algorithm = AlgorithmOf(instance);
                var bits = size.Property.Name == "KeySize" ? algorithm.KeyBits : algorithm.BlockBits;
                numbers[size.Syntax] = bits > 0 ? bits : throw new NotUnderstoodException();
            }
            else if (part is ILocalReferenceOperation { Local: var local, Parent: not IPropertyReferenceOperation { Property.Name: "KeySize" or "BlockSize" } } && _values.ContainsKey(local))
            {
                throw new NotUnderstoodException();
            }
        }

        return numbers;
    }

    /// <summary>A vector that is derived with the algorithm's sizes goes away with all of it.</summary>
    private bool IsDroppable(IOperation value)
    {
        SizesIn(value);
        return true;
    }

    private ICipherValue? UseOf(CipherValue.Algorithm algorithm, IInvocationOperation call)
    {
        var name = call.TargetMethod.Name;
        var arguments = call.Arguments;
        switch (name)
        {
            case "CreateEncryptor" or "CreateDecryptor":
                var key = arguments.Length == 2 && !IsPropertyOf(arguments[0].Value, algorithm, "Key") ? KeyOf(arguments[0].Value) : algorithm.Key;
                var iv = arguments.Length == 2 && !IsPropertyOf(arguments[1].Value, algorithm, "IV") ? FreeIv(arguments[1].Value) : algorithm.Iv;
                return new CipherValue.Transform(key ?? throw new NotUnderstoodException(), algorithm, iv, encrypts: name == "CreateEncryptor")
                {
                    Derivation = key == algorithm.Key ? algorithm.Derivation : PasswordDerivation.Of(arguments[0].Value),
                };
            case "EncryptCbc" or "EncryptCfb" or "EncryptEcb" or "DecryptCbc" or "DecryptCfb" or "DecryptEcb" when CipherTypes.IsBytes(call.Type) && arguments.Length >= 2:
                var vector = name.EndsWith("Ecb", StringComparison.Ordinal) || IsPropertyOf(arguments[1].Value, algorithm, "IV") ? algorithm.Iv : FreeIv(arguments[1].Value);
                var transform = new CipherValue.Transform(algorithm.Key ?? throw new NotUnderstoodException(), algorithm, vector, name.StartsWith("Encrypt", StringComparison.Ordinal))
                {
                    Derivation = algorithm.Derivation,
                };
                return CipherTypes.IsBytes(arguments[0].Value.WithoutConversions().Type) ? ResultOf(transform, arguments[0].Value) : throw new NotUnderstoodException();
            default:
                throw new NotUnderstoodException();
        }
    }

    /// <summary>Whether the number is the size of a vector, said by the algorithm.</summary>
    private static bool IsBlockSize(IOperation size) => size.WithoutConversions() switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Divide, LeftOperand: IPropertyReferenceOperation { Property.Name: "BlockSize", Instance: { } algorithm }, RightOperand.ConstantValue: { HasValue: true, Value: 8 } } =>
            CipherTypes.IsAlgorithm(algorithm.Type),
        IPropertyReferenceOperation { Property.Name: "Length", Instance: IPropertyReferenceOperation { Property.Name: "IV", Instance: { } algorithm } } => CipherTypes.IsAlgorithm(algorithm.Type),
        _ => false,
    };

    private bool IsVector(IOperation value) =>
        value.WithoutConversions() is ILocalReferenceOperation { Local: var local } && _values.TryGetValue(local, out var known) && known is CipherValue.Vector;

    private IOperation FreeIv(IOperation value) => Mentions(value) && !IsVector(value) ? throw new NotUnderstoodException() : value;

    private bool IsPropertyOf(IOperation value, CipherValue.Algorithm algorithm, string name) =>
        value.WithoutConversions() is IPropertyReferenceOperation { Instance: { } instance } property
        && property.Property.Name == name && CipherTypes.IsAlgorithm(instance.Type) && AlgorithmOf(instance) == algorithm;

    private void ReadCall(IInvocationOperation call)
    {
        var name = Awaited.Name(call);
        var arguments = Awaited.Arguments(call);
        NoteCancellation(call);
        if (call.Instance is not { } instance)
        {
            ReadCopy(call);
            return;
        }

        var target = Evaluate(instance);
        switch (target, name)
        {
            case (_, "Flush" or "FlushFinalBlock") when arguments.Count == 0:
                break;
            case (not CipherValue.Algorithm { IsGiven: true }, "Dispose" or "Close" or "Clear") when arguments.Count == 0:
                Close(target);
                break;
            case (CipherValue.Algorithm { IsGiven: false } algorithm, "GenerateIV"):
                algorithm.Iv = null;
                break;
            case (CipherValue.Crypto { Writes: true } stream, "Write") when arguments.Count == 3:
                Write(stream, ResultOf(stream.Transform, arguments[0].Value, arguments[1].Value, arguments[2].Value));
                break;
            case (CipherValue.Crypto { Writes: true } stream, "Write") when arguments.Count == 1 && CipherTypes.IsBytes(CipherTypes.ArrayOf(arguments[0].Value).Type):
                Write(stream, ResultOf(stream.Transform, CipherTypes.ArrayOf(arguments[0].Value)));
                break;
            case (CipherValue.TextWriter writer, "Write") when arguments.Count == 1 && arguments[0].Value.Type?.SpecialType == SpecialType.System_String && !Mentions(arguments[0].Value):
                _hasWorked = true;
                _made = new CipherValue.Result(writer.Stream.Transform, (ExpressionSyntax)arguments[0].Value.WithoutConversions().Syntax, isText: true, writer.Encoding);
                Write(writer.Stream, _made);
                break;
            case (CipherValue.Crypto or CipherValue.OuterStream, "CopyTo") when arguments.Count >= 1:
                ReadCopyTo(target, Evaluate(arguments[0].Value));
                break;
            case (CipherValue.Memory { Content: null, Written: null } or CipherValue.OuterStream { Written: null }, "Write") when IsWholeVector(arguments):
            case (CipherValue.Memory { Content: not null } or CipherValue.OuterStream, "Read" or "ReadExactly") when IsWholeVector(arguments):
                var carrier = (CipherValue.Carrier)target;
                if (_hasWorked || _pendingIvs.Count(pending => pending.Carrier == carrier) == 2)
                {
                    throw new NotUnderstoodException();
                }

                _pendingIvs.Add((carrier, arguments[0].Value, name == "Write"));
                break;
            default:
                throw new NotUnderstoodException();
        }
    }

    /// <summary>Vectors that were written or read in front before it was known which one the cipher uses.</summary>
    private readonly List<(CipherValue.Carrier Carrier, IOperation Iv, bool IsWritten)> _pendingIvs = [];

    /// <summary>An array as a whole; or its first bytes in a number, which has to be the size of a block where the cipher uses it.</summary>
    private static bool IsWholeVector(IReadOnlyList<IArgumentOperation> arguments) =>
        CipherTypes.IsBytes(arguments.Count > 0 ? CipherTypes.ArrayOf(arguments[0].Value).Type : null)
        && (arguments.Count == 1
            || (arguments.Count == 3 && arguments[1].Value.ConstantValue is { HasValue: true, Value: 0 }
                && (arguments[2].Value.ConstantValue is { HasValue: true, Value: 8 or 16 or 32 } || CipherTypes.IsWhole(arguments[0].Value, arguments[1].Value, arguments[2].Value))));

    /// <summary>Every vector that was written or read belongs to this ciphertext; so does a salt.</summary>
    private void CheckVectors(CipherValue.Transform transform, CipherValue.Carrier? ciphertext)
    {
        var (hasIv, hasSalt) = (false, false);
        foreach (var (carrier, prefix, isWritten) in _pendingIvs)
        {
            var value = CipherTypes.ArrayOf(prefix);
            if (carrier != ciphertext || isWritten != transform.Encrypts)
            {
                throw new NotUnderstoodException();
            }

            if (!hasSalt && IsSaltOf(value, transform))
            {
                hasSalt = true;
            }
            else if (!hasIv && IsIvOf(value, transform)
                && (isWritten || SingleValue.Of(value) is not IArrayCreationOperation { DimensionSizes: [{ ConstantValue: { HasValue: true, Value: int size } }] } || size == transform.Algorithm.BlockBits / 8))
            {
                hasIv = true;
            }
            else
            {
                throw new NotUnderstoodException();
            }
        }

        _hasSalt |= hasSalt;
    }

    private static bool IsSaltOf(IOperation value, CipherValue.Transform transform) =>
        transform.Derivation is { Salt: var salt } && CipherTypes.Same(CipherTypes.Named(value), salt);

    private void Write(CipherValue.Crypto stream, CipherValue.Result result)
    {
        if (stream.Carrier is not { Written: null } or CipherValue.Memory { Content: not null })
        {
            throw new NotUnderstoodException();
        }

        CheckVectors(stream.Transform, stream.Transform.Encrypts ? stream.Carrier : null);
        stream.Carrier.Written = result;
        if (stream.Carrier is CipherValue.OuterStream outer)
        {
            // Decrypted values are not written to streams by people who then read them from there.
            if (!stream.Transform.Encrypts || !SetResult(result))
            {
                throw new NotUnderstoodException();
            }

            result.OutputStream = outer;
        }
    }

    private CipherValue.Result ReadAll(CipherValue.Crypto stream)
    {
        CheckVectors(stream.Transform, stream.Transform.Encrypts ? null : stream.Carrier);
        return stream switch
        {
            { Writes: false, Carrier: CipherValue.Memory { Content: { } content } } => ResultOf(stream.Transform, content),
            { Writes: false, Carrier: CipherValue.OuterStream { Written: null } outer } when !stream.Transform.Encrypts => ResultOf(stream.Transform, outer),
            _ => throw new NotUnderstoodException(),
        };
    }

    private void ReadCopyTo(ICipherValue source, ICipherValue destination)
    {
        switch (source, destination)
        {
            case (CipherValue.Crypto { Writes: false } stream, CipherValue.Memory { Content: null, Written: null } output):
                output.Written = ReadAll(stream);
                break;
            case (CipherValue.Crypto { Writes: false, Carrier: CipherValue.OuterStream input } stream, CipherValue.OuterStream output):
                Convert(stream.Transform, input, output);
                break;
            case (CipherValue.OuterStream input, CipherValue.Crypto { Writes: true, Carrier: CipherValue.OuterStream output } stream):
                Convert(stream.Transform, input, output);
                break;
            case (CipherValue.OuterStream { Written: null } input, CipherValue.Crypto { Writes: true, Transform.Encrypts: false, Carrier: CipherValue.Memory { Content: null, Written: null } output } stream):
                CheckVectors(stream.Transform, input);
                output.Written = ResultOf(stream.Transform, input);
                break;
            default:
                throw new NotUnderstoodException();
        }
    }

    /// <summary>One stream becomes another, whole.</summary>
    private void Convert(CipherValue.Transform transform, CipherValue.OuterStream input, CipherValue.OuterStream output)
    {
        CheckVectors(transform, transform.Encrypts ? output : input);
        var result = ResultOf(transform, input);
        if (input == output || input.Written is not null || output.Written is not null || !SetResult(result))
        {
            throw new NotUnderstoodException();
        }

        output.Written = result;
        result.OutputStream = output;
    }

    private CipherValue.Result ResultOf(CipherValue.Transform transform, CipherValue.OuterStream input)
    {
        _hasWorked = true;
        return _made = new CipherValue.Result(transform, input.Name, isText: false, encoding: null) { InputStream = input };
    }

    /// <summary>Vector and ciphertext are copied into one array; only in that order, and each of them whole.</summary>
    private void ReadCopy(IInvocationOperation call)
    {
        if (call.TargetMethod is not { Name: "Copy" or "BlockCopy", ContainingType.Name: "Array" or "Buffer" }
            || call.Arguments is not [var source, var from, var destination, var to, _]
            || from.Value.ConstantValue is not { HasValue: true, Value: 0 }
            || Evaluate(destination.Value) is not CipherValue.Assembly assembly)
        {
            throw new NotUnderstoodException();
        }

        var isFirst = to.Value.ConstantValue is { HasValue: true, Value: 0 };
        if (isFirst != assembly is { HasIv: false, HasSalt: false } || !TryAppend(assembly, source.Value))
        {
            throw new NotUnderstoodException();
        }
    }

    /// <summary>Arrays that are put together by <c>Concat</c>, or by spreading them; null for every other expression.</summary>
    private CipherValue.Assembly? Assembled(IOperation operation)
    {
        var parts = new List<IOperation>();
        Collect(operation);
        if (_made is null || parts.Count < 2)
        {
            return null;
        }

        var assembly = new CipherValue.Assembly();
        return parts.TrueForAll(part => TryAppend(assembly, part)) ? assembly : throw new NotUnderstoodException();

        void Collect(IOperation part)
        {
            switch (part.WithoutConversions())
            {
                case IInvocationOperation { TargetMethod: { Name: "ToArray", ContainingType.Name: "Enumerable" }, Arguments: [var whole] }:
                    Collect(whole.Value);
                    break;
                case IInvocationOperation { TargetMethod: { Name: "Concat", ContainingType.Name: "Enumerable" }, Arguments: [var first, var second] }:
                    Collect(first.Value);
                    Collect(second.Value);
                    break;
                case ICollectionExpressionOperation { Elements: var elements }:
                    foreach (var element in elements)
                    {
                        Collect(element is ISpreadOperation spread ? spread.Operand : element);
                    }

                    break;
                case var other:
                    parts.Add(other);
                    break;
            }
        }
    }

    /// <summary>Vector and salt first, then the ciphertext; each of them once, and whole.</summary>
    private bool TryAppend(CipherValue.Assembly assembly, IOperation part)
    {
        if (_made is not { Transform: { Encrypts: true } transform } || assembly.Ciphertext is not null)
        {
            return false;
        }

        if (!assembly.HasSalt && IsSaltOf(part, transform))
        {
            _hasSalt = true;
            return assembly.HasSalt = true;
        }

        if (!assembly.HasIv && IsIvOf(part, transform))
        {
            return assembly.HasIv = true;
        }

        switch (Evaluate(part))
        {
            case CipherValue.Assembly begun when assembly is { HasIv: false, HasSalt: false }:
                (assembly.HasIv, assembly.HasSalt, assembly.Ciphertext) = (begun.HasIv, begun.HasSalt, begun.Ciphertext);
                return true;
            case CipherValue.Result ciphertext when ciphertext == _made && (assembly.HasIv || assembly.HasSalt):
                assembly.Ciphertext = ciphertext;
                return true;
            default:
                return false;
        }
    }

    private bool IsIvOf(IOperation value, CipherValue.Transform transform) =>
        IsPropertyOf(value, transform.Algorithm, "IV")
        || (value.WithoutConversions() is ILocalReferenceOperation { Local: var local } && _values.TryGetValue(local, out var known)
            && known is CipherValue.Vector { Source: { } algorithm } && algorithm == transform.Algorithm)
        || (transform.Iv is { } iv && (CipherTypes.Same(CipherTypes.Named(value), CipherTypes.Named(iv)) || value.Syntax.IsEquivalentTo(iv.Syntax)));

    private CipherValue.Result ResultOf(CipherValue.Transform transform, IOperation data, IOperation offset, IOperation count) =>
        CipherTypes.IsWhole(data, offset, count) ? ResultOf(transform, data) : throw new NotUnderstoodException();

    private CipherValue.Result ResultOf(CipherValue.Transform transform, IOperation data)
    {
        if (Mentions(data) || !CipherTypes.IsBytes(data.WithoutConversions().Type) || data.WithoutConversions().Syntax is not ExpressionSyntax input)
        {
            throw new NotUnderstoodException();
        }

        _hasWorked = true;
        if (!transform.Encrypts)
        {
            input = _slices.MessageOf(data, transform.Iv, transform.Derivation?.SaltValue, transform.Algorithm.BlockBits / 8, out var hasSalt);
            _hasSalt |= hasSalt;
        }

        return _made = new CipherValue.Result(transform, input, isText: false, encoding: null);
    }
}
