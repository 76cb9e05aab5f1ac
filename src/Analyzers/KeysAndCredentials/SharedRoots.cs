using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.Flow.Origins;

namespace SocketSecurity.Analyzers.KeysAndCredentials;

/// <summary>Whether a nonce is made from the key: the key itself, a part of it, or a hash of it or of the text it is made of.</summary>
internal sealed class SharedRoots(ValueOrigins origins)
{
    private const int MaximumDepth = 6;

    private static readonly HashSet<string> Parts = new(StringComparer.Ordinal)
    {
        "ToArray", "AsSpan", "AsMemory", "Slice", "Take", "Skip", "Reverse", "Clone", "GetSubArray",
    };

    private readonly ValueDefinitions _definitions = new(origins);

    /// <summary>A part of a longer derived block beside the key is not made from the key: the key is not taken apart here.</summary>
    public bool IsDerivedFrom(IOperation nonce, IOperation key, CancellationToken cancellationToken)
    {
        var ofKey = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        Collect(key, ofKey, takesParts: false, 0, cancellationToken);
        if (ofKey.Count == 0)
        {
            return false;
        }

        var ofNonce = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        Collect(nonce, ofNonce, takesParts: true, 0, cancellationToken);
        return ofNonce.Overlaps(ofKey);
    }

    /// <summary>The variable that is taken whole or in part, such as <c>nonce.AsSpan(0, 12)</c>.</summary>
    public static IOperation Whole(IOperation operation)
    {
        var value = operation.WithoutConversions();
        for (var step = 0; step < MaximumDepth; step++)
        {
            var whole = value switch
            {
                IInvocationOperation call when Parts.Contains(call.TargetMethod.Name) => call.Instance ?? (call.Arguments.IsEmpty ? null : call.Arguments[0].Value),
                IImplicitIndexerReferenceOperation slice => slice.Instance,
                IArrayElementReferenceOperation { Type: IArrayTypeSymbol } slice => slice.ArrayReference,
                _ => null,
            };
            if (whole is null)
            {
                break;
            }

            value = whole.WithoutConversions();
        }

        return value;
    }

    private void Collect(IOperation value, HashSet<ISymbol> symbols, bool takesParts, int depth, CancellationToken cancellationToken)
    {
        if (depth > MaximumDepth)
        {
            return;
        }

        value = takesParts ? Whole(value) : value.WithoutConversions();
        if (value.ReferencedSymbol() is { } symbol and not IPropertySymbol)
        {
            symbols.Add(symbol);
        }

        foreach (var definition in _definitions.Of(value, cancellationToken))
        {
            if (definition is IInvocationOperation { TargetMethod: { Name: "HashData" or "ComputeHash" or "GetBytes", Parameters.Length: 1 or 2 } method, Arguments: [{ Value: var argument }, ..] }
                && method.ContainingType.Name is not ("RandomNumberGenerator" or "Rfc2898DeriveBytes" or "DeriveBytes" or "PasswordDeriveBytes"))
            {
                Collect(argument, symbols, takesParts, depth + 1, cancellationToken);
            }
            else if (definition != value)
            {
                Collect(definition, symbols, takesParts, depth + 1, cancellationToken);
            }
        }
    }
}
