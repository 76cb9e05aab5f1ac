using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;

namespace SocketSecurity.Analyzers.CodeFixes.MessageProtection;

/// <content>What a cipher method sets at its algorithm, and takes from it.</content>
internal sealed partial class CipherMethodReader
{
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
}
