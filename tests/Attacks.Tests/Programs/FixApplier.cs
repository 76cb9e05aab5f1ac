using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketSecurity.Analyzers;

namespace SocketSecurity.Attacks.Tests.Programs;

/// <summary>Does what a developer does with the light bulb: looks at the finding, picks the action, and takes the result.</summary>
internal static class FixApplier
{
    /// <summary>More findings of one rule than any victim has.</summary>
    private const int MaximumRounds = 10;

    public static IReadOnlyList<CodeFixProvider> Fixes { get; } = Exported<CodeFixProvider, ExportCodeFixProviderAttribute>("SocketSecurity.Analyzers.CodeFixes.dll");

    /// <summary>The document after every finding of the rule was fixed with the action of that key; there must be one.</summary>
    public static async Task<Document> FixAsync(Document document, string rule, string equivalenceKey, CancellationToken cancellationToken)
    {
        for (var round = 0; round < MaximumRounds; round++)
        {
            var findings = await FindingsAsync(document, rule, cancellationToken);
            if (findings.IsEmpty)
            {
                Assert.True(round > 0, $"{rule} does not find the weakness of:\n{await document.GetTextAsync(cancellationToken)}");
                return document;
            }

            document = await ApplyAsync(document, findings[0], equivalenceKey, cancellationToken);
        }

        Assert.Fail($"{rule} still finds something after {equivalenceKey} was applied {MaximumRounds} times:\n{await document.GetTextAsync(cancellationToken)}");
        return document;
    }

    private static async Task<ImmutableArray<Diagnostic>> FindingsAsync(Document document, string rule, CancellationToken cancellationToken)
    {
        var compilation = await document.Project.GetCompilationAsync(cancellationToken);
        var analyzers = RuleAnalyzers.All.Where(analyzer => analyzer.SupportedDiagnostics.Any(supported => supported.Id == rule)).ToImmutableArray();
        if (analyzers.IsEmpty)
        {
            return [];
        }

        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), (exception, _, _) => Assert.Fail(exception.ToString()), concurrentAnalysis: true, logAnalyzerExecutionTime: false);
        var findings = await compilation!.WithAnalyzers([new SocketSecurityAnalyzer(analyzers)], options).GetAnalyzerDiagnosticsAsync(cancellationToken);
        return [.. findings.Where(finding => finding.Id == rule && !finding.IsSuppressed).OrderBy(finding => finding.Location.SourceSpan.Start)];
    }

    private static async Task<Document> ApplyAsync(Document document, Diagnostic finding, string equivalenceKey, CancellationToken cancellationToken)
    {
        var offered = new List<CodeAction>();
        foreach (var fix in Fixes.Where(fix => fix.FixableDiagnosticIds.Contains(finding.Id)))
        {
            await fix.RegisterCodeFixesAsync(new CodeFixContext(document, finding, (action, _) => offered.Add(action), cancellationToken));
        }

        var chosen = offered.Find(action => action.EquivalenceKey == equivalenceKey);
        Assert.True(chosen is not null, $"'{equivalenceKey}' is not offered for {finding}; offered: {string.Join(", ", offered.Select(action => action.EquivalenceKey))}");
        var change = Assert.Single((await chosen.GetOperationsAsync(cancellationToken)).OfType<ApplyChangesOperation>());
        return change.ChangedSolution.GetDocument(document.Id)!;
    }

    private static IReadOnlyList<T> Exported<T, TExport>(string assembly)
        where TExport : Attribute =>
    [
        .. Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, assembly)).GetTypes()
            .Where(type => typeof(T).IsAssignableFrom(type) && type.GetCustomAttribute<TExport>() is not null)
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(type => (T)Activator.CreateInstance(type)!),
    ];
}
