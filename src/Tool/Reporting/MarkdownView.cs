using System.Text.RegularExpressions;
using Spectre.Console;

namespace SocketSecurity.Tool.Reporting;

/// <summary>Shows the Markdown that the rules' pages are written in: headings, paragraphs, lists, tables and code blocks.</summary>
internal static partial class MarkdownView
{
    public static void Write(IAnsiConsole console, string markdown)
    {
        var lines = markdown.Split('\n');
        for (var i = 0; i < lines.Length;)
        {
            var line = lines[i];
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                i = WriteCode(console, lines, i + 1);
            }
            else if (line.StartsWith('|'))
            {
                i = WriteTable(console, lines, i);
            }
            else if (line.StartsWith('#'))
            {
                WriteHeading(console, line);
                i++;
            }
            else if (line.Length == 0)
            {
                console.WriteLine();
                i++;
            }
            else
            {
                i = WriteParagraph(console, lines, i);
            }
        }
    }

    private static void WriteHeading(IAnsiConsole console, string line)
    {
        var text = line.TrimStart('#').Trim();
        console.MarkupLine(line.StartsWith("##", StringComparison.Ordinal) ? $"[bold blue]{Inline(text)}[/]" : $"[bold underline]{Inline(text)}[/]");
    }

    private static int WriteCode(IAnsiConsole console, string[] lines, int at)
    {
        for (; at < lines.Length && !lines[at].StartsWith("```", StringComparison.Ordinal); at++)
        {
            // Not through the console's layout, which would wrap the code.
            console.Profile.Out.Writer.WriteLine("    " + lines[at]);
        }

        return at + 1;
    }

    private static int WriteTable(IAnsiConsole console, string[] lines, int at)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var name in Cells(lines[at]))
        {
            table.AddColumn(Inline(name));
        }

        for (at += 2; at < lines.Length && lines[at].StartsWith('|'); at++)
        {
            table.AddRow([.. Cells(lines[at]).Select(Inline).Take(table.Columns.Count)]);
        }

        console.Write(table);
        return at;
    }

    /// <summary>Joins the lines of a paragraph, so that they are wrapped for the terminal instead of the page's author.</summary>
    private static int WriteParagraph(IAnsiConsole console, string[] lines, int at)
    {
        var text = lines[at].Trim();
        for (at++; at < lines.Length && IsContinuation(lines[at]); at++)
        {
            text += " " + lines[at].Trim();
        }

        var item = ListItem().Match(text);
        var indent = item.Success ? item.Groups["mark"].Length + 3 : 0;
        if (item.Success)
        {
            var mark = item.Groups["mark"].Value is "*" or "-" ? "•" : item.Groups["mark"].Value;
            var grid = new Grid().AddColumn(new GridColumn().Width(indent).NoWrap().Padding(2, 0, 0, 0)).AddColumn(new GridColumn().Padding(0, 0, 0, 0));
            console.Write(grid.AddRow(mark, Inline(item.Groups["text"].Value)));
        }
        else
        {
            console.MarkupLine(Inline(text));
        }

        return at;
    }

    private static bool IsContinuation(string line) =>
        line.Length > 0 && line[0] is not ('#' or '|') && !line.StartsWith("```", StringComparison.Ordinal) && !ListItem().IsMatch(line);

    private static IEnumerable<string> Cells(string row) =>
        UnescapedBar().Split(row.Trim().Trim('|')).Select(cell => cell.Trim().Replace("\\|", "|", StringComparison.Ordinal));

    private static string Inline(string text)
    {
        var escaped = Markup.Escape(text);
        escaped = Code().Replace(escaped, "[green]$1[/]");
        escaped = Strong().Replace(escaped, "[bold]$1[/]");
        return Link().Replace(escaped, "$1 ($2)");
    }

    [GeneratedRegex(@"^\s*(?<mark>[*-]|\d+\.)\s+(?<text>.*)$")]
    private static partial Regex ListItem();

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex UnescapedBar();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\*\*([^*]+)\*\*")]
    private static partial Regex Strong();

    // Markup.Escape doubles the brackets.
    [GeneratedRegex(@"\[\[([^\]]+)\]\]\(([^)]+)\)")]
    private static partial Regex Link();
}
