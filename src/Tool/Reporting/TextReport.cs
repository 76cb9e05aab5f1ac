using Spectre.Console;
using Microsoft.CodeAnalysis;
using SocketSecurity.Tool.Analysis;

namespace SocketSecurity.Tool.Reporting;

/// <summary>The report for people.</summary>
internal static class TextReport
{
    /// <summary>Names of missing packages and namespaces that are shown; a repository nobody restored has dozens.</summary>
    private const int MostUnresolved = 12;

    public static void Write(ScanResult result, TextWriter writer, bool isTerminal)
    {
        var console = ReportConsole.ForReport(writer, isTerminal);
        var explained = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in result.Findings.GroupBy(finding => finding.Place.Path))
        {
            console.MarkupLine($"[bold underline]{Shown(result.Display(file.Key))}[/]");
            foreach (var finding in file)
            {
                Write(console, result, finding, isFirst: explained.Add(finding.Rule.Id));
            }
        }

        foreach (var problem in result.Problems)
        {
            Write(console, result, problem);
        }

        if (result.Problems.Count > 0)
        {
            console.WriteLine();
        }

        Summary(console, result);
    }

    private static void Write(IAnsiConsole console, ScanResult result, Finding finding, bool isFirst)
    {
        var colour = Severities.Colour(finding.Severity);
        var start = finding.Place.Span.Start;
        console.MarkupLine(
            $"  {start.Line + 1}:{start.Character + 1}  [{colour}]{Severities.Word(finding.Severity)}[/] [bold]{finding.Rule.Id}[/]  {Shown(finding.Message)}");
        CodeFrame.Write(console, finding.Place, colour);
        foreach (var related in finding.Related)
        {
            var at = related.Span.Start;
            console.MarkupLine($"    [grey]see also[/] {Shown(result.Display(related.Path))}:{at.Line + 1}:{at.Character + 1}");
        }

        if (isFirst)
        {
            console.MarkupLine($"    [grey]explain: socketsec explain {finding.Rule.Id}[/]");
        }

        console.WriteLine();
    }

    private static void Write(IAnsiConsole console, ScanResult result, ScanProblem problem)
    {
        var place = problem.Path is null ? "" : result.Display(problem.Path) + (problem.Line is { } line ? $":{line}" : "") + ": ";
        var colour = problem.Kind == ProblemKind.Note ? "blue" : "red";
        console.MarkupLine($"{Shown(place)}[{colour}]{Severities.Word(problem.Kind)}[/]: {Shown(problem.Message)}");
    }

    private static void Summary(IAnsiConsole console, ScanResult result)
    {
        foreach (var rule in result.Findings.GroupBy(finding => finding.Rule.Id).OrderBy(rule => rule.Key, StringComparer.Ordinal))
        {
            var worst = rule.Max(finding => finding.Severity);
            console.MarkupLine(
                $"  [bold]{rule.Key}[/]  [{Severities.Colour(worst)}]{rule.Count(),5}[/]  {Shown(rule.First().Rule.Title.ToString(System.Globalization.CultureInfo.InvariantCulture))}");
        }

        if (result.Findings.Count > 0)
        {
            console.WriteLine();
        }

        if (result.Unresolved.Count > 0)
        {
            var more = result.Unresolved.Count - MostUnresolved;
            var names = string.Join(", ", result.Unresolved.Take(MostUnresolved)) + (more > 0 ? $" and {more} more, which --format json lists" : "");
            console.MarkupLine($"[grey]Not known to this scan, so calls into them are not judged: {Shown(names)}.[/]");
        }

        if (result.IsPartial)
        {
            console.MarkupLine("[red]Interrupted: the result is partial.[/]");
        }

        console.MarkupLine($"{Counts(result)} in {Count(result.Files, "file")}{(result.Projects == 0 ? "" : " of " + Count(result.Projects, "project"))}.");
    }

    private static string Counts(ScanResult result)
    {
        if (result.Findings.Count == 0)
        {
            return "No findings";
        }

        var parts = new[] { DiagnosticSeverity.Error, DiagnosticSeverity.Warning, DiagnosticSeverity.Info }
            .Select(severity => (Severity: severity, Count: result.Findings.Count(finding => Severities.Word(finding.Severity) == Severities.Word(severity))))
            .Where(part => part.Count > 0)
            .Select(part => part.Severity == DiagnosticSeverity.Info ? $"{part.Count} info" : Count(part.Count, Severities.Word(part.Severity)));
        return $"{Count(result.Findings.Count, "finding")} ({string.Join(", ", parts)})";
    }

    private static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{number} {noun}s";

    private static string Shown(string text) => Markup.Escape(Printable.Text(text));
}
