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
        var ofKey = new Roots();
        Collect(key, ofKey, takesParts: false, 0, cancellationToken);
        if (ofKey.IsEmpty)
        {
            return false;
        }

        var ofNonce = new Roots();
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

    private void Collect(IOperation value, Roots roots, bool takesParts, int depth, CancellationToken cancellationToken)
    {
        if (depth > MaximumDepth)
        {
            return;
        }

        value = takesParts ? Whole(value) : value.WithoutConversions();
        var symbol = value.ReferencedSymbol();
        var definitions = _definitions.Of(value, cancellationToken);
        if (symbol is ILocalSymbol or IParameterSymbol && !definitions.IsEmpty)
        {
            // One variable can hold the key first, and afterwards something else.
            roots.Places.UnionWith(definitions.Where(definition => definition != value).Select(definition => definition.Syntax));
            roots.Symbols.UnionWith(definitions.Select(definition => definition.ReferencedSymbol()).OfType<IParameterSymbol>());
        }
        else if (symbol is not null and not IPropertySymbol)
        {
            roots.Symbols.Add(symbol);
        }

        foreach (var definition in definitions)
        {
            if (definition is IInvocationOperation { TargetMethod: { Name: "HashData" or "ComputeHash" or "GetBytes", Parameters.Length: 1 or 2 } method, Arguments: [{ Value: var argument }, ..] }
                && method.ContainingType.Name is not ("RandomNumberGenerator" or "Rfc2898DeriveBytes" or "DeriveBytes" or "PasswordDeriveBytes"))
            {
                Collect(argument, roots, takesParts, depth + 1, cancellationToken);
            }
            else if (definition != value)
            {
                Collect(definition, roots, takesParts, depth + 1, cancellationToken);
            }
        }
    }

    /// <summary>What a value is made of: variables, and for locals the places where they got what they hold.</summary>
    private sealed class Roots
    {
        public HashSet<ISymbol> Symbols { get; } = new(SymbolEqualityComparer.Default);

        public HashSet<SyntaxNode> Places { get; } = [];

        public bool IsEmpty => Symbols.Count == 0 && Places.Count == 0;

        public bool Overlaps(Roots other) => Symbols.Overlaps(other.Symbols) || Places.Overlaps(other.Places);
    }
}
