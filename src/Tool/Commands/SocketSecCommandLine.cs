using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketSecurity.Tool.Analysis;
using SocketSecurity.Tool.Reporting;

namespace SocketSecurity.Tool.Commands;

/// <summary>The command <c>socketsec</c>: reads the command line, and runs what it asks for.</summary>
internal static class SocketSecCommandLine
{
    /// <summary>A scan that is told to stop has this long to report what it has.</summary>
    private static readonly TimeSpan TerminationTimeout = TimeSpan.FromSeconds(20);

    /// <param name="analyzers">What scans run; null for the bundled ones.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> Run(
        string[] args, Terminal terminal, CancellationToken cancellation, ImmutableArray<DiagnosticAnalyzer>? analyzers = null)
    {
        var root = new RootCommand("Finds .NET network code that can be attacked.")
        {
            ScanCommand.Create(terminal, analyzers ?? BundledAnalyzers.All),
            ExplainCommand.Create(terminal),
            RulesCommand.Create(terminal),
        };
        foreach (var option in root.Options)
        {
            switch (option)
            {
                case HelpOption { Action: HelpAction action } help:
                    help.Action = new ExamplesAfterHelp(action);
                    break;
                case VersionOption version:
                    version.Action = new PrintVersion();
                    break;
            }
        }

        var parsed = root.Parse(args);
        if (parsed.Action is ParseErrorAction)
        {
            foreach (var error in parsed.Errors.Select(error => error.Message).Distinct())
            {
                await terminal.Error.WriteLineAsync($"error: {error}");
            }

            var command = parsed.CommandResult.Command;
            await terminal.Error.WriteLineAsync($"See: socketsec {(command == root ? "" : command.Name + " ")}--help");
            return ExitCode.Failure;
        }

        var configuration = new InvocationConfiguration
        {
            Output = terminal.Output,
            Error = terminal.Error,
            ProcessTerminationTimeout = TerminationTimeout,
        };
        return await parsed.InvokeAsync(configuration, cancellation);
    }

    private sealed class PrintVersion : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine(ToolVersion.Text);
            return ExitCode.Clean;
        }
    }
}
