namespace SocketSecurity.Tool.Reporting;

/// <summary>The rules' pages, which travel inside this program.</summary>
internal static class RulePages
{
    /// <summary>The page as Markdown; null when there is none.</summary>
    public static string? Find(string id)
    {
        using var stream = typeof(RulePages).Assembly.GetManifestResourceStream($"rules/{id}.md");
        if (stream is null)
        {
            return null;
        }

        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
