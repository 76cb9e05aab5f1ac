using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketSecurity.Analyzers;

namespace SocketSecurity.Benchmarks.Analysis;

/// <summary>Analyzers that are measured together, and the rules of theirs that are turned on.</summary>
internal sealed record AnalyzerSet(string Name, ImmutableArray<DiagnosticAnalyzer> Analyzers, ImmutableHashSet<string> Rules)
{
    /// <summary>What every analyzer pays: the driver visits all operations for one that looks at each call and does nothing.</summary>
    public static AnalyzerSet Floor { get; } = Of("one analyzer that does nothing", [new NothingAnalyzer()], _ => true);

    public static AnalyzerSet Ours { get; } = Of("SocketSecurity", In(typeof(Rules).Assembly), _ => true);

    /// <summary>Ours apart, to see which rule costs what. Each call of each is timed, which costs more than most of them take.</summary>
    public static AnalyzerSet RuleByRule { get; } = Of("SocketSecurity, rule by rule", RuleAnalyzers.All.Select(rule => new SocketSecurityAnalyzer([rule])), _ => true);

    /// <summary>Others whose rules are about security, with all of those turned on.</summary>
    public static IReadOnlyList<AnalyzerSet> Peers { get; } =
    [
        Of(
            "NetAnalyzers, security rules",
            Load("microsoft.codeanalysis.netanalyzers", "Microsoft.CodeAnalysis.NetAnalyzers.dll", "Microsoft.CodeAnalysis.CSharp.NetAnalyzers.dll"),
            rule => rule.Category == "Security"),
        Of(
            "SonarAnalyzer, vulnerabilities and security hotspots",
            Load("sonaranalyzer.csharp", "SonarAnalyzer.CSharp.dll"),
            rule => rule.Category.EndsWith("Vulnerability", StringComparison.Ordinal) || rule.Category.EndsWith("Security Hotspot", StringComparison.Ordinal)),
    ];

    private static AnalyzerSet Of(string name, IEnumerable<DiagnosticAnalyzer> analyzers, Func<DiagnosticDescriptor, bool> isMeasured)
    {
        var chosen = analyzers.Where(analyzer => analyzer.SupportedDiagnostics.Any(isMeasured)).ToImmutableArray();
        return new AnalyzerSet(name, chosen, [.. chosen.SelectMany(analyzer => analyzer.SupportedDiagnostics).Where(isMeasured).Select(rule => rule.Id)]);
    }

    private static IEnumerable<DiagnosticAnalyzer> Load(string package, params string[] assemblies)
    {
        var root = (string)AppContext.GetData("PeerPackages")!;
        var files = Directory.EnumerateFiles(Path.Combine(root, package), "*.dll", SearchOption.AllDirectories)
            .ToLookup(Path.GetFileName, StringComparer.OrdinalIgnoreCase);
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            files[name.Name + ".dll"].Order(StringComparer.Ordinal).FirstOrDefault() is { } path ? context.LoadFromAssemblyPath(path) : null;
        return assemblies.SelectMany(name => In(AssemblyLoadContext.Default.LoadFromAssemblyPath(files[name].Order(StringComparer.Ordinal).First())));
    }

    private static IEnumerable<DiagnosticAnalyzer> In(Assembly assembly) =>
        from type in assembly.GetTypes()
        where !type.IsAbstract && type.GetCustomAttribute<DiagnosticAnalyzerAttribute>()?.Languages.Contains(LanguageNames.CSharp) == true
        orderby type.FullName
        select (DiagnosticAnalyzer)Activator.CreateInstance(type)!;
}
