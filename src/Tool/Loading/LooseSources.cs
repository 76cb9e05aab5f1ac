using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using SocketSecurity.Tool.Analysis;

namespace SocketSecurity.Tool.Loading;

/// <summary>
/// Compiles sources in memory without their build. Nothing of the scanned repository runs: project files are read as XML,
/// packages as metadata, and there are no source generators.
/// </summary>
internal sealed class LooseSources(UnitSettings settings, PackageCache packages, ProblemLog problems)
{
    private readonly ConfigurationFiles _configuration = new(problems);

    /// <summary>What a reference to a project, by its path, brings along: the project and, as in a build, all it refers to.</summary>
    private readonly Dictionary<string, ImmutableArray<MetadataReference>> _compiled = new(StringComparer.OrdinalIgnoreCase);

    private readonly SortedSet<string> _missingPackages = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedSet<string> _missingNamespaces = new(StringComparer.Ordinal);

    /// <summary>Packages that are not on this machine, then namespaces that nothing declares and that no such package is named after.</summary>
    public IReadOnlyList<string> Unresolved =>
    [
        .. _missingPackages.Select(name => $"package {name}"),
        .. _missingNamespaces.Where(name => !_missingPackages.Any(package => IsWithin(name, package))).Select(name => $"namespace {name}"),
    ];

    /// <summary>The units one by one, so that a finished one can be forgotten before the next is parsed.</summary>
    /// <param name="groups">In an order in which a project comes after those it references.</param>
    public IEnumerable<AnalysisUnit> Load(IReadOnlyList<SourceGroup> groups, CancellationToken cancellation)
    {
        for (var i = 0; i < groups.Count; i++)
        {
            var group = groups[i];
            cancellation.ThrowIfCancellationRequested();
            var texts = group.Files
                .Select(path => (Path: path, Text: SourceReader.TryRead(path, problems)))
                .Where(file => file.Text is not null)
                .ToList();
            if (texts.Count == 0)
            {
                continue;
            }

            ImmutableArray<TargetFramework> frameworks = group.Project?.Frameworks ?? [TargetFramework.Newest];
            var flavours = ImmutableArray.CreateBuilder<Flavour>();
            foreach (var framework in group.IsContext ? frameworks.Take(1) : frameworks)
            {
                flavours.Add(Compile(group, framework, texts!, cancellation));
            }

            Remember(group, flavours[0].Compilation, groups.Skip(i + 1));
            if (group.IsContext)
            {
                continue;
            }

            _missingNamespaces.UnionWith(UnresolvedNamespaces.Of(flavours[0].Compilation, cancellation));
            yield return new AnalysisUnit(settings.Display(group.Folder), flavours.ToImmutable(), group.Project is not null);
        }
    }

    private Flavour Compile(SourceGroup group, TargetFramework framework, List<(string Path, SourceText Text)> texts, CancellationToken cancellation)
    {
        var project = group.Project;
        var parse = new CSharpParseOptions(
                project?.LanguageVersion ?? LanguageVersion.Preview,
                DocumentationMode.None,
                preprocessorSymbols: ["DEBUG", "TRACE", .. framework.Symbols(), .. project?.Symbols ?? []])
            .WithFeatures([new("FileBasedProgram", "true")]);

        var trees = texts.AsParallel().AsOrdered().WithCancellation(cancellation)
            .Select(file => CSharpSyntaxTree.ParseText(file.Text, parse, file.Path, cancellation))
            .ToList();
        var usings = project is null
            ? ImplicitUsings.Of(WithoutProject.Sdk(trees), framework).Select(name => $"global using {name};")
            : project.GlobalUsings(framework);
        trees.Add(CSharpSyntaxTree.ParseText(string.Join('\n', usings), parse, Path.Combine(group.Folder, "obj", "GlobalUsings.g.cs"), cancellationToken: cancellation));

        var (configs, configTexts) = _configuration.For(group.Folder, texts.Select(file => file.Path));
        var configuration = new ScanConfiguration(
            [.. configs, .. ModeConfiguration.Severities(settings.Mode ?? default)],
            ModeConfiguration.Properties(settings.Mode ?? default, framework, project is { IsTest: true }));
        ConfigurationProblems.Report(configTexts, problems);

        var (references, missing) = packages.Resolve(project?.Packages ?? [], framework);
        if (!group.IsContext)
        {
            _missingPackages.UnionWith(missing);
        }

        var hasProgram = trees.Any(tree => ((CompilationUnitSyntax)tree.GetRoot(cancellation)).Members.Any(member => member is GlobalStatementSyntax));
        var compilation = CSharpCompilation.Create(
            Path.GetFileName(group.Folder),
            trees,
            [.. FrameworkReferences.For(framework), .. references.Union(Referenced(project))],
            new CSharpCompilationOptions(
                    hasProgram || project is { IsExecutable: true } ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
                    allowUnsafe: true,
                    nullableContextOptions: project is { Nullable: true } ? NullableContextOptions.Enable : NullableContextOptions.Disable)
                .WithSyntaxTreeOptionsProvider(configuration.Severities));

        return new Flavour(compilation, new AnalyzerOptions([.. configTexts, .. _configuration.SettingsIn(group.Folder), .. settings.Catalogues], configuration.Options));
    }

    private static bool IsWithin(string name, string package) =>
        name.StartsWith(package, StringComparison.OrdinalIgnoreCase) && (name.Length == package.Length || name[package.Length] == '.');

    private IEnumerable<MetadataReference> Referenced(ProjectFile? project) =>
        (project?.ProjectReferences ?? []).SelectMany(path => _compiled.GetValueOrDefault(path, [])).Distinct();

    /// <summary>Keeps a compilation exactly as long as a later project refers to it.</summary>
    private void Remember(SourceGroup group, CSharpCompilation compilation, IEnumerable<SourceGroup> later)
    {
        if (group.Project is { } project)
        {
            var framework = FrameworkReferences.For(project.Frameworks[0]);
            _compiled[project.Path] = [compilation.ToMetadataReference(), .. compilation.References.Except(framework)];
        }

        var needed = later.SelectMany(other => other.Project?.ProjectReferences ?? []).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var path in _compiled.Keys.Where(path => !needed.Contains(path)).ToList())
        {
            _compiled.Remove(path);
        }
    }
}
