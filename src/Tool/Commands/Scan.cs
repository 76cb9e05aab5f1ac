using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketSecurity.Analyzers.KnownApis;
using SocketSecurity.Tool.Analysis;
using SocketSecurity.Tool.Loading;

namespace SocketSecurity.Tool.Commands;

/// <summary>One scan: finds the files, compiles and analyses unit after unit, and unites what they show.</summary>
/// <param name="workingDirectory">Paths below it are shown relative to it.</param>
/// <param name="analyzers">What is run; tests pass their own.</param>
/// <param name="progress">Told what is being worked on.</param>
internal sealed class Scan(ScanOptions options, string workingDirectory, ImmutableArray<DiagnosticAnalyzer> analyzers, Action<string> progress)
{
    private readonly ProblemLog _problems = new();
    private readonly string _baseFolder = BaseFolder(options.Paths, workingDirectory);
    private readonly HashSet<string> _files = new(StringComparer.Ordinal);
    private int _projects;

    public async Task<ScanResult> Run(CancellationToken cancellation)
    {
        var findings = new FindingSet(new FindingFilter(IsIncluded, IsWanted, options.MinimumSeverity));
        IReadOnlyList<string> unresolved = [];
        var isPartial = false;
        try
        {
            progress("Looking for files");
            var targets = ScanTargets.Find(options.Paths, options.Exclude, _problems, cancellation);
            progress(options.Projects ? "Loading projects" : $"Reading {targets.Sources.Count} files");
            var settings = new UnitSettings(options.Mode, Catalogues(targets), Display);
            var analysis = new UnitAnalysis([.. analyzers.Where(IsWanted).Select(analyzer => BundledAnalyzers.Only(analyzer, IsWanted))], findings, _problems);
            if (options.Projects)
            {
                await foreach (var unit in new MSBuildProjects(settings, _problems).Load(ProjectsToLoad(targets), cancellation))
                {
                    await Analyse(unit, analysis, cancellation);
                }
            }
            else
            {
                var sources = new LooseSources(settings, options.UsePackageCache ? PackageCache.OfUser() : PackageCache.None(), _problems);
                foreach (var unit in sources.Load(SourceGroups.Create(targets, _baseFolder, _problems, cancellation), cancellation))
                {
                    await Analyse(unit, analysis, cancellation);
                }

                unresolved = sources.Unresolved;
                WarnAboutSolutions(targets);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            isPartial = true;
        }

        var result = new ScanResult
        {
            Findings = findings.Sorted,
            Problems = _problems.All,
            Unresolved = unresolved,
            BaseFolder = _baseFolder,
            Files = _files.Count,
            Projects = _projects,
            IsPartial = isPartial,
        };
        return result with { ExitCode = ExitCodeOf(result) };
    }

    private async Task Analyse(AnalysisUnit unit, UnitAnalysis analysis, CancellationToken cancellation)
    {
        progress($"Analysing {unit.Name}");
        await analysis.Run(unit, cancellation);
        _projects += unit.IsProject ? 1 : 0;
        _files.UnionWith(unit.Flavours[0].Compilation.SyntaxTrees.Select(tree => tree.FilePath).Where(File.Exists));
    }

    private int ExitCodeOf(ScanResult result)
    {
        // A wrong line of our own configuration is an input that could not be read, whatever else is or is not found.
        var hasFailed = result.Problems.Any(problem => problem.Kind != ProblemKind.Note) ||
            result.Findings.Any(finding => BundledAnalyzers.IsConfigurationRule(finding.Rule.Id) && finding.Severity >= DiagnosticSeverity.Warning);
        return result.IsPartial ? ExitCode.Interrupted
            : hasFailed ? ExitCode.Failure
            : result.Findings.Any(finding => (int)finding.Severity >= (int)options.FailOn) ? ExitCode.Findings
            : ExitCode.Clean;
    }

    private ImmutableArray<AdditionalText> Catalogues(ScanTargets targets)
    {
        var catalogues = ImmutableArray.CreateBuilder<AdditionalText>();
        foreach (var path in options.Catalogues.Concat(options.Projects ? [] : targets.Catalogues).Distinct(StringComparer.Ordinal))
        {
            if (SourceReader.TryRead(path, _problems) is { } text)
            {
                // The analyzers know a catalogue by its name.
                var shown = ApiCatalogue.IsUserFile(path) ? path : Path.Combine(path, ApiCatalogue.UserFileName);
                catalogues.Add(new AdditionalFile(shown, path, text));
            }
        }

        return catalogues.ToImmutable();
    }

    /// <summary>A folder stands for its solutions, or else for its projects; a project that a solution holds is loaded with it.</summary>
    private IReadOnlyList<string> ProjectsToLoad(ScanTargets targets)
    {
        var named = options.Paths.Where(path => !Directory.Exists(path)).ToHashSet(StringComparer.Ordinal);
        foreach (var source in targets.Sources.Where(named.Contains))
        {
            _problems.Unreadable(source, "with --projects, name a solution, a project or a folder that has one");
        }

        var solutions = targets.Solutions.ToList();
        var covered = solutions.Where(path => !named.Contains(path)).Select(path => Path.GetDirectoryName(path)! + Path.DirectorySeparatorChar).ToList();
        var projects = targets.Projects.Where(path => named.Contains(path) || !covered.Exists(folder => path.StartsWith(folder, StringComparison.Ordinal)));
        IReadOnlyList<string> all = [.. solutions, .. projects];
        foreach (var folder in options.Paths.Where(Directory.Exists))
        {
            if (!all.Any(path => path.StartsWith(folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal)))
            {
                _problems.Unreadable(folder, "the folder has no solution and no C# project; scan it without --projects");
            }
        }

        return all;
    }

    private void WarnAboutSolutions(ScanTargets targets)
    {
        foreach (var path in options.Paths.Where(path => targets.Solutions.Contains(path) || targets.Projects.Contains(path)))
        {
            _problems.Unreadable(path, "a solution or project is only loaded with --projects, which runs its build logic; name its folder to scan the sources");
        }

        if (_files.Count == 0 && _problems.All.Count == 0)
        {
            _problems.Add(new ScanProblem(ProblemKind.Note, "there is no C# source file in the given paths"));
        }
    }

    private bool IsIncluded(string path) => options.Include.Count == 0 || options.Include.Any(pattern => pattern.IsMatch(path));

    private bool IsWanted(string ruleId) =>
        options.Rules.Count == 0 || BundledAnalyzers.IsConfigurationRule(ruleId) || options.Rules.Contains(ruleId);

    private bool IsWanted(DiagnosticAnalyzer analyzer) => analyzer.SupportedDiagnostics.Any(rule => IsWanted(rule.Id));

    private string Display(string path) => Path.GetRelativePath(_baseFolder, path).Replace('\\', '/');

    /// <summary>The working directory when it holds everything, or else the deepest folder that does.</summary>
    private static string BaseFolder(IReadOnlyList<string> paths, string workingDirectory)
    {
        var folder = workingDirectory;
        if (paths.All(IsBelow))
        {
            return folder;
        }

        folder = Directory.Exists(paths[0]) ? paths[0] : Path.GetDirectoryName(paths[0]) ?? workingDirectory;
        while (!paths.All(IsBelow) && Path.GetDirectoryName(folder) is { } parent)
        {
            folder = parent;
        }

        return folder;

        bool IsBelow(string path) => path == folder || path.StartsWith(folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
    }
}
