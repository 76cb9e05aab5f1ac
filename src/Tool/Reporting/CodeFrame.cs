using Spectre.Console;
using SocketSecurity.Tool.Analysis;

namespace SocketSecurity.Tool.Reporting;

/// <summary>The source lines of a finding, with carets under it.</summary>
internal static class CodeFrame
{
    private const int LongestLine = 160;
    private const int Indent = 4;

    public static void Write(IAnsiConsole console, SourcePlace place, string colour)
    {
        var width = (place.FirstLine + place.Lines.Length).ToString(System.Globalization.CultureInfo.InvariantCulture).Length;
        for (var i = 0; i < place.Lines.Length; i++)
        {
            var number = place.FirstLine + i;
            var isMarked = number >= place.Span.Start.Line && number <= LastMarkedLine(place);
            if (!isMarked && string.IsNullOrWhiteSpace(place.Lines[i]))
            {
                continue;
            }

            var (text, _) = Printable.Line(place.Lines[i], 0);
            Gutter(console, (number + 1).ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(width));
            console.MarkupLine(Markup.Escape(Shorten(text)));
            if (number == place.Span.Start.Line)
            {
                Gutter(console, new string(' ', width));
                console.MarkupLine($"[{colour}]{Carets(place, place.Lines[i])}[/]");
            }
        }
    }

    /// <summary>A span that ends at the beginning of a line does not mark that line.</summary>
    private static int LastMarkedLine(SourcePlace place) =>
        place.Span.End.Character == 0 && place.Span.End.Line > place.Span.Start.Line ? place.Span.End.Line - 1 : place.Span.End.Line;

    private static string Carets(SourcePlace place, string line)
    {
        var (text, from) = Printable.Line(line, place.Span.Start.Character);
        var to = place.Span.End.Line == place.Span.Start.Line ? Printable.Line(line, place.Span.End.Character).Column : text.TrimEnd().Length;
        from = Math.Min(from, LongestLine);
        to = Math.Min(to, LongestLine);
        return new string(' ', from) + new string('^', Math.Max(1, to - from));
    }

    private static string Shorten(string text) => (text.Length <= LongestLine ? text : text[..LongestLine] + "…").TrimEnd();

    private static void Gutter(IAnsiConsole console, string number) =>
        console.Markup($"[grey]{new string(' ', Indent)}{number} │[/] ");
}
