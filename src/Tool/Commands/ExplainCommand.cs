using System.CommandLine;
using SocketSecurity.Analyzers;
using SocketSecurity.Tool.Reporting;

namespace SocketSecurity.Tool.Commands;

/// <summary><c>socketsec explain</c>: the page of a rule, without a network.</summary>
internal static class ExplainCommand
{
    public static Command Create(Terminal terminal)
    {
        var id = new Argument<string>("ID") { Description = "The id of a rule, such as SOCK1001." };
        var command = new Command("explain", "Explains a rule: what it finds, why it matters, how to fix it.") { id };
        command.SetAction(parsed => Explain(parsed.GetRequiredValue(id), terminal));
        return command;
    }

    private static int Explain(string text, Terminal terminal)
    {
        var id = text.Trim().ToUpperInvariant();
        if (Rules.All.All(rule => rule.Id != id))
        {
            terminal.Error.WriteLine($"error: There is no rule '{Printable.Text(text)}'.{RuleSelection.Suggestion(text)}");
            return ExitCode.Failure;
        }

        if (RulePages.Find(id) is not { } page)
        {
            terminal.Error.WriteLine($"error: The page of {id} is not in this program.");
            return ExitCode.Failure;
        }

        MarkdownView.Write(ReportConsole.ForReading(terminal), page);
        return ExitCode.Clean;
    }
}
