using System.Text.Json;

namespace SocketSecurity.Package.Tests;

public sealed class SarifTests(PackedFeed feed)
{
    [Fact]
    public async Task The_compilers_error_log_carries_the_finding_and_the_rule()
    {
        var app = feed.CreateConsumer(Consumer.Analyzers, ("Program.cs", Programs.Insecure));
        (await app.Build("-p:ErrorLog=findings.sarif%2Cversion=2.1")).Succeeded();

        using var log = JsonDocument.Parse(app.Read("findings.sarif"));
        var run = log.RootElement.GetProperty("runs")[0];
        var result = run.GetProperty("results").EnumerateArray().Single(item => item.GetProperty("ruleId").GetString() == "SOCK1001");
        var rule = run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray()
            .Single(item => item.GetProperty("id").GetString() == "SOCK1001");

        Assert.Equal("2.1.0", log.RootElement.GetProperty("version").GetString());
        Assert.EndsWith(
            "Program.cs",
            result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString(),
            StringComparison.Ordinal);
        Assert.EndsWith("/SOCK1001.md", rule.GetProperty("helpUri").GetString(), StringComparison.Ordinal);
    }
}
