using Microsoft.CodeAnalysis;

namespace SocketSecurity.Analyzers.CodeFixes.Editing;

/// <summary>The cancellation token that code at a place would pass on.</summary>
internal static class ScopeTokens
{
    /// <summary>The name of the innermost parameter that is a token; null when there is none.</summary>
    public static string? At(SemanticModel model, int position)
    {
        IParameterSymbol? found = null;
        foreach (var symbol in model.LookupSymbols(position))
        {
            if (symbol is IParameterSymbol { Type.Name: "CancellationToken", RefKind: RefKind.None } parameter
                && (found is null || IsInside(parameter.ContainingSymbol, found.ContainingSymbol)))
            {
                found = parameter;
            }
        }

        return found?.Name;
    }

    private static bool IsInside(ISymbol inner, ISymbol outer)
    {
        for (var symbol = inner.ContainingSymbol; symbol is not null; symbol = symbol.ContainingSymbol)
        {
            if (SymbolEqualityComparer.Default.Equals(symbol, outer))
            {
                return true;
            }
        }

        return false;
    }
}
