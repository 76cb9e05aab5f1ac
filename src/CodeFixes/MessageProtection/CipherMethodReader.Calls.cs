using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;

namespace SocketSecurity.Analyzers.CodeFixes.MessageProtection;

/// <content>What the calls of a cipher method mean: writes, reads and copies.</content>
internal sealed partial class CipherMethodReader
{
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
}
