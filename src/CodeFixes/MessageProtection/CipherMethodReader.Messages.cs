using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;

namespace SocketSecurity.Analyzers.CodeFixes.MessageProtection;

/// <content>How a cipher method puts a message together.</content>
internal sealed partial class CipherMethodReader
{
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
