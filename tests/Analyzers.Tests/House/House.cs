using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketSecurity.Analyzers.Tests.Verification;

namespace SocketSecurity.Analyzers.Tests.House;

/// <summary>What the two shipped assemblies contain, found the way a compiler and an editor find it.</summary>
internal static class House
{
    public static IReadOnlyList<RuleAnalyzer> Analyzers { get; } =
        Assert.IsType<SocketSecurityAnalyzer>(Assert.Single(Instances<DiagnosticAnalyzer, DiagnosticAnalyzerAttribute>(typeof(Rules).Assembly))).Analyzers;

    public static IReadOnlyList<CodeFixProvider> CodeFixes { get; } =
        Instances<CodeFixProvider, ExportCodeFixProviderAttribute>(
            Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, "SocketSecurity.Analyzers.CodeFixes.dll")));

    public static IReadOnlyList<NoCodeFixAttribute> RulesWithoutFix { get; } =
        [.. Analyzers.SelectMany(analyzer => analyzer.GetType().GetCustomAttributes<NoCodeFixAttribute>())];

    public static TheoryData<string> RuleIds { get; } =
        [.. Rules.All.Select(rule => rule.Id)];

    public static DiagnosticDescriptor Rule(string id) => Rules.All.Single(rule => rule.Id == id);

    public static bool Supports(RuleAnalyzer analyzer, string id) =>
        analyzer.SupportedDiagnostics.Any(rule => rule.Id == id);

    public static bool HasFix(string id) => CodeFixes.Any(fix => fix.FixableDiagnosticIds.Contains(id));

    public static string SeverityWord(DiagnosticDescriptor rule) =>
        rule.DefaultSeverity == DiagnosticSeverity.Warning ? "warning" : "info";

    /// <summary>The text of a file of the repository; empty when there is none.</summary>
    public static string Read(string relativePath)
    {
        var path = Path.Combine(TestFrameworks.RepositoryRoot, relativePath);
        return File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
    }

    public static IEnumerable<string> SourceFiles(string relativeFolder) =>
        Directory.EnumerateFiles(Path.Combine(TestFrameworks.RepositoryRoot, relativeFolder), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Replace('\\', '/').Split('/').Any(folder => folder is "bin" or "obj"))
            .Order(StringComparer.Ordinal);

    private static IReadOnlyList<T> Instances<T, TExport>(Assembly assembly)
        where TExport : Attribute =>
    [
        .. assembly.GetTypes()
            .Where(type => typeof(T).IsAssignableFrom(type) && type.GetCustomAttribute<TExport>() is not null)
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(type => (T)Activator.CreateInstance(type)!),
    ];
}
