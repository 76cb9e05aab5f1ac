using Microsoft.CodeAnalysis;
using SocketSecurity.Tool.Analysis;

namespace SocketSecurity.Tool.Reporting;

/// <summary>Severities as reports name and colour them.</summary>
internal static class Severities
{
    public static string Word(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => "error",
        DiagnosticSeverity.Warning => "warning",
        _ => "info",
    };

    public static string Colour(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => "red",
        DiagnosticSeverity.Warning => "yellow",
        _ => "blue",
    };

    public static string Word(ProblemKind kind) => kind switch
    {
        ProblemKind.Note => "note",
        ProblemKind.LoadError => "error",
        _ => "internal error",
    };
}
