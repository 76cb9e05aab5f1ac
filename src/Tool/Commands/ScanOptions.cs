using Microsoft.CodeAnalysis;
using SocketSecurity.Analyzers.Configuration;

namespace SocketSecurity.Tool.Commands;

internal enum ReportFormat
{
    Text,
    Json,
    Sarif,
}

/// <summary>The lowest severity that makes a run fail, with the numbers of the compiler's severities.</summary>
internal enum FailOn
{
    Info = DiagnosticSeverity.Info,
    Warning = DiagnosticSeverity.Warning,
    Error = DiagnosticSeverity.Error,

    /// <summary>No finding does.</summary>
    None = DiagnosticSeverity.Error + 1,
}

/// <summary>What the command line of <c>scan</c> asks for.</summary>
internal sealed record ScanOptions
{
    /// <summary>Full paths, at least one.</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    public bool Projects { get; init; }

    public ReportFormat Format { get; init; }

    /// <summary>The full path of the file that the report goes to; null for the output.</summary>
    public string? Output { get; init; }

    public FailOn FailOn { get; init; } = FailOn.Warning;

    public DiagnosticSeverity MinimumSeverity { get; init; } = DiagnosticSeverity.Info;

    public IReadOnlyList<PathPattern> Include { get; init; } = [];

    public IReadOnlyList<PathPattern> Exclude { get; init; } = [];

    /// <summary>Rule ids; empty for all.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>Null when none was asked for: loose sources then use the default, projects their own.</summary>
    public SecurityMode? Mode { get; init; }

    /// <summary>Full paths of API catalogues.</summary>
    public IReadOnlyList<string> Catalogues { get; init; } = [];

    public bool UsePackageCache { get; init; } = true;
}
