using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace SocketSecurity.Tool.Commands;

/// <summary>The generated help, followed by examples and, where they matter, the exit codes.</summary>
internal sealed class ExamplesAfterHelp(HelpAction help) : SynchronousCommandLineAction
{
    private const string Scan = """
        Examples:
          socketsec scan .                                    the current folder, as loose files: nothing is built or run
          socketsec scan src --exclude "tests/**"             without the tests
          socketsec scan . --format sarif --output out.sarif  for code scanning services
          socketsec scan . --mode audit                       a first look: everything is shown, nothing fails
          socketsec scan --projects App.slnx                  exactly as the build sees it; runs the projects' build logic

        Exit codes:
          0    no finding at or above --fail-on
          1    at least one
          2    wrong usage, or something could not be read or analysed; the rest was
          130  interrupted; the report is partial
        """;

    private const string Root = """
        Examples:
          socketsec scan .            scans the current folder
          socketsec explain SOCK1001  explains a rule, offline
          socketsec rules             lists all rules
        """;

    public override int Invoke(ParseResult parseResult)
    {
        help.Invoke(parseResult);
        var examples = parseResult.CommandResult.Command switch
        {
            RootCommand => Root,
            { Name: ScanCommand.Name } => Scan,
            _ => null,
        };
        if (examples is not null)
        {
            parseResult.InvocationConfiguration.Output.WriteLine(examples);
            parseResult.InvocationConfiguration.Output.WriteLine();
        }

        return ExitCode.Clean;
    }
}
