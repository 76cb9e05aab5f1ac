using System.Globalization;
using Microsoft.CodeAnalysis;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.PeerAuthentication;

/// <summary>The catalogue's unauthenticated enumeration members that this compilation can use, found by symbol and by number.</summary>
internal sealed class UnauthenticatedValues
{
    private readonly Dictionary<ISymbol, ApiEntry> _entries = new(SymbolEqualityComparer.Default);

    public bool IsEmpty => _entries.Count == 0;

    public static UnauthenticatedValues In(Compilation compilation, ApiCatalogue catalogue)
    {
        var values = new UnauthenticatedValues();
        foreach (var entry in catalogue.Entries(ApiRole.Unauthenticated))
        {
            if (compilation.GetTypeByMetadataName(entry.DeclaringType) is not { TypeKind: TypeKind.Enum } type)
            {
                continue;
            }

            foreach (var member in type.GetMembers(entry.SimpleName))
            {
                values._entries[member] = entry;
            }
        }

        return values;
    }

    public ApiEntry? Find(IFieldSymbol field) => _entries.TryGetValue(field, out var entry) ? entry : null;

    /// <summary>The member that a number cast to the type means.</summary>
    public (IFieldSymbol Field, ApiEntry Entry)? Find(ITypeSymbol? type, Optional<object?> constant)
    {
        if (type is not { TypeKind: TypeKind.Enum } || !constant.HasValue || Number(constant.Value) is not { } number)
        {
            return null;
        }

        foreach (var pair in _entries)
        {
            if (pair.Key is IFieldSymbol field
                && SymbolEqualityComparer.Default.Equals(field.ContainingType, type)
                && Number(field.ConstantValue) == number)
            {
                return (field, pair.Value);
            }
        }

        return null;
    }

    /// <summary>An enumeration's constant whatever its underlying type; null when it is none.</summary>
    public static long? Number(object? constant) => constant switch
    {
        null or ulong or string => null,
        _ => Convert.ToInt64(constant, CultureInfo.InvariantCulture),
    };
}
