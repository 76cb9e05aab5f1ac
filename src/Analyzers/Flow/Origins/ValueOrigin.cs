using Microsoft.CodeAnalysis;

namespace SocketSecurity.Analyzers.Flow.Origins;

/// <summary>One place that a value can come from.</summary>
/// <param name="Kind">What kind of place it is.</param>
/// <param name="Operation">The expression that makes the value there.</param>
/// <param name="Constant">The value as the compiler knows it; absent for arrays and for everything computed.</param>
/// <param name="Parameter">The parameter, where <paramref name="Kind"/> is <see cref="ValueOriginKind.Parameter"/>.</param>
internal sealed record ValueOrigin(
    ValueOriginKind Kind, IOperation Operation, Optional<object?> Constant = default, IParameterSymbol? Parameter = null)
{
    /// <summary>What the value was computed from, where that is one constant; null for values that are not computed, or from several.</summary>
    public IOperation? Seed { get; init; }

    public Location Location => Operation.Syntax.GetLocation();
}
