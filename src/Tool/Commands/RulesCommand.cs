using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using SocketSecurity.Analyzers;
using SocketSecurity.Tool.Reporting;

namespace SocketSecurity.Tool.Commands;

/// <summary><c>socketsec rules</c>: all rules, one a line.</summary>
internal static class RulesCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("rules", "Lists all rules.");
        command.SetAction(_ =>
        {
            var console = ReportConsole.ForReport(terminal.Output, terminal.OutputIsTerminal);
            foreach (var family in Rules.All.GroupBy(rule => rule.Category))
            {
                console.MarkupLine($"[bold]{family.Key}[/]");
                foreach (var rule in family)
                {
                    var word = Severities.Word(rule.DefaultSeverity).PadRight("warning".Length);
                    console.MarkupLine(
                        $"  {rule.Id}  [{Severities.Colour(rule.DefaultSeverity)}]{word}[/]  {Markup.Escape(rule.Title.ToString(CultureInfo.InvariantCulture))}");
                }

                console.WriteLine();
            }

            console.MarkupLine("[grey]socketsec explain ID explains one.[/]");
            return ExitCode.Clean;
        });
        return command;
    }
}
