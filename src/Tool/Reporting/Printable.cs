using System.Globalization;
using System.Text;

namespace SocketSecurity.Tool.Reporting;

/// <summary>
/// Makes text of a scanned repository safe to print. Control characters could drive the terminal, and direction marks could
/// show other code than there is; both become visible replacements.
/// </summary>
internal static class Printable
{
    private const int TabWidth = 4;
    private const char Replacement = '\uFFFD';

    public static string Text(string text) => Line(text, text.Length).Text;

    /// <summary>The line as it is printed, with tabs expanded, and the printed column of a character of the original.</summary>
    public static (string Text, int Column) Line(string line, int character)
    {
        var builder = new StringBuilder(line.Length);
        var column = -1;
        for (var i = 0; i < line.Length; i++)
        {
            if (i == character)
            {
                column = builder.Length;
            }

            if (line[i] == '\t')
            {
                builder.Append(' ', TabWidth - (builder.Length % TabWidth));
            }
            else
            {
                builder.Append(IsUnsafe(line[i]) ? Replacement : line[i]);
            }
        }

        return (builder.ToString(), column < 0 ? builder.Length : column);
    }

    private static bool IsUnsafe(char character) =>
        char.IsControl(character) ||
        CharUnicodeInfo.GetUnicodeCategory(character) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
