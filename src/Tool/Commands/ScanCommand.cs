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
        var format = Choice("--format", "The kind of report.", ReportFormat.Text, ("text", ReportFormat.Text), ("json", ReportFormat.Json), ("sarif", ReportFormat.Sarif));
        var output = new Option<string>("--output", "-o") { Description = "Write the report to a file instead of the output.", HelpName = "FILE" };
        var failOn = Choice<DiagnosticSeverity?>(
            "--fail-on",
            "The lowest severity that makes the exit code 1. With --mode audit the default is none.",
            DiagnosticSeverity.Warning,
            ("error", DiagnosticSeverity.Error), ("warning", DiagnosticSeverity.Warning), ("info", DiagnosticSeverity.Info), ("none", null));
        var minimum = Choice(
            "--min-severity",
            "The lowest severity that is reported.",
            DiagnosticSeverity.Info,
            ("error", DiagnosticSeverity.Error), ("warning", DiagnosticSeverity.Warning), ("info", DiagnosticSeverity.Info));
        var rules = new Option<string[]>("--rules")
        {
            Description = "Report these rules only, such as SOCK1001,SOCK2001 or a family: SOCK1.",
            HelpName = "IDS",
            AllowMultipleArgumentsPerToken = true,
        };
        var include = Patterns("--include", "Report only in files that match, such as \"src/**\". Others are still read, because code refers to them.");
        var exclude = Patterns("--exclude", "Leave out files and folders that match; they are not read.");
        var mode = Choice<SecurityMode?>(
            "--mode",
            "strict: weaknesses are errors and judgement rules warnings. audit: everything is a warning, nothing fails. The default is each rule's own severity.",
            null,
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
            var chosenMode = parsed.GetValue(mode);
            var options = new ScanOptions
            {
                Paths = [.. parsed.GetRequiredValue(paths).Select(path => Path.TrimEndingDirectorySeparator(Full(path))).Distinct(StringComparer.Ordinal)],
                Projects = parsed.GetValue(projects),
                Format = parsed.GetValue(format),
                Output = parsed.GetValue(output) is { } file ? Full(file) : null,
                FailOn = chosenMode == SecurityMode.Audit && parsed.GetResult(failOn) is null or { Implicit: true }
                    ? null
                    : parsed.GetValue(failOn),
                MinimumSeverity = parsed.GetValue(minimum),
                Rules = RuleSelection.Expand(parsed.GetValue(rules) ?? []),
                Include = Read(parsed.GetValue(include)),
                Exclude = Read(parsed.GetValue(exclude)),
                Mode = chosenMode,
                Catalogues = [.. (parsed.GetValue(catalogue) ?? []).Select(Full)],
                UsePackageCache = !parsed.GetValue(noPackageCache),
            };
            return Run(options, terminal, analyzers, cancellation);
        });
        return command;
    }

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

    /// <summary>An option with a few words as values, which an unknown one is answered with.</summary>
    private static Option<T> Choice<T>(string name, string description, T defaultValue, params (string Word, T Value)[] choices)
    {
        var words = string.Join("|", choices.Select(choice => choice.Word));
        var option = new Option<T>(name) { Description = description, HelpName = words, DefaultValueFactory = _ => defaultValue };
        option.CustomParser = result =>
        {
            var text = result.Tokens[^1].Value;
            foreach (var choice in choices)
            {
                if (string.Equals(choice.Word, text, StringComparison.OrdinalIgnoreCase))
                {
                    return choice.Value;
                }
            }

            result.AddError($"'{text}' is not a value of {name}: use {string.Join(", ", choices.Select(choice => choice.Word))}.");
            return defaultValue;
        };
        return option;
    }

    private static Option<string[]> Patterns(string name, string description)
    {
        var option = new Option<string[]>(name) { Description = description, HelpName = "GLOB" };
        option.Validators.Add(result =>
        {
            foreach (var text in result.GetValueOrDefault<string[]>() ?? [])
            {
                if (!PathPattern.TryParse(text.Trim(), out _))
                {
                    result.AddError($"'{text}' is not a pattern for {name}: use one such as \"tests/**\".");
                }
            }
        });
        return option;
    }

    private static IReadOnlyList<PathPattern> Read(string[]? patterns) =>
        [.. (patterns ?? []).Select(text => PathPattern.TryParse(text.Trim(), out var pattern) ? pattern : null).OfType<PathPattern>()];
}
