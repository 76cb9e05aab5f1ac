using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using SocketSecurity.Analyzers.Configuration;

namespace SocketSecurity.Analyzers.Tests.House;

/// <summary>A rule is more than its analyzer: a page, a release-tracking line, tests, and a fix or the reason why there is none.</summary>
public sealed class RulesAreCompleteTests
{
    private static readonly string[] Headings =
        ["## Cause", "## Why it matters", "## Flagged", "## Not flagged", "## How to fix", "## When to suppress", "## Configure", "## Related"];

    public static TheoryData<string> RuleIds => House.RuleIds;

    [Theory]
    [MemberData(nameof(RuleIds))]
    public void A_rule_has_a_page_that_says_what_the_descriptor_says(string id)
    {
        var rule = House.Rule(id);
        var page = House.Read($"docs/rules/{id}.md");
        var fix = House.HasFix(id) ? "yes" : "no";

        Assert.StartsWith(
            $"# {id}: {rule.Title}\n\nCategory: {rule.Category} · Severity: {House.SeverityWord(rule)} · Fix: {fix}\n", page, StringComparison.Ordinal);
        Assert.Equal(Headings, page.Split('\n').Where(line => line.StartsWith("## ", StringComparison.Ordinal)));
        Assert.All(
            rule.CustomTags.Where(tag => tag.StartsWith("CWE-", StringComparison.Ordinal)),
            weakness => Assert.Contains(weakness, page, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(RuleIds))]
    public void No_section_of_a_page_is_empty(string id)
    {
        var sections = Regex.Split(House.Read($"docs/rules/{id}.md"), "^## .*$", RegexOptions.Multiline).Skip(1);

        Assert.All(sections, section => Assert.NotEqual("", section.Trim()));
    }

    [Theory]
    [MemberData(nameof(RuleIds))]
    public void A_rule_has_a_release_tracking_line_with_its_category_and_severity(string id)
    {
        var rule = House.Rule(id);
        var severity = rule.DefaultSeverity == DiagnosticSeverity.Warning ? "Warning" : "Info";
        var tracking = House.Read("src/Analyzers/AnalyzerReleases.Shipped.md") + House.Read("src/Analyzers/AnalyzerReleases.Unshipped.md");

        Assert.Matches($@"(?m)^{id} \| {rule.Category} \| {severity} \| \S+", tracking);
    }

    [Theory]
    [MemberData(nameof(RuleIds))]
    public void A_rule_has_a_test_class_that_names_it(string id)
    {
        var field = typeof(Rules).GetFields().Single(field => field.GetValue(null) is DiagnosticDescriptor rule && rule.Id == id).Name;
        var tests = House.SourceFiles("tests/Analyzers.Tests")
            .Where(path => path.EndsWith("Tests.cs", StringComparison.Ordinal) && !path.Contains("House", StringComparison.Ordinal))
            .Select(File.ReadAllText);

        Assert.Contains(tests, text => text.Contains(id, StringComparison.Ordinal) || text.Contains($"Rules.{field}", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(RuleIds))]
    public void A_rule_has_either_a_fix_or_the_reason_why_not(string id)
    {
        var reasons = House.RulesWithoutFix.Where(record => record.RuleId == id).ToList();

        Assert.True(
            House.HasFix(id) == (reasons.Count == 0),
            $"{id}: a code fix, or one [NoCodeFix(\"{id}\", reason)] on its analyzer, and not both");
        Assert.All(reasons, record => Assert.NotEqual("", record.Reason.Trim()));
    }

    [Fact]
    public void Analyzers_and_fixes_know_only_rules_of_the_table()
    {
        var known = Rules.All.Select(rule => rule.Id).ToHashSet();

        Assert.All(House.Analyzers, analyzer => Assert.All(analyzer.SupportedDiagnostics, rule => Assert.Same(House.Rule(rule.Id), rule)));
        Assert.All(House.CodeFixes, fix => Assert.All(fix.FixableDiagnosticIds, id => Assert.Contains(id, known)));
    }

    [Fact]
    public void Every_analyzer_is_run_and_every_fix_is_exported()
    {
        Assert.Equal(Concrete("SocketSecurity.Analyzers.dll", "RuleAnalyzer"), House.Analyzers.Count);
        Assert.Equal(Concrete("SocketSecurity.Analyzers.CodeFixes.dll", "CodeFixProvider"), House.CodeFixes.Count);

        static int Concrete(string assembly, string baseName) =>
            System.Reflection.Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, assembly)).GetTypes()
                .Count(type => !type.IsAbstract && BaseTypes(type).Any(candidate => candidate.Name == baseName));

        static IEnumerable<Type> BaseTypes(Type type)
        {
            for (var current = type.BaseType; current is not null; current = current.BaseType)
            {
                yield return current;
            }
        }
    }

    [Fact]
    public void Every_page_of_the_rules_folder_belongs_to_a_rule()
    {
        var pages = Directory.GetFiles(Path.Combine(Verification.TestFrameworks.RepositoryRoot, "docs/rules"), "SOCK*.md")
            .Select(Path.GetFileNameWithoutExtension);

        Assert.All(pages, id => Assert.Contains(Rules.All, rule => rule.Id == id));
    }

    [Theory]
    [MemberData(nameof(RuleIds))]
    public void A_rule_has_an_analyzer(string id) => Assert.Contains(House.Analyzers, analyzer => House.Supports(analyzer, id));

    [Fact]
    public void Every_option_is_explained_on_the_page_of_a_rule()
    {
        var pages = string.Concat(Rules.All.Select(rule => House.Read($"docs/rules/{rule.Id}.md")));

        Assert.All(Options.All, option => Assert.Contains(option.Key, pages, StringComparison.Ordinal));
    }
}
