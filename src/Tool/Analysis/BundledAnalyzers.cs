using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketSecurity.Analyzers;

namespace SocketSecurity.Tool.Analysis;

/// <summary>The analyzers this program carries: the only ones it runs, so that results do not depend on what a project references.</summary>
internal static class BundledAnalyzers
{
    public static ImmutableArray<DiagnosticAnalyzer> All { get; } =
    [
        .. typeof(Rules).Assembly.GetTypes()
            .Where(type => type.GetCustomAttribute<DiagnosticAnalyzerAttribute>() is not null)
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    /// <summary>Rules about SocketSecurity's own configuration; they always run, because a wrong setting changes what the others find.</summary>
    public static bool IsConfigurationRule(string id) => id is "SOCK0001" or "SOCK0002";
}
