using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketSecurity.Analyzers;

namespace SocketSecurity.Tool.Analysis;

/// <summary>The analyzers this program carries: the only ones it runs, so that results do not depend on what a project references.</summary>
internal static class BundledAnalyzers
{
    public static ImmutableArray<DiagnosticAnalyzer> All { get; } = [new SocketSecurityAnalyzer()];

    /// <summary>The same analyzer without what only finds other rules; that need not run.</summary>
    public static DiagnosticAnalyzer Only(DiagnosticAnalyzer analyzer, Func<string, bool> isWanted) => analyzer is SocketSecurityAnalyzer all
        ? new SocketSecurityAnalyzer([.. all.Analyzers.Where(part => part.SupportedDiagnostics.Any(rule => isWanted(rule.Id)))])
        : analyzer;

    /// <summary>Rules about SocketSecurity's own configuration; they always run, because a wrong setting changes what the others find.</summary>
    public static bool IsConfigurationRule(string id) => id is "SOCK0001" or "SOCK0002";
}
