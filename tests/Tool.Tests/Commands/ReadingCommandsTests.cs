using SocketSecurity.Analyzers;

namespace SocketSecurity.Tool.Tests.Commands;

/// <summary>The commands that print what the program knows.</summary>
public sealed class ReadingCommandsTests
{
    [Theory]
    [InlineData("SOCK1001")]
    [InlineData("sock1001")]
    public async Task Explain_shows_the_page_without_its_markup(string id)
    {
        using var run = new ToolRun();

        var result = await run.Run("explain", id);

        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith("SOCK1001: Certificate validation is disabled\n", result.Output);
        Assert.Contains("How to fix", result.Output);
        Assert.DoesNotContain("## ", result.Output);
        Assert.DoesNotContain("```", result.Output);
    }

    [Fact]
    public async Task Rules_lists_every_rule()
    {
        using var run = new ToolRun();

        var result = await run.Run("rules");

        Assert.Equal(0, result.ExitCode);
        Assert.All(Rules.All, rule => Assert.Contains(rule.Id, result.Output));
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("scan", "--help")]
    public async Task Help_has_examples(params string[] args)
    {
        using var run = new ToolRun();

        var result = await run.Run(args);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains("Examples:\n  socketsec scan .", result.Output);
    }

    [Fact]
    public async Task Version_is_a_version()
    {
        using var run = new ToolRun();

        var result = await run.Run("--version");

        Assert.Equal(0, result.ExitCode);
        Assert.True(Version.TryParse(result.Output.Trim(), out _), result.Output);
    }
}
