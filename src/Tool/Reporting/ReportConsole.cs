using Spectre.Console;
using SocketSecurity.Tool.Commands;

namespace SocketSecurity.Tool.Reporting;

/// <summary>Consoles that write plain text to files and pipes, and colours to terminals.</summary>
internal static class ReportConsole
{
    /// <summary>A code frame that is wrapped is not readable any more; the terminal may cut or wrap as its user likes.</summary>
    private const int NeverWrap = 100_000;

    public static IAnsiConsole ForReport(TextWriter writer, bool isTerminal)
    {
        var console = Create(writer, isTerminal);
        console.Profile.Width = NeverWrap;
        return console;
    }

    public static IAnsiConsole ForReading(Terminal terminal)
    {
        const int widestText = 110;
        var console = Create(terminal.Output, terminal.OutputIsTerminal);
        console.Profile.Width = Math.Min(widestText, terminal.Width);
        return console;
    }

    public static IAnsiConsole Create(TextWriter writer, bool isTerminal) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
        ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        Out = new AnsiConsoleOutput(writer),
    });
}
