using System.Collections.Immutable;
using System.CommandLine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketSecurity.Analyzers.Configuration;
using SocketSecurity.Tool.Analysis;
using SocketSecurity.Tool.Reporting;

namespace SocketSecurity.Tool.Commands;

/// <summary><c>socketsec scan</c>: its options, and the way from them to a report and an exit code.</summary>
internal static class ScanCommand
{
    public const string Name = "scan";

    public static Command Create(Terminal terminal, ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        var paths = new Argument<string[]>("PATH") { Description = "Folders and files to scan.", Arity = ArgumentArity.OneOrMore };
        var projects = new Option<bool>("--projects")
        {
            Description = "Load solutions and projects through MSBuild. This runs their build logic: only for code you trust.",
        };
        var format = OptionForms.Choice(
            "--format", "The kind of report; the default is text.", ("text", ReportFormat.Text), ("json", ReportFormat.Json), ("sarif", ReportFormat.Sarif));
        var output = new Option<string>("--output", "-o") { Description = "Write the report to a file instead of the output.", HelpName = "FILE" };
        var failOn = OptionForms.Choice(
            "--fail-on",
            "The lowest severity that makes the exit code 1; the default is warning, and none with --mode audit.",
            ("error", FailOn.Error), ("warning", FailOn.Warning), ("info", FailOn.Info), ("none", FailOn.None));
        var minimum = OptionForms.Choice(
            "--min-severity",
            "The lowest severity that is reported; the default is info.",
            ("error", DiagnosticSeverity.Error), ("warning", DiagnosticSeverity.Warning), ("info", DiagnosticSeverity.Info));
        var rules = new Option<string[]>("--rules")
        {
            Description = "Report these rules only, such as SOCK1001,SOCK2001 or a family: SOCK1.",
            HelpName = "IDS",
        };
        var include = OptionForms.Patterns("--include", "Report only in files that match, such as \"src/**\". Others are still read, because code refers to them.");
        var exclude = OptionForms.Patterns("--exclude", "Leave out files and folders that match; they are not read.");
        var mode = OptionForms.Choice(
            "--mode",
            "strict: weaknesses are errors, judgement rules warnings. audit: all are warnings, nothing fails. default: each rule's own severity.",
            ("default", SecurityMode.Default), ("strict", SecurityMode.Strict), ("audit", SecurityMode.Audit));
        var catalogue = new Option<string[]>("--catalogue")
        {
            Description = "A further API catalogue. Files named SocketSecurity.Apis.txt in the scanned folders are used anyway.",
            HelpName = "FILE",
        };
        var noPackageCache = new Option<bool>("--no-package-cache")
        {
            Description = "Ignore packages in this machine's package cache; types from them stay unknown.",
        };

        rules.Validators.Add(result => RuleSelection.Validate(result.GetValueOrDefault<string[]>() ?? [], result.AddError));
        var command = new Command(Name, "Scans source code without building or running any of it.")
        {
            paths, projects, format, output, failOn, minimum, rules, include, exclude, mode, catalogue, noPackageCache,
        };
        command.SetAction((parsed, cancellation) =>
        {
            string Full(string path) => Path.GetFullPath(path, terminal.WorkingDirectory);
            var chosenMode = Given(parsed, mode);
            var options = new ScanOptions
            {
                Paths = [.. parsed.GetRequiredValue(paths).Select(path => Path.TrimEndingDirectorySeparator(Full(path))).Distinct(StringComparer.Ordinal)],
                Projects = parsed.GetValue(projects),
                Format = parsed.GetValue(format),
                Output = parsed.GetValue(output) is { } file ? Full(file) : null,
                FailOn = Given(parsed, failOn) ?? (chosenMode == SecurityMode.Audit ? FailOn.None : FailOn.Warning),
                MinimumSeverity = Given(parsed, minimum) ?? DiagnosticSeverity.Info,
                Rules = RuleSelection.Expand(parsed.GetValue(rules) ?? []),
                Include = OptionForms.Read(parsed.GetValue(include)),
                Exclude = OptionForms.Read(parsed.GetValue(exclude)),
                Mode = chosenMode,
                Catalogues = [.. (parsed.GetValue(catalogue) ?? []).Select(Full)],
                UsePackageCache = !parsed.GetValue(noPackageCache),
            };
            return Run(options, terminal, analyzers, cancellation);
        });
        return command;
    }

    private static T? Given<T>(ParseResult parsed, Option<T> option)
        where T : struct =>
        parsed.GetResult(option) is null ? null : parsed.GetValue(option);

    private static async Task<int> Run(
        ScanOptions options, Terminal terminal, ImmutableArray<DiagnosticAnalyzer> analyzers, CancellationToken cancellation)
    {
        if (options.Projects)
        {
            await terminal.Error.WriteLineAsync("Loading projects through MSBuild, which runs their build logic.");
        }

        var result = await Progress.Show(
            terminal, report => new Scan(options, terminal.WorkingDirectory, analyzers, report).Run(cancellation));
        try
        {
            if (options.Output is null)
            {
                Write(result, options.Format, terminal.Output, terminal.OutputIsTerminal);
                return result.ExitCode;
            }

            await using var file = new StreamWriter(options.Output);
            Write(result, options.Format, file, isTerminal: false);
            return result.ExitCode;
        }
        catch (Exception exception) when (options.Output is not null && exception is IOException or UnauthorizedAccessException)
        {
            await terminal.Error.WriteLineAsync($"error: {options.Output}: the report cannot be written: {exception.Message}");
            return ExitCode.Failure;
        }
    }

    private static void Write(ScanResult result, ReportFormat format, TextWriter writer, bool isTerminal)
    {
        switch (format)
        {
            case ReportFormat.Json:
                JsonReport.Write(result, writer);
                break;
            case ReportFormat.Sarif:
                SarifReport.Write(result, writer);
                break;
            default:
                TextReport.Write(result, writer, isTerminal);
                break;
        }
    }
}
