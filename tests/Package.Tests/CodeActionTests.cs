using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.MSBuild;

namespace SocketSecurity.Package.Tests;

/// <summary>What an editor does with the package: load a project with the analyzers it names, list light bulbs, apply one.</summary>
public sealed class CodeActionTests(PackedFeed feed)
{
    [Theory]
    [InlineData(Consumer.Analyzers)]
    [InlineData(Consumer.Library)]
    public async Task The_packaged_assemblies_offer_light_bulbs_that_end_the_finding(string package)
    {
        var app = feed.CreateConsumer(package, ("Program.cs", Programs.Insecure));
        (await app.Restore()).Succeeded();

        using var workspace = MSBuildWorkspace.Create();
        var project = await workspace.OpenProjectAsync(app.ProjectFile, cancellationToken: TestContext.Current.CancellationToken);
        var assemblies = project.AnalyzerReferences.OfType<AnalyzerFileReference>()
            .Where(reference => reference.FullPath.StartsWith(app.PackagesFolder, StringComparison.Ordinal))
            .ToList();
        Assert.Equal(2, assemblies.Count);

        var finding = Assert.Single(await Findings(project, assemblies));
        var document = project.GetDocument(finding.Location.SourceTree)!;
        var actions = await Actions(document, finding, assemblies);

        Assert.NotEmpty(actions);
        Assert.All(actions, action => Assert.False(string.IsNullOrEmpty(action.EquivalenceKey), action.Title));
        foreach (var action in actions)
        {
            var operations = await action.GetOperationsAsync(TestContext.Current.CancellationToken);
            var changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetProject(project.Id)!;
            var compilation = await changed.GetCompilationAsync(TestContext.Current.CancellationToken);

            Assert.DoesNotContain(compilation!.GetDiagnostics(TestContext.Current.CancellationToken), error => error.Severity == DiagnosticSeverity.Error);
            Assert.Empty(await Findings(changed, assemblies));
        }
    }

    private static async Task<IReadOnlyList<Diagnostic>> Findings(Project project, IEnumerable<AnalyzerFileReference> assemblies)
    {
        var compilation = (await project.GetCompilationAsync(TestContext.Current.CancellationToken))!;
        var findings = await compilation
            .WithAnalyzers([.. assemblies.SelectMany(assembly => assembly.GetAnalyzers(LanguageNames.CSharp))], project.AnalyzerOptions)
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        return [.. findings.Where(finding => finding.Severity >= DiagnosticSeverity.Warning)];
    }

    private static async Task<IReadOnlyList<CodeAction>> Actions(Document document, Diagnostic finding, IEnumerable<AnalyzerFileReference> assemblies)
    {
        var actions = new List<CodeAction>();
        foreach (var type in assemblies.SelectMany(assembly => assembly.GetAssembly().GetTypes()))
        {
            if (type.GetCustomAttribute<ExportCodeFixProviderAttribute>() is not null &&
                Activator.CreateInstance(type) is CodeFixProvider provider &&
                provider.FixableDiagnosticIds.Contains(finding.Id))
            {
                var context = new CodeFixContext(document, finding, (action, _) => actions.Add(action), TestContext.Current.CancellationToken);
                await provider.RegisterCodeFixesAsync(context);
            }
        }

        return actions;
    }
}
