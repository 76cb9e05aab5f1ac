using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SocketSecurity.Tool.Analysis;

namespace SocketSecurity.Tool.Reporting;

/// <summary>A plain JSON report for scripts. Lines and columns count from 1, as in the text report.</summary>
internal static class JsonReport
{
    /// <summary>Raised when a member changes its meaning or goes away, not when one is added.</summary>
    private const int FormatVersion = 1;

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        // The report goes to files and pipes, never into a web page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Write(ScanResult result, TextWriter writer) => writer.WriteLine(Document(result).ToJsonString(Indented));

    private static JsonObject Document(ScanResult result) => new()
    {
        ["formatVersion"] = FormatVersion,
        ["tool"] = new JsonObject { ["name"] = "socketsec", ["version"] = ToolVersion.Text },
        ["complete"] = !result.IsPartial,
        ["exitCode"] = result.ExitCode,
        ["summary"] = new JsonObject
        {
            ["files"] = result.Files,
            ["projects"] = result.Projects,
            ["findings"] = result.Findings.Count,
            ["bySeverity"] = Counts(result.Findings.GroupBy(finding => Severities.Word(finding.Severity))),
            ["byRule"] = Counts(result.Findings.GroupBy(finding => finding.Rule.Id)),
            ["unresolved"] = Array(result.Unresolved.Select(name => (JsonNode)name)),
        },
        ["findings"] = Array(result.Findings.Select(finding => Node(result, finding))),
        ["problems"] = Array(result.Problems.Select(problem => Node(result, problem))),
    };

    private static JsonObject Node(ScanResult result, Finding finding)
    {
        var node = Node(result, finding.Place);
        node.Insert(0, "rule", finding.Rule.Id);
        node.Insert(1, "severity", Severities.Word(finding.Severity));
        node.Insert(2, "category", finding.Rule.Category);
        node.Insert(3, "message", finding.Message);
        node["source"] = finding.Place.StartLineText;
        node["help"] = finding.Rule.HelpLinkUri;
        node["cwe"] = Array(RuleTags.Weaknesses(finding.Rule).Select(name => (JsonNode)name));
        node["related"] = Array(finding.Related.Select(place => Node(result, place)));
        return node;
    }

    private static JsonObject Node(ScanResult result, SourcePlace place) => new()
    {
        ["file"] = result.Display(place.Path),
        ["line"] = place.Span.Start.Line + 1,
        ["column"] = place.Span.Start.Character + 1,
        ["endLine"] = place.Span.End.Line + 1,
        ["endColumn"] = place.Span.End.Character + 1,
    };

    private static JsonObject Node(ScanResult result, ScanProblem problem) => new()
    {
        ["kind"] = Severities.Word(problem.Kind),
        ["message"] = problem.Message,
        ["file"] = problem.Path is null ? null : result.Display(problem.Path),
        ["line"] = problem.Line,
    };

    private static JsonObject Counts(IEnumerable<IGrouping<string, Finding>> groups)
    {
        var counts = new JsonObject();
        foreach (var group in groups.OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            counts[group.Key] = group.Count();
        }

        return counts;
    }

    private static JsonArray Array(IEnumerable<JsonNode> nodes) => [.. nodes];
}
