using System.Text;
using SocketSecurity.Analyzers.Configuration;

namespace SocketSecurity.Analyzers.Tests.House;

/// <summary>The tables in the documents are written from the rules and the options.</summary>
public sealed class RuleTablesTests
{
    [Fact]
    public void The_readme_lists_all_rules() => GeneratedFile.CheckPart("README.md", "rules", Table("docs/rules/"));

    [Fact]
    public void The_index_of_the_rule_pages_lists_all_rules() => GeneratedFile.CheckPart("docs/rules/README.md", "rules", Table(""));

    [Fact]
    public void The_guide_lists_all_options()
    {
        var table = new StringBuilder("| option | default | value | meaning |\n|---|---|---|---|\n");
        foreach (var option in Options.All)
        {
            var byDefault = option.DefaultText.Length == 0 ? "none" : $"`{option.DefaultText}`";
            table.Append($"| `{option.Key}` | {byDefault} | {option.Expected.Replace("*", "\\*", StringComparison.Ordinal)} | {option.Description} |\n");
        }

        GeneratedFile.CheckPart("docs/adopting.md", "options", table.ToString());
    }

    private static string Table(string folder)
    {
        var withoutFix = House.RulesWithoutFix.Select(record => record.RuleId).ToHashSet();
        var table = new StringBuilder();
        foreach (var family in Rules.All.GroupBy(rule => rule.Category))
        {
            table.Append($"\n**{family.Key}**\n\n| rule | finds | severity | fix |\n|---|---|---|---|\n");
            foreach (var rule in family)
            {
                table.Append($"| [{rule.Id}]({folder}{rule.Id}.md) | {rule.Title} | {House.SeverityWord(rule)} | {(withoutFix.Contains(rule.Id) ? "" : "yes")} |\n");
            }
        }

        return table.Append('\n').ToString();
    }
}
