namespace SocketSecurity.Tool.Tests.Loading;

/// <summary>Severities come from where a build takes them, in the order a build has.</summary>
public sealed class ConfigurationTests
{
    [Theory]
    [InlineData("dotnet_diagnostic.SOCK1001.severity = none", "")]
    [InlineData("dotnet_diagnostic.SOCK1001.severity = error", "error")]
    [InlineData("dotnet_diagnostic.SOCK1001.severity = suggestion", "info")]
    [InlineData("dotnet_analyzer_diagnostic.category-PeerAuthentication.severity = error", "error")]
    [InlineData("", "warning")]
    public async Task Editorconfig_sets_severities(string line, string expected)
    {
        using var run = new ToolRun();
        run.Write(".editorconfig", $"root = true\n[*.cs]\n{line}\n");
        run.Write("src/Client.cs", ToolRun.Insecure);

        Assert.Equal(expected, await Severity(run));
    }

    [Fact]
    public async Task Settings_files_beside_a_project_are_read()
    {
        using var run = new ToolRun();
        run.Write("App/App.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>");
        run.Write("App/Client.cs", "class Client { }");
        run.Write("App/appsettings.json", "{\n  \"Main\": \"Server=db.example.com;Encrypt=false\"\n}\n");

        Assert.Equal(["SOCK5006 App/appsettings.json:2"], (await run.Run("scan", ".", "--format", "json")).Findings);
    }

    [Fact]
    public async Task A_nearer_editorconfig_wins_and_sections_hold_for_their_files_only()
    {
        using var run = new ToolRun();
        run.Write(".editorconfig", "[*.cs]\ndotnet_diagnostic.SOCK1001.severity = none\n");
        run.Write("src/.editorconfig", "[Client.cs]\ndotnet_diagnostic.SOCK1001.severity = error\n");
        run.Write("src/Client.cs", ToolRun.Insecure);
        run.Write("src/Other.cs", ToolRun.Insecure);

        var result = await run.Run("scan", "src", "--format", "json");

        Assert.Equal(["SOCK1001 src/Client.cs:2"], result.Findings);
    }

    [Fact]
    public async Task Globalconfig_sets_severities()
    {
        using var run = new ToolRun();
        run.Write(".globalconfig", "is_global = true\ndotnet_diagnostic.SOCK1001.severity = error\n");
        run.Write("Client.cs", ToolRun.Insecure);

        Assert.Equal("error", await Severity(run));
    }

    [Theory]
    [InlineData("strict", "error", 1)]
    [InlineData("Strict", "error", 1)]
    [InlineData("audit", "warning", 0)]
    [InlineData("default", "warning", 1)]
    public async Task A_mode_sets_all_severities(string mode, string expected, int exitCode)
    {
        using var run = new ToolRun();
        run.Write("Client.cs", ToolRun.Insecure);

        Assert.Equal(expected, await Severity(run, "--mode", mode));
        Assert.Equal(exitCode, (await run.Run("scan", ".", "--mode", mode)).ExitCode);
    }

    [Fact]
    public async Task Audit_fails_when_asked_to()
    {
        using var run = new ToolRun();
        run.Write("Client.cs", ToolRun.Insecure);

        Assert.Equal(1, (await run.Run("scan", ".", "--mode", "audit", "--fail-on", "warning")).ExitCode);
    }

    [Fact]
    public async Task Editorconfig_wins_over_the_mode()
    {
        using var run = new ToolRun();
        run.Write(".editorconfig", "[*.cs]\ndotnet_diagnostic.SOCK1001.severity = suggestion\n");
        run.Write("Client.cs", ToolRun.Insecure);

        Assert.Equal("info", await Severity(run, "--mode", "strict"));
    }

    [Fact]
    public async Task Suppressions_in_the_code_are_respected()
    {
        using var run = new ToolRun();
        run.Write("Client.cs", "#pragma warning disable SOCK1001\n" + ToolRun.Insecure);

        Assert.Equal("", await Severity(run));
    }

    [Fact]
    public async Task Options_reach_the_rules()
    {
        using var run = new ToolRun();
        run.Write(".editorconfig", "[*.cs]\nsocketsecurity.test_code_paths = lab/**\n");
        run.Write("lab/Client.cs", ToolRun.Insecure);

        Assert.Equal("info", await Severity(run));
    }

    private static async Task<string> Severity(ToolRun run, params string[] args) =>
        string.Join(' ', (await run.Run(["scan", ".", "--format", "json", .. args])).Json.GetProperty("findings").EnumerateArray()
            .Select(finding => finding.GetProperty("severity").GetString()));
}
