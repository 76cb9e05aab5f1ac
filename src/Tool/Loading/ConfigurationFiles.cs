using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using SocketSecurity.Tool.Analysis;

namespace SocketSecurity.Tool.Loading;

/// <summary>
/// Reads <c>.editorconfig</c> and <c>.globalconfig</c> files, each once for the whole scan, and the settings of programs that the
/// package passes to the analyzers in a build.
/// </summary>
internal sealed class ConfigurationFiles(ProblemLog problems)
{
    private static readonly string[] SettingsPatterns = ["appsettings*.json", "*.config", "runtimeconfig.template*.json"];

    private readonly Dictionary<string, (AnalyzerConfig Config, AdditionalFile File)?> _files = new(StringComparer.Ordinal);

    /// <summary>The files that a build of these sources would use, in the folders of the sources and above.</summary>
    public (ImmutableArray<AnalyzerConfig> Configs, ImmutableArray<AdditionalText> Texts) For(string projectFolder, IEnumerable<string> sources)
    {
        var configs = ImmutableArray.CreateBuilder<AnalyzerConfig>();
        var texts = ImmutableArray.CreateBuilder<AdditionalText>();
        var folders = new HashSet<string>(StringComparer.Ordinal);
        foreach (var source in sources)
        {
            AddFolders(Path.GetDirectoryName(source));
        }

        foreach (var folder in folders.Order(StringComparer.Ordinal))
        {
            Add(Path.Combine(folder, ".editorconfig"));
        }

        // Global files hold for the project as a whole, so a build looks for them from the project upwards only.
        for (var folder = projectFolder; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            Add(Path.Combine(folder, ".globalconfig"));
        }

        return (configs.ToImmutable(), texts.ToImmutable());

        void AddFolders(string? folder)
        {
            for (; folder is not null && folders.Add(folder); folder = Path.GetDirectoryName(folder))
            {
            }
        }

        void Add(string path)
        {
            if (Read(path) is { } file)
            {
                configs.Add(file.Config);
                texts.Add(file.File);
            }
        }
    }

    /// <summary>The settings beside a project.</summary>
    public IEnumerable<AdditionalText> SettingsIn(string projectFolder)
    {
        var files = SettingsPatterns.SelectMany(pattern => Directory.EnumerateFiles(projectFolder, pattern)).Distinct(StringComparer.Ordinal);
        foreach (var path in files.Order(StringComparer.Ordinal))
        {
            if (SourceReader.TryRead(path, problems) is { } text)
            {
                yield return new AdditionalFile(path, path, text);
            }
        }
    }

    private (AnalyzerConfig Config, AdditionalFile File)? Read(string path)
    {
        if (!_files.TryGetValue(path, out var file))
        {
            file = File.Exists(path) && SourceReader.TryRead(path, problems) is { } text ? Parse(path, text) : null;
            _files.Add(path, file);
        }

        return file;
    }

    private static (AnalyzerConfig Config, AdditionalFile File) Parse(string path, SourceText text) =>
        (AnalyzerConfig.Parse(text, path), new AdditionalFile(path, path, text));
}
