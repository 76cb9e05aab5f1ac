using Microsoft.CodeAnalysis;

namespace SocketSecurity.Analyzers.Flow.Origins;

/// <summary>
/// Whether fields and properties of a name can hold bytes or text that a value is followed through: a switch, a number or an object
/// of the program's own cannot, and members of the framework are not followed.
/// </summary>
internal sealed class CarrierMembers(Compilation compilation)
{
    private readonly Dictionary<string, bool> _known = new(StringComparer.Ordinal);

    public bool Hold(string name, CancellationToken cancellationToken)
    {
        if (!_known.TryGetValue(name, out var known))
        {
            _known.Add(name, known = compilation.GetSymbolsWithName(name, SymbolFilter.Member, cancellationToken).Any(IsCarrier));
        }

        return known;
    }

    private static bool IsCarrier(ISymbol member) => member switch
    {
        IFieldSymbol { HasConstantValue: false } field => MayCarry(field.Type),
        IPropertySymbol property => MayCarry(property.Type),
        _ => false,
    };

    private static bool MayCarry(ITypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Enum or TypeKind.Delegate } => false,
        { SpecialType: >= SpecialType.System_Boolean and <= SpecialType.System_Double or SpecialType.System_DateTime } => false,
        INamedTypeSymbol { IsGenericType: false } named => named.DeclaringSyntaxReferences.IsEmpty,
        _ => true,
    };
}
