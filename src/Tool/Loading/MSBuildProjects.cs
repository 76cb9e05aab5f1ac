using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.MSBuild;
using SocketSecurity.Tool.Analysis;

namespace SocketSecurity.Tool.Loading;

/// <summary>
/// Loads solutions and projects through MSBuild, which evaluates them and so runs their build logic and source generators:
/// exact, and only for code that may run.
/// </summary>
internal sealed class MSBuildProjects(UnitSettings settings, ProblemLog problems)
{
    /// <param name="paths">Full paths of solutions and projects.</param>
    public async IAsyncEnumerable<AnalysisUnit> Load(IEnumerable<string> paths, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var path in paths)
        {
            // One workspace each: a project that belongs to two solutions may be configured differently by them.
            using var workspace = MSBuildWorkspace.Create();
            using var failures = workspace.RegisterWorkspaceFailedHandler(failure => Report(path, failure.Diagnostic));
            if (!await TryOpen(workspace, path, cancellation))
            {
                continue;
            }

            foreach (var project in workspace.CurrentSolution.Projects)
            {
                if (project.Language != LanguageNames.CSharp)
                {
                    problems.Add(new ScanProblem(ProblemKind.Note, $"only C# can be scanned, and this project is {project.Language}", project.FilePath));
                }
                else if (await Load(project, cancellation) is { } unit)
                {
                    yield return unit;
                }
            }
        }
    }

    private async Task<bool> TryOpen(MSBuildWorkspace workspace, string path, CancellationToken cancellation)
    {
        try
        {
            if (path.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase))
            {
                await workspace.OpenProjectAsync(path, cancellationToken: cancellation);
            }
            else
            {
                await workspace.OpenSolutionAsync(path, cancellationToken: cancellation);
            }

            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Whatever a build tool throws at a broken file, the other paths are still analysed.
            problems.Unreadable(path, $"it cannot be loaded: {FirstLine(exception.Message)}");
            return false;
        }
    }

    private async Task<AnalysisUnit?> Load(Project project, CancellationToken cancellation)
    {
        if (await project.GetCompilationAsync(cancellation) is not CSharpCompilation compilation)
        {
            problems.Unreadable(project.FilePath ?? project.Name, "the project has nothing to compile");
            return null;
        }

        var configs = new List<AnalyzerConfig>();
        var texts = new List<AdditionalText>();
        foreach (var document in project.AnalyzerConfigDocuments)
        {
            var text = await document.GetTextAsync(cancellation);
            configs.Add(AnalyzerConfig.Parse(text, document.FilePath));
            if (!IsGenerated(document.FilePath))
            {
                texts.Add(new AdditionalFile(document.FilePath!, document.FilePath!, text));
            }
        }

        ConfigurationProblems.Report(texts, problems);
        if (settings.Mode is { } mode)
        {
            configs.AddRange(ModeConfiguration.Severities(mode));
        }

        var configuration = new ScanConfiguration(configs, ModeConfiguration.Properties(settings.Mode, framework: null, isTest: false));
        var additional = project.AnalyzerOptions.AdditionalFiles.Where(file => !texts.Exists(text => text.Path == file.Path));
        var flavour = new Flavour(
            compilation.WithOptions(compilation.Options.WithSyntaxTreeOptionsProvider(configuration.Severities)),
            new AnalyzerOptions([.. additional, .. texts, .. settings.Catalogues], configuration.Options));
        return new AnalysisUnit(project.Name, [flavour], IsProject: true);
    }

    /// <summary>Load problems name the project they come from in their text only.</summary>
    private void Report(string path, WorkspaceDiagnostic diagnostic)
    {
        if (diagnostic.Kind == WorkspaceDiagnosticKind.Failure)
        {
            problems.Unreadable(path, FirstLine(diagnostic.Message));
        }
        else
        {
            problems.Add(new ScanProblem(ProblemKind.Note, FirstLine(diagnostic.Message), path));
        }
    }

    /// <summary>The SDK writes a file with the build's properties, which is nobody's to correct.</summary>
    private static bool IsGenerated(string? path) =>
        path is null || path.Replace('\\', '/').Contains("/obj/", StringComparison.Ordinal) ||
        path.EndsWith(".GeneratedMSBuildEditorConfig.editorconfig", StringComparison.Ordinal);

    private static string FirstLine(string message) => message.ReplaceLineEndings("\n").Split('\n')[0];
}
