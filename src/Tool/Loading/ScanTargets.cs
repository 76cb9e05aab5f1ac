using SocketSecurity.Analyzers.Configuration;
using SocketSecurity.Analyzers.KnownApis;
using SocketSecurity.Tool.Analysis;

namespace SocketSecurity.Tool.Loading;

/// <summary>The files that the given paths stand for.</summary>
internal sealed class ScanTargets
{
    /// <summary>Build output, packages and tools' own folders: nothing in them was written here.</summary>
    private static readonly HashSet<string> SkippedFolders = new(StringComparer.OrdinalIgnoreCase) { "bin", "obj", "node_modules" };

    private readonly SortedSet<string> _sources = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _projects = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _solutions = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _catalogues = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<PathPattern> _excluded;
    private readonly ProblemLog _problems;

    private ScanTargets(IReadOnlyList<PathPattern> excluded, ProblemLog problems)
    {
        _excluded = excluded;
        _problems = problems;
    }

    public IReadOnlyCollection<string> Sources => _sources;

    public IReadOnlyCollection<string> Projects => _projects;

    public IReadOnlyCollection<string> Solutions => _solutions;

    public IReadOnlyCollection<string> Catalogues => _catalogues;

    /// <param name="paths">Full paths of folders and files.</param>
    /// <param name="excluded">Files and folders that are not even read.</param>
    public static ScanTargets Find(IEnumerable<string> paths, IReadOnlyList<PathPattern> excluded, ProblemLog problems, CancellationToken cancellation)
    {
        var targets = new ScanTargets(excluded, problems);
        foreach (var path in paths)
        {
            if (Directory.Exists(path))
            {
                targets.AddFolder(path, cancellation);
            }
            else if (new FileInfo(path) is { Exists: true } or { LinkTarget: not null })
            {
                targets.AddNamedFile(path);
            }
            else
            {
                problems.Unreadable(path, "there is no such file or folder");
            }
        }

        return targets;
    }

    private void AddFolder(string folder, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            foreach (var file in Directory.EnumerateFiles(folder))
            {
                if (!IsExcluded(file))
                {
                    AddFile(file);
                }
            }

            foreach (var child in new DirectoryInfo(folder).EnumerateDirectories())
            {
                // A link to a folder may lead out of the tree or round in circles; what it points to is scanned where it stands.
                if (!SkippedFolders.Contains(child.Name) && !child.Name.StartsWith('.') && child.LinkTarget is null && !IsExcluded(child.FullName))
                {
                    AddFolder(child.FullName, cancellation);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _problems.Unreadable(folder, $"the folder cannot be read: {exception.Message}");
        }
    }

    private void AddFile(string path)
    {
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".cs":
                _sources.Add(path);
                break;
            case ".csproj":
                _projects.Add(path);
                break;
            case ".sln" or ".slnx":
                _solutions.Add(path);
                break;
            case ".txt" when ApiCatalogue.IsUserFile(path):
                _catalogues.Add(path);
                break;
        }
    }

    /// <summary>A file that somebody names is meant, whatever its extension: file-based programs need not end in .cs.</summary>
    private void AddNamedFile(string path)
    {
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".csproj" or ".sln" or ".slnx":
                AddFile(path);
                break;
            case ".vbproj" or ".fsproj" or ".vb" or ".fs" or ".dll" or ".exe":
                _problems.Unreadable(path, "only C# can be scanned");
                break;
            default:
                _sources.Add(path);
                break;
        }
    }

    private bool IsExcluded(string path)
    {
        foreach (var pattern in _excluded)
        {
            if (pattern.IsMatch(path) || pattern.IsMatch(path + "/"))
            {
                return true;
            }
        }

        return false;
    }
}
