using SocketSecurity.Analyzers.Tests.Verification;

namespace SocketSecurity.Analyzers.Tests.House;

/// <summary>
/// A file of the repository, or a marked part of one, that is written from the rules. Tests compare it; with the environment
/// variable <c>SOCKETSECURITY_UPDATE=1</c> they write it instead.
/// </summary>
internal static class GeneratedFile
{
    private static readonly bool Updating = Environment.GetEnvironmentVariable("SOCKETSECURITY_UPDATE") == "1";

    public static void Check(string relativePath, string expected)
    {
        var path = Path.Combine(TestFrameworks.RepositoryRoot, relativePath);
        if (Updating)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, expected);
        }

        var actual = File.Exists(path) ? File.ReadAllText(path) : "";
        Assert.True(
            string.Equals(Lines(expected), Lines(actual), StringComparison.Ordinal),
            $"{relativePath} is not what the rules say. Run the tests once with SOCKETSECURITY_UPDATE=1 and commit the result. Expected:\n{expected}");
    }

    /// <summary>Compares the part between <c>&lt;!-- begin name --&gt;</c> and <c>&lt;!-- end name --&gt;</c>.</summary>
    public static void CheckPart(string relativePath, string name, string expected)
    {
        var begin = $"<!-- begin {name} -->\n";
        var end = $"<!-- end {name} -->";
        var text = Lines(File.ReadAllText(Path.Combine(TestFrameworks.RepositoryRoot, relativePath)));
        var from = text.IndexOf(begin, StringComparison.Ordinal);
        var to = text.IndexOf(end, StringComparison.Ordinal);
        Assert.True(from >= 0 && to > from, $"{relativePath} lacks the markers of '{name}'.");

        Check(relativePath, string.Concat(text.AsSpan(0, from + begin.Length), expected, text.AsSpan(to)));
    }

    private static string Lines(string text) => text.ReplaceLineEndings("\n");
}
