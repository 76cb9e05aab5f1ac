using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SocketSecurity.Analyzers.Flow;

/// <summary>
/// A finding whose last message argument says what keeps the code out of production. With such a guard it is information
/// only; without one the argument is empty and the rule's own severity holds.
/// </summary>
internal static class GuardedFinding
{
    public static Diagnostic Create(
        DiagnosticDescriptor rule, OperationAnalysisContext context, IOperation place, IEnumerable<Location>? additionalLocations, params object[] arguments) =>
        CreateWith(rule.DefaultSeverity, properties: null, rule, context, place, additionalLocations, arguments);

    /// <summary>As above, with a severity of its own where nothing guards the place, and properties for the fix.</summary>
    public static Diagnostic CreateWith(
        DiagnosticSeverity severity,
        ImmutableDictionary<string, string?>? properties,
        DiagnosticDescriptor rule,
        OperationAnalysisContext context,
        IOperation place,
        IEnumerable<Location>? additionalLocations,
        params object[] arguments)
    {
        var guard = ProductionGuard.Of(place, context.Compilation, context.Options);
        return Diagnostic.Create(
            rule,
            place.Syntax.GetLocation(),
            guard is null ? severity : DiagnosticSeverity.Info,
            additionalLocations,
            properties,
            [.. arguments, guard is null ? "" : $"; {guard}"]);
    }
}
