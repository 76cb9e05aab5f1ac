using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis;
using SocketSecurity.Analyzers;

namespace SocketSecurity.Tool.Reporting;

/// <summary>The rules as SARIF describes them, with the whole page of each, so that a viewer explains a finding offline.</summary>
internal sealed class SarifRules
{
    private readonly List<DiagnosticDescriptor> _rules = [.. Rules.All];

    /// <summary>The index of the rule in the list; a rule that is not one of ours is appended.</summary>
    public int IndexOf(DiagnosticDescriptor rule)
    {
        var index = _rules.FindIndex(known => known.Id == rule.Id);
        if (index < 0)
        {
            index = _rules.Count;
            _rules.Add(rule);
        }

        return index;
    }

    public JsonArray Nodes() => [.. _rules.Select(Node)];

    public static string Level(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => "error",
        DiagnosticSeverity.Warning => "warning",
        _ => "note",
    };

    private static JsonObject Node(DiagnosticDescriptor rule)
    {
        var node = new JsonObject
        {
            ["id"] = rule.Id,
            ["shortDescription"] = Message(rule.Title),
            ["fullDescription"] = Message(rule.Description),
            ["helpUri"] = rule.HelpLinkUri,
            ["defaultConfiguration"] = new JsonObject { ["level"] = Level(rule.DefaultSeverity) },
        };
        if (RulePages.Find(rule.Id) is { } page)
        {
            node["help"] = new JsonObject { ["text"] = page, ["markdown"] = page };
        }

        node["properties"] = new JsonObject
        {
            ["category"] = rule.Category,
            ["tags"] = new JsonArray([.. Tags(rule).Select(tag => (JsonNode)tag)]),
        };
        return node;
    }

    /// <summary>"security" and the "external/cwe" form are what code scanning services file results by.</summary>
    private static IEnumerable<string> Tags(DiagnosticDescriptor rule) =>
        RuleTags.Weaknesses(rule).Select(name => "external/cwe/" + name.ToLowerInvariant()).Prepend("security");

    private static JsonObject Message(LocalizableString text) => new() { ["text"] = text.ToString(CultureInfo.InvariantCulture) };
}
