using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace SocketSecurity.Analyzers.Configuration;

/// <summary>
/// SOCK0002: an option whose value or name is wrong. The compiler hands analyzers the values but not where they stand, so
/// the package also passes the configuration files as additional files, and this analyzer reads them line by line.
/// </summary>
[NoCodeFix("SOCK0002", "Code fixes cannot edit configuration files, and only the user knows which value was meant.")]
public sealed class OptionValueAnalyzer : RuleAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.InvalidOptionValue];

    public override void AnalyzeCompilation(RuleContext context) =>
        context.RegisterAdditionalFileAction(AnalyzeFile);

    private static void AnalyzeFile(AdditionalFileAnalysisContext context)
    {
        var file = context.AdditionalFile;
        if (!IsConfiguration(file.Path) || file.GetText(context.CancellationToken) is not { } text)
        {
            return;
        }

        foreach (var line in text.Lines)
        {
            if (OptionLine.TryRead(text, line) is { } option && Problem(option) is { } problem)
            {
                var location = Location.Create(file.Path, option.Span, text.Lines.GetLinePositionSpan(option.Span));
                context.ReportDiagnostic(Diagnostic.Create(Rules.InvalidOptionValue, location, option.Key, option.Value, problem));
            }
        }
    }

    private static bool IsConfiguration(string path) =>
        path.EndsWith(".editorconfig", StringComparison.OrdinalIgnoreCase) ||
        path.EndsWith(".globalconfig", StringComparison.OrdinalIgnoreCase);

    private static string? Problem(OptionLine line)
    {
        foreach (var option in Options.All)
        {
            if (string.Equals(option.Key, line.Key, StringComparison.OrdinalIgnoreCase))
            {
                return option.IsValid(line.Value)
                    ? null
                    : $"the value must be {option.Expected}, and the default {(option.DefaultText.Length == 0 ? "(nothing)" : option.DefaultText)} holds instead";
            }
        }

        return $"there is no such option, only {string.Join(", ", Options.All.Select(option => option.Key))}";
    }
}
