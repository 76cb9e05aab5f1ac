namespace SocketSecurity.Tool.Analysis;

/// <summary>How much a problem takes from the result.</summary>
internal enum ProblemKind
{
    /// <summary>Worth knowing; the scan is complete.</summary>
    Note,

    /// <summary>Something that was asked for could not be read.</summary>
    LoadError,

    /// <summary>An analyzer failed: a defect of this program.</summary>
    InternalError,
}

/// <summary>Something that went wrong with the scan itself, as opposed to a finding in the code.</summary>
/// <param name="Path">The full path of the file, when there is one.</param>
/// <param name="Line">The line in that file, from 1, when it is known.</param>
internal sealed record ScanProblem(ProblemKind Kind, string Message, string? Path = null, int? Line = null);

/// <summary>Collects problems from concurrent work, each once.</summary>
internal sealed class ProblemLog
{
    private readonly HashSet<ScanProblem> _seen = [];
    private readonly List<ScanProblem> _problems = [];

    public IReadOnlyList<ScanProblem> All
    {
        get
        {
            lock (_seen)
            {
                return [.. _problems];
            }
        }
    }

    public void Add(ScanProblem problem)
    {
        lock (_seen)
        {
            if (_seen.Add(problem))
            {
                _problems.Add(problem);
            }
        }
    }

    public void Unreadable(string path, string reason, int? line = null) =>
        Add(new ScanProblem(ProblemKind.LoadError, reason, path, line));
}
