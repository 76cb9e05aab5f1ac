using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SocketSecurity.Tool.Analysis;

namespace SocketSecurity.Tool.Reporting;

/// <summary>SARIF 2.1.0, as code scanning services and editors read it.</summary>
internal static class SarifReport
{
    public const string BaseId = "SRCROOT";

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Write(ScanResult result, TextWriter writer) => writer.WriteLine(Document(result).ToJsonString(Indented));

    private static JsonObject Document(ScanResult result)
    {
        var rules = new SarifRules();
        var results = new SarifResults(result, rules);
        var findings = results.Nodes();
        return new JsonObject
        {
            ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
            ["version"] = "2.1.0",
            ["runs"] = new JsonArray(new JsonObject
            {
                ["tool"] = new JsonObject
                {
                    ["driver"] = new JsonObject
                    {
                        ["name"] = "socketsec",
                        ["semanticVersion"] = ToolVersion.Text,
                        ["informationUri"] = "https://github.com/socketsecurity/SocketSecurity.Analyzers",
                        ["rules"] = rules.Nodes(),
                    },
                },
                ["invocations"] = new JsonArray(Invocation(result, results)),
                ["originalUriBaseIds"] = new JsonObject { [BaseId] = new JsonObject { ["uri"] = FolderUri(result.BaseFolder) } },
                ["columnKind"] = "utf16CodeUnits",
                ["results"] = findings,
            }),
        };
    }

    private static JsonObject Invocation(ScanResult result, SarifResults results) => new()
    {
        ["executionSuccessful"] = !result.IsPartial && result.Problems.All(problem => problem.Kind == ProblemKind.Note),
        ["exitCode"] = result.ExitCode,
        ["toolExecutionNotifications"] = results.Notifications(),
    };

    private static string FolderUri(string folder) => new Uri(folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar).AbsoluteUri;
}
