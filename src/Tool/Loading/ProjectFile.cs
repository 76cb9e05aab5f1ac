using System.Collections.Immutable;
using System.Xml.Linq;
using Microsoft.CodeAnalysis.CSharp;
using SocketSecurity.Tool.Analysis;

namespace SocketSecurity.Tool.Loading;

/// <summary>A package that a project names.</summary>
internal sealed record PackageName(string Id, string? Version);

/// <summary>What a project file and the <c>Directory.Build.props</c> files above it say about compiling the sources.</summary>
internal sealed class ProjectFile
{
    private readonly BuildFile _file;
    private readonly ImmutableArray<BuildFile> _all;

    private ProjectFile(BuildFile file, ImmutableArray<BuildFile> all)
    {
        _file = file;
        _all = all;
        Frameworks = ReadFrameworks();
        Omitted = new OmittedSources(file.Items("Compile"), file.Folder);
    }

    public string Path => _file.Path;

    public string Folder => _file.Folder;

    public string Sdk => _file.Sdk;

    /// <summary>Never empty: a project whose framework cannot be told is compiled for the newest.</summary>
    public ImmutableArray<TargetFramework> Frameworks { get; }

    public bool ImplicitUsings => Last("ImplicitUsings") is { } text && IsOn(text);

    public bool Nullable => Last("Nullable") is { } text && IsOn(text);

    public bool IsExecutable => Last("OutputType") is { } text && !string.Equals(text, "Library", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Whether the project refers to what only tests do. What files above it say under a condition, they say about some of the projects below,
    /// and nobody here knows which.
    /// </summary>
    public bool IsTest => Sdk == "MSTest.Sdk" || _all.Any(file =>
        file.Items("PackageReference").Any(item => TestPackages.Contains(BuildFile.Metadata(item, "Include")) && (file == _file || !BuildFile.IsConditional(item))));

    /// <summary>The version that the project asks for, or the newest.</summary>
    public LanguageVersion LanguageVersion =>
        Last("LangVersion") is { } text && LanguageVersionFacts.TryParse(text, out var version) ? version : LanguageVersion.Preview;

    /// <summary>All symbols that the project sets for some configuration.</summary>
    public ImmutableArray<string> Symbols =>
    [
        .. Values("DefineConstants")
            .SelectMany(text => text.Split([';', ',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Where(SyntaxFacts.IsValidIdentifier)
            .Distinct(StringComparer.Ordinal),
    ];

    public ImmutableArray<string> ProjectReferences =>
        [.. _file.Items("ProjectReference").Select(item => BuildFile.Metadata(item, "Include")).OfType<string>().Select(FullPath)];

    /// <summary>Source files that the project takes from elsewhere, as patterns relative to its folder.</summary>
    public ImmutableArray<string> LinkedSources =>
    [
        .. _file.Items("Compile").Select(item => BuildFile.Metadata(item, "Include")).OfType<string>()
            .SelectMany(include => Expand(include).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Select(include => include.Replace('\\', '/'))
            .Where(include => include.StartsWith("../", StringComparison.Ordinal)),
    ];

    public OmittedSources Omitted { get; }

    public ImmutableArray<PackageName> Packages
    {
        get
        {
            var central = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
            foreach (var item in _all.SelectMany(file => file.Items("PackageVersion")))
            {
                if (BuildFile.Metadata(item, "Include") is { } id)
                {
                    central[id] = BuildFile.Metadata(item, "Version");
                }
            }

            return
            [
                .. _all.SelectMany(file => file.Items("PackageReference"))
                    .Select(item => (Id: BuildFile.Metadata(item, "Include"), Item: item))
                    .Where(reference => !string.IsNullOrEmpty(reference.Id) && !IsBuildOnly(reference.Item))
                    .DistinctBy(reference => reference.Id, StringComparer.OrdinalIgnoreCase)
                    .Select(reference => new PackageName(
                        Expand(reference.Id!),
                        Expand(BuildFile.Metadata(reference.Item, "Version") ?? central.GetValueOrDefault(reference.Id!) ?? ""))),
            ];
        }
    }

    /// <summary>The <c>Using</c> items, as the lines the SDK would generate from them.</summary>
    public IEnumerable<string> GlobalUsings(TargetFramework framework)
    {
        var removed = _all.SelectMany(file => file.Items("Using")).Select(item => BuildFile.Metadata(item, "Remove")).ToHashSet();
        if (ImplicitUsings)
        {
            foreach (var name in Loading.ImplicitUsings.Of(Sdk, framework).Where(name => !removed.Contains(name)))
            {
                yield return $"global using {name};";
            }
        }

        foreach (var item in _all.SelectMany(file => file.Items("Using")))
        {
            if (BuildFile.Metadata(item, "Include") is { Length: > 0 } name)
            {
                var alias = BuildFile.Metadata(item, "Alias") is { Length: > 0 } text ? text + " = " : "";
                var isStatic = string.Equals(BuildFile.Metadata(item, "Static"), "true", StringComparison.OrdinalIgnoreCase) ? "static " : "";
                yield return $"global using {isStatic}{alias}{Expand(name)};";
            }
        }
    }

    /// <summary>Null when the project cannot be read; its folder is then compiled with defaults.</summary>
    public static ProjectFile? TryRead(string path, ProblemLog problems)
    {
        if (BuildFile.TryRead(path, problems) is not { } project)
        {
            return null;
        }

        // Outermost first, so that what is nearer to the project comes later and wins.
        var files = ImmutableArray.CreateBuilder<BuildFile>();
        for (var folder = project.Folder; folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
        {
            foreach (var name in new[] { "Directory.Packages.props", "Directory.Build.props" })
            {
                if (BuildFile.TryRead(System.IO.Path.Combine(folder, name), problems) is { } shared)
                {
                    files.Insert(0, shared);
                }
            }
        }

        files.Add(project);
        return new ProjectFile(project, files.ToImmutable());
    }

    private static bool IsOn(string text) => text.Equals("enable", StringComparison.OrdinalIgnoreCase) || text.Equals("true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Analyzers and build tools have nothing that sources could refer to.</summary>
    private static bool IsBuildOnly(XElement reference) =>
        string.Equals(BuildFile.Metadata(reference, "PrivateAssets"), "all", StringComparison.OrdinalIgnoreCase) &&
        BuildFile.Metadata(reference, "IncludeAssets") is { } assets && !assets.Contains("compile", StringComparison.OrdinalIgnoreCase);

    private ImmutableArray<TargetFramework> ReadFrameworks()
    {
        var named = Values("TargetFrameworks").Concat(Values("TargetFramework"))
            .SelectMany(text => text.Split(';', StringSplitOptions.RemoveEmptyEntries))
            .Select(TargetFramework.TryParse)
            .Concat(_file.Property("TargetFrameworkVersion").Select(TargetFramework.TryParseFrameworkVersion))
            .OfType<TargetFramework>()
            .Distinct()
            .ToList();

        // One of each kind of references is enough, the newest; a library for .NET Standard and modern .NET is compiled for the latter.
        var modern = named.Where(framework => framework.Kind != FrameworkKind.Framework)
            .OrderBy(framework => framework.Kind).ThenByDescending(framework => framework.Version).Take(1);
        var old = named.Where(framework => framework.Kind == FrameworkKind.Framework).OrderByDescending(framework => framework.Version).Take(1);
        ImmutableArray<TargetFramework> chosen = [.. modern, .. old];
        return chosen.IsEmpty ? [TargetFramework.Newest] : chosen;
    }

    private string? Last(string property) => Values(property).LastOrDefault(text => text.Length > 0);

    private IEnumerable<string> Values(string property) => _all.SelectMany(file => file.Property(property)).Select(Expand);

    private string Expand(string text) => BuildFile.Expand(text, name => name switch
    {
        "MSBuildThisFileDirectory" or "MSBuildProjectDirectory" or "ProjectDir" => Folder + "/",
        _ => _all.SelectMany(file => file.Property(name)).LastOrDefault(value => !value.Contains("$(", StringComparison.Ordinal)),
    });

    private string FullPath(string include) =>
        System.IO.Path.GetFullPath(System.IO.Path.Combine(Folder, Expand(include).Replace('\\', '/')));
}
