using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using SocketSecurity.Analyzers;
using SocketSecurity.Tool.Analysis;

namespace SocketSecurity.Tool.Loading;

/// <summary>
/// Reports severities of our rules that the compiler does not understand, at the line where they stand. It would drop them,
/// and the rule would keep the severity that somebody meant to change.
/// </summary>
internal static partial class ConfigurationProblems
{
    private static readonly string[] SeverityWords = ["default", "none", "silent", "hidden", "suggestion", "info", "refactoring", "warning", "warn", "error"];

    private static readonly HashSet<string> RuleIds = new(Rules.All.Select(rule => rule.Id), StringComparer.OrdinalIgnoreCase);

    public static void Report(IEnumerable<AdditionalText> files, ProblemLog problems)
    {
        foreach (var file in files)
        {
            foreach (var line in file.GetText()!.Lines)
            {
                var match = SeverityLine().Match(line.ToString());
                if (!match.Success)
                {
                    continue;
                }

                var (id, severity) = (match.Groups["id"].Value, match.Groups["severity"].Value);
                if (!RuleIds.Contains(id))
                {
                    problems.Unreadable(file.Path, $"there is no rule {id}; 'socketsec rules' lists all", line.LineNumber + 1);
                }
                else if (!SeverityWords.Contains(severity, StringComparer.OrdinalIgnoreCase))
                {
                    problems.Unreadable(
                        file.Path,
                        $"'{severity}' is not a severity, so {id} keeps its own; use error, warning, suggestion, silent, none or default",
                        line.LineNumber + 1);
                }
            }
        }
    }

    [GeneratedRegex(@"^\s*dotnet_diagnostic\.(?<id>sock\d+)\.severity\s*[=:]\s*(?<severity>[^#;\s]*)", RegexOptions.IgnoreCase)]
    private static partial Regex SeverityLine();
}
