using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using SocketSecurity.Tool.Analysis;

namespace SocketSecurity.Tool.Reporting;

/// <summary>Findings and problems as SARIF results and notifications.</summary>
internal sealed class SarifResults(ScanResult result, SarifRules rules)
{
    private const string FingerprintName = "socketsecLine/v1";

    private readonly Dictionary<string, int> _fingerprints = new(StringComparer.Ordinal);

    public JsonArray Nodes() => [.. result.Findings.Select(Node)];

    public JsonArray Notifications() => [.. result.Problems.Select(Notification)];

    private JsonObject Node(Finding finding)
    {
        var node = new JsonObject
        {
            ["ruleId"] = finding.Rule.Id,
            ["ruleIndex"] = rules.IndexOf(finding.Rule),
            ["level"] = SarifRules.Level(finding.Severity),
            ["message"] = new JsonObject { ["text"] = finding.Message },
            ["locations"] = new JsonArray(Location(finding.Place)),
            ["partialFingerprints"] = new JsonObject { [FingerprintName] = Fingerprint(finding) },
        };
        if (finding.Related.Length > 0)
        {
            node["relatedLocations"] = new JsonArray([.. finding.Related.Select((place, index) =>
            {
                var location = Location(place);
                location["id"] = index + 1;
                return (JsonNode)location;
            })]);
        }

        return node;
    }

    private JsonObject Notification(ScanProblem problem)
    {
        var node = new JsonObject
        {
            ["level"] = problem.Kind == ProblemKind.Note ? "note" : "error",
            ["message"] = new JsonObject { ["text"] = problem.Message },
        };
        if (problem.Path is not null)
        {
            var physical = new JsonObject { ["artifactLocation"] = Artifact(problem.Path) };
            if (problem.Line is { } line)
            {
                physical["region"] = new JsonObject { ["startLine"] = line };
            }

            node["locations"] = new JsonArray(new JsonObject { ["physicalLocation"] = physical });
        }

        return node;
    }

    private JsonObject Location(SourcePlace place)
    {
        var region = new JsonObject
        {
            ["startLine"] = place.Span.Start.Line + 1,
            ["startColumn"] = place.Span.Start.Character + 1,
            ["endLine"] = place.Span.End.Line + 1,
            ["endColumn"] = place.Span.End.Character + 1,
        };
        if (place.Span.Start.Line == place.Span.End.Line && place.StartLineText.Length >= place.Span.End.Character)
        {
            var text = place.StartLineText[place.Span.Start.Character..place.Span.End.Character];
            region["snippet"] = new JsonObject { ["text"] = text };
        }

        return new JsonObject
        {
            ["physicalLocation"] = new JsonObject { ["artifactLocation"] = Artifact(place.Path), ["region"] = region },
        };
    }

    private JsonObject Artifact(string path)
    {
        var shown = result.Display(path);
        return Path.IsPathRooted(shown)
            ? new JsonObject { ["uri"] = new Uri(path).AbsoluteUri }
            : new JsonObject
            {
                ["uri"] = string.Join('/', shown.Split('/').Select(Uri.EscapeDataString)),
                ["uriBaseId"] = SarifReport.BaseId,
            };
    }

    /// <summary>
    /// The same for the same code after lines were added above or the indentation changed, so that services recognise a
    /// finding they know. Equal lines of a file are counted, since each is a finding of its own.
    /// </summary>
    private string Fingerprint(Finding finding)
    {
        var line = string.Concat(finding.Place.StartLineText.Where(character => !char.IsWhiteSpace(character)));
        var text = $"{finding.Rule.Id}\n{result.Display(finding.Place.Path)}\n{line}";
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
        var count = _fingerprints[hash] = _fingerprints.GetValueOrDefault(hash) + 1;
        return $"{hash}:{count}";
    }
}
