using System.Diagnostics.CodeAnalysis;

namespace SocketSecurity.Analyzers.Configuration;

/// <summary>
/// A file path pattern: <c>*</c> and <c>?</c> stay within a folder, <c>**</c> crosses folders. A pattern may begin at any
/// folder of the path, so that it means the same on every machine.
/// </summary>
public sealed class PathPattern
{
    private readonly string _pattern;

    private PathPattern(string pattern) => _pattern = pattern;

    public static bool TryParse(string text, [MaybeNullWhen(false)] out PathPattern pattern)
    {
        var normalised = text.Replace('\\', '/').TrimStart('/');
        pattern = normalised.Length == 0 ? null : new PathPattern(normalised);
        return pattern is not null;
    }

    /// <summary>Whether the pattern covers the file, letter case aside because Windows paths have none.</summary>
    public bool IsMatch(string path)
    {
        var normalised = path.Replace('\\', '/');
        for (var start = 0; start >= 0 && start < normalised.Length; start = NextFolder(normalised, start))
        {
            if (IsMatch(normalised, start, 0))
            {
                return true;
            }
        }

        return false;
    }

    public override string ToString() => _pattern;

    private static int NextFolder(string path, int start)
    {
        var slash = path.IndexOf('/', start);
        return slash < 0 ? -1 : slash + 1;
    }

    private bool IsMatch(string path, int at, int from)
    {
        for (var i = from; i < _pattern.Length; i++)
        {
            if (_pattern[i] == '*')
            {
                return IsStarMatch(path, at, i);
            }

            if (at == path.Length || !IsCharacterMatch(path[at], _pattern[i]))
            {
                return false;
            }

            at++;
        }

        return at == path.Length;
    }

    private bool IsStarMatch(string path, int at, int star)
    {
        var crossesFolders = star + 1 < _pattern.Length && _pattern[star + 1] == '*';
        var rest = star + (crossesFolders ? 2 : 1);

        // "**/x" also covers "x" itself: no folder is a number of folders too.
        if (crossesFolders && rest < _pattern.Length && _pattern[rest] == '/' && IsMatch(path, at, rest + 1))
        {
            return true;
        }

        for (var end = at; end <= path.Length; end++)
        {
            if (IsMatch(path, end, rest))
            {
                return true;
            }

            if (end < path.Length && path[end] == '/' && !crossesFolders)
            {
                return false;
            }
        }

        return false;
    }

    private static bool IsCharacterMatch(char actual, char wanted) =>
        wanted == '?' ? actual != '/' : char.ToLowerInvariant(actual) == char.ToLowerInvariant(wanted);
}
