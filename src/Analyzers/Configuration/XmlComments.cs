using System.Text.RegularExpressions;

namespace SocketSecurity.Analyzers.Configuration;

/// <summary>Comments of an XML file that is read as text; one that is still being typed ends with the file.</summary>
internal static class XmlComments
{
    private static readonly Regex Comment = new("<!--.*?(?:-->|$)", RegexOptions.CultureInvariant | RegexOptions.Singleline);

    /// <summary>The text with spaces for its comments: as long as before, so that every place keeps its position.</summary>
    public static string BlankedIn(string text) => Comment.Replace(text, comment => new string(' ', comment.Length));
}
