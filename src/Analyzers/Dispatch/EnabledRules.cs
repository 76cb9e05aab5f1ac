using Microsoft.CodeAnalysis;

namespace SocketSecurity.Analyzers.Dispatch;

/// <summary>Which rules a compilation has turned on, somewhere: what runs for the others would run for nothing.</summary>
internal sealed class EnabledRules(Compilation compilation, CancellationToken cancellationToken)
{
    private readonly CompilationOptions _options = compilation.Options;

    /// <summary>False only when the compiler would drop every finding of the rule.</summary>
    public bool MayReport(DiagnosticDescriptor rule) => IsOnEverywhere(rule) || IsOnInSomeFile(rule.Id);

    private bool IsOnEverywhere(DiagnosticDescriptor rule)
    {
        if (_options.SpecificDiagnosticOptions.TryGetValue(rule.Id, out var severity)
            || _options.SyntaxTreeOptionsProvider?.TryGetGlobalDiagnosticValue(rule.Id, cancellationToken, out severity) == true)
        {
            return IsOn(severity, rule);
        }

        return rule.IsEnabledByDefault;
    }

    private bool IsOnInSomeFile(string id) => _options.SyntaxTreeOptionsProvider is { } files
        && compilation.SyntaxTrees.Any(tree => files.TryGetDiagnosticValue(tree, id, cancellationToken, out var severity) && severity != ReportDiagnostic.Suppress);

    private static bool IsOn(ReportDiagnostic severity, DiagnosticDescriptor rule) => severity switch
    {
        ReportDiagnostic.Suppress => false,
        ReportDiagnostic.Default => rule.IsEnabledByDefault,
        _ => true,
    };
}
