using System.Text.Json;
using NJsonSchema;

namespace SocketSecurity.Tool.Tests.Reporting;

public sealed class ReportTests
{
    [Fact]
    public async Task Sarif_is_valid_by_the_published_schema()
    {
        using var run = new ToolRun();
        run.Write("a b/Client.cs", ToolRun.Insecure);
        run.Write(".editorconfig", "[*.cs]\nsocketsecurity.minimum_tls_version = 1.3\n");

        var result = await run.Run("scan", ".", "missing", "--format", "sarif");

        Assert.Equal(2, result.ExitCode);
        using var stream = typeof(ReportTests).Assembly.GetManifestResourceStream("sarif-schema-2.1.0.json")!;
        var schema = await JsonSchema.FromJsonAsync(stream, TestContext.Current.CancellationToken);
        Assert.Empty(schema.Validate(result.Output));

        // The validator itself is at work: one wrong word is noticed.
        Assert.NotEmpty(schema.Validate(result.Output.Replace("\"level\": \"warning\"", "\"level\": \"loud\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Sarif_carries_what_services_and_editors_use()
    {
        using var run = new ToolRun();
        run.Write("a b/Client.cs", ToolRun.Insecure);

        var sarif = (await run.Run("scan", "a b", "missing", "--format", "sarif")).Json.GetProperty("runs")[0];

        var finding = Assert.Single(sarif.GetProperty("results").EnumerateArray());
        var rule = sarif.GetProperty("tool").GetProperty("driver").GetProperty("rules")[finding.GetProperty("ruleIndex").GetInt32()];
        Assert.Equal("SOCK1001", rule.GetProperty("id").GetString());
        Assert.EndsWith("/SOCK1001.md", rule.GetProperty("helpUri").GetString());
        Assert.Contains("## Why it matters", rule.GetProperty("help").GetProperty("markdown").GetString());
        Assert.Equal(["security", "external/cwe/cwe-295"], rule.GetProperty("properties").GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()));

        var place = finding.GetProperty("locations")[0].GetProperty("physicalLocation");
        Assert.Equal("a%20b/Client.cs", place.GetProperty("artifactLocation").GetProperty("uri").GetString());
        Assert.Equal("SRCROOT", place.GetProperty("artifactLocation").GetProperty("uriBaseId").GetString());
        Assert.Equal(
            (2, 53, 2, 73),
            (Number("startLine"), Number("startColumn"), Number("endLine"), Number("endColumn")));
        Assert.Equal("(_, _, _, _) => true", place.GetProperty("region").GetProperty("snippet").GetProperty("text").GetString());

        var invocation = sarif.GetProperty("invocations")[0];
        Assert.False(invocation.GetProperty("executionSuccessful").GetBoolean());
        Assert.Contains("no such file", invocation.GetProperty("toolExecutionNotifications")[0].GetProperty("message").GetProperty("text").GetString());

        int Number(string name) => place.GetProperty("region").GetProperty(name).GetInt32();
    }

    [Fact]
    public async Task Fingerprints_survive_edits_elsewhere_and_tell_equal_lines_apart()
    {
        using var run = new ToolRun();
        run.Write("Code.cs", "class A { }\nclass B { }\n");
        var before = await Fingerprints(run);

        run.Write("Code.cs", "// a comment\n\n  class A  { }\nclass B { }\n");
        Assert.Equal(before, await Fingerprints(run));

        run.Write("Code.cs", "class A { class A1 { class A1 { } } }\n");
        Assert.Equal(3, (await Fingerprints(run)).Distinct().Count());
    }

    [Fact]
    public async Task Related_places_are_in_every_report()
    {
        using var run = new ToolRun();
        run.Write("Code.cs", "class A { }\nclass B { }\n");

        Assert.Contains("see also Code.cs:2:7", (await run.RunWith(new ClassFinder(), "scan", ".")).Output);
        var json = (await run.RunWith(new ClassFinder(), "scan", ".", "--format", "json")).Json;
        Assert.Equal(2, json.GetProperty("findings")[0].GetProperty("related")[0].GetProperty("line").GetInt32());
        Assert.Equal(["CWE-1"], json.GetProperty("findings")[0].GetProperty("cwe").EnumerateArray().Select(name => name.GetString()));
        var sarif = (await run.RunWith(new ClassFinder(), "scan", ".", "--format", "sarif")).Json;
        var related = sarif.GetProperty("runs")[0].GetProperty("results")[0].GetProperty("relatedLocations")[0];
        Assert.Equal(2, related.GetProperty("physicalLocation").GetProperty("region").GetProperty("startLine").GetInt32());
    }

    [Fact]
    public async Task Text_of_the_repository_cannot_drive_the_terminal()
    {
        using var run = new ToolRun();
        run.Write("Code.cs", "class A { } // \u001b[2J \u202e [red]\n");

        var output = (await run.RunWith(new ClassFinder(), "scan", ".")).Output;

        Assert.DoesNotContain('\u001b', output);
        Assert.DoesNotContain('\u202e', output);
        Assert.Contains("// \uFFFD[2J \uFFFD [red]", output);
    }

    [Fact]
    public async Task Carets_stand_under_the_code_after_tabs_and_at_the_end_of_the_file()
    {
        using var run = new ToolRun();
        run.Write("Code.cs", "namespace N {\n\tclass\tAb { } }");

        var output = (await run.RunWith(new ClassFinder(), "scan", ".")).Output;

        Assert.Contains("    2 │     class   Ab { } }\n      │             ^^\n", output);
    }

    private static async Task<List<string?>> Fingerprints(ToolRun run)
    {
        var sarif = (await run.RunWith(new ClassFinder(), "scan", ".", "--format", "sarif")).Json;
        return
        [
            .. sarif.GetProperty("runs")[0].GetProperty("results").EnumerateArray()
                .Select(result => Assert.Single(result.GetProperty("partialFingerprints").EnumerateObject()).Value.GetString()),
        ];
    }
}
