namespace SocketSecurity.Tool.Analysis;

/// <summary>All that reports show.</summary>
internal sealed record ScanResult
{
    /// <summary>By path, then by place, then by rule.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    public required IReadOnlyList<ScanProblem> Problems { get; init; }

    /// <summary>Packages and namespaces without which some types stayed unknown.</summary>
    public required IReadOnlyList<string> Unresolved { get; init; }

    /// <summary>The folder that reported paths are relative to.</summary>
    public required string BaseFolder { get; init; }

    public required int Files { get; init; }

    public required int Projects { get; init; }

    /// <summary>Whether the scan was interrupted before its end.</summary>
    public bool IsPartial { get; init; }

    /// <summary>The exit code that the run will end with.</summary>
    public int ExitCode { get; init; }

    /// <summary>A path for people and for reports: relative to the base folder, with forward slashes; in full when it is outside.</summary>
    public string Display(string path)
    {
        var relative = System.IO.Path.GetRelativePath(BaseFolder, path).Replace('\\', '/');
        return relative.StartsWith("../", StringComparison.Ordinal) || System.IO.Path.IsPathRooted(relative)
            ? path.Replace('\\', '/')
            : relative;
    }
}
